import type { DeclaredDivergence } from './model.js';

export const capacityRefused = {
  id: 'capacity-refused',
  class: 'answer',
  scope: { verbs: ['capacity'], between: 'v1 and v2', old: { kind: 'ok' }, new: { kind: 'refused', errno: 'EBUSY' } },
  reason: 'the old core logs a late call and goes on; the new one says that sets exist',
  decidedBy: ['reference 5 #20'],
  witness: 'capacity-installed-late',
  nearMiss: { kind: 'refused', errno: 'EINVAL' },
} as const satisfies DeclaredDivergence;
