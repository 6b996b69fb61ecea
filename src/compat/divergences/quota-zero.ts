import type { DeclaredDivergence } from './model.js';

export const quotaZero = {
  id: 'quota-zero',
  class: 'answer',
  scope: {
    verbs: ['set.alloc'],
    between: 'v1 and both',
    old: { kind: 'ok' },
    new: { kind: 'refused', errno: 'EINVAL' },
  },
  reason: 'a set that can hold nothing is refused',
  decidedBy: ['reference 2.3'],
  witness: 'quota-zero',
  nearMiss: { kind: 'refused', errno: 'ENOSPC' },
} as const satisfies DeclaredDivergence;
