import type { DeclaredDivergence } from './model.js';

export const lookupWrongKind = {
  id: 'lookup-wrong-kind',
  class: 'answer',
  scope: { verbs: ['set.find'], between: 'v1 and v2', old: { kind: 'ok' }, new: { kind: 'refused', errno: 'ENOENT' } },
  reason: 'an untyped look-up finds a set under an equal pointer of another kind; a typed one does not',
  decidedBy: ['20200706135137.26979271@jacob-builder', '20200707100718.GA151594@myrica'],
  witness: 'lookup-by-wrong-kind',
  nearMiss: { kind: 'refused', errno: 'EINVAL' },
} as const satisfies DeclaredDivergence;
