import type { HazardSpec } from '../../pair-model.js';

export const ownerUnchecked = {
  kind: 'owner-unchecked',
  rule: 'ownership-unchecked',
  with: {},
  group: 'came-along',
  level: 'warning',
  certainty: 'likely',
  title: 'nobody asks who owns the id',
  message: 'any id is accepted here, whoever owns it',
  why: 'The old free takes a bare id, and find takes null for any set. An id that came from a user can be somebody else’s. The new free names the set, and ioasidGetIfOwned asks for the owner.',
  bad: { ts: 'v1.ioasidFree(id);', c: 'ioasid_free(id);' },
  good: { ts: 'const freed = v2.ioasidFree(set, id);', c: 'ioasid_free(set, id);' },
} as const satisfies HazardSpec;
