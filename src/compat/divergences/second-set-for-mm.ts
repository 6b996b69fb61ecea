import type { DeclaredDivergence } from './model.js';

export const secondSetForMm = {
  id: 'second-set-for-mm',
  class: 'answer',
  scope: { verbs: ['set.alloc'], between: 'v1 and v2', old: { kind: 'ok' }, new: { kind: 'refused', errno: 'EEXIST' } },
  reason: 'an mm owns one set; whoever comes second has to find it',
  decidedBy: ['20200824182848.GB3210689@myrica'],
  witness: 'two-sets-for-one-mm',
  nearMiss: { kind: 'refused', errno: 'ENOSPC' },
} as const satisfies DeclaredDivergence;
