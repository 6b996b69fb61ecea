import type { HazardSpec } from '../../pair-model.js';

export const tokenDataConfused = {
  kind: 'token-data-confused',
  rule: 'confused-pointers',
  with: { what: 'private-data', types: ['mm'] },
  group: 'token-typing',
  level: 'error',
  certainty: 'likely',
  title: 'private data and token are confused',
  message: 'private data of an id is used as an mm, which is what the token of a set may be',
  why: 'The token belongs to the set and names its owner. Private data belongs to one id and is whatever its allocator keeps there. Both are plain pointers in the old version, so one is easily read for the other.',
  bad: {
    ts: 'const owner = v1.ioasidFind(set, id, null) as MmStruct;',
    c: 'struct mm_struct *owner = ioasid_find(set, id, NULL);',
  },
  good: { ts: 'const owner = v2.ioasidFindMmSet(mm);' },
} as const satisfies HazardSpec;
