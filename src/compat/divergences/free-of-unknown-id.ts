import type { DeclaredDivergence } from './model.js';

export const freeOfUnknownId = {
  id: 'free-of-unknown-id',
  class: 'answer',
  scope: { verbs: ['free'], between: 'v1 and v2', old: { kind: 'ok' }, new: { kind: 'refused', errno: 'ENOENT' } },
  reason: 'the old free logs an unknown id and answers nothing; the new one names it',
  decidedBy: ['reference 2.2'],
  witness: 'free-twice',
  nearMiss: { kind: 'refused', errno: 'EACCES' },
} as const satisfies DeclaredDivergence;
