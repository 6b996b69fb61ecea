import type { DeclaredDivergence } from './model.js';

export const lateUse = {
  id: 'late-use',
  class: 'answer',
  scope: {
    verbs: ['bind', 'unbind'],
    between: 'v1 and v2',
    old: { kind: 'refused', errno: 'ENOENT' },
    new: { kind: 'refused', errno: 'EBUSY' },
  },
  reason: 'a freed id is gone at once in the old version, and pending until its users let go in the new one',
  decidedBy: ['reference 3.0'],
  witness: 'unbind-of-pending-id',
  nearMiss: { kind: 'refused', errno: 'EACCES' },
} as const satisfies DeclaredDivergence;
