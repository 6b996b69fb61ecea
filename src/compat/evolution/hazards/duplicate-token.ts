import type { HazardSpec } from '../../pair-model.js';

export const duplicateToken = {
  kind: 'duplicate-token',
  rule: 'duplicate-owner',
  with: { what: 'token', types: ['mm'] },
  group: 'token-typing',
  level: 'error',
  certainty: 'likely',
  title: 'two sets for one mm',
  message: 'a second set is made for the same mm: the new version refuses it',
  why: 'The old version never looks at the token, so two users may each make a set for one process. The new version allows one, and the second user has to find the first one’s set.',
  bad: {
    ts: `const first = v1.ioasidAllocSet(mm, 8);
const second = v1.ioasidAllocSet(mm, 8);`,
  },
  good: {
    ts: `const first = v2.ioasidAllocSet(mmToken(mm), 8);
const second = v2.ioasidFindMmSet(mm);`,
  },
} as const satisfies HazardSpec;
