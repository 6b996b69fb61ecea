import type { DeclaredDivergence } from './model.js';

export const deadSetFreed = {
  id: 'dead-set-freed',
  class: 'answer',
  scope: { verbs: ['set.free'], between: 'v1 and v2', old: { kind: 'ok' }, new: { kind: 'refused', errno: 'EINVAL' } },
  reason: 'the old call logs a set that is gone and answers nothing',
  decidedBy: ['reference 2.2', 'reference 4 #13'],
  witness: 'set-freed-twice',
  nearMiss: { kind: 'refused', errno: 'EBUSY' },
} as const satisfies DeclaredDivergence;
