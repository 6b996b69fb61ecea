import type { DeclaredDivergence } from './model.js';

export const freeByStranger = {
  id: 'free-by-stranger',
  class: 'answer',
  scope: { verbs: ['free'], between: 'v1 and v2', old: { kind: 'ok' }, new: { kind: 'refused', errno: 'EACCES' } },
  reason: 'the old free takes no set and cannot ask for an owner',
  decidedBy: ['reference 2.2', 'reference 4 #11'],
  witness: 'free-by-a-stranger',
  nearMiss: { kind: 'refused', errno: 'EBUSY' },
} as const satisfies DeclaredDivergence;
