import type { DeclaredDivergence } from './model.js';

export const capacityDefault = {
  id: 'capacity-default',
  class: 'answer',
  scope: { verbs: ['set.alloc'], between: 'v1 and v2', old: { kind: 'refused', errno: 'ENOSPC' }, new: { kind: 'ok' } },
  reason: 'the old core has no id to give before a capacity is installed; the new one starts with the PASID space',
  decidedBy: ['reference 2.0', 'reference 2.2'],
  witness: 'capacity-default',
  nearMiss: { kind: 'refused', errno: 'EINVAL' },
} as const satisfies DeclaredDivergence;
