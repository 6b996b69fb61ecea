import type { HazardSpec } from '../../pair-model.js';

export const staticSet = {
  kind: 'static-set',
  rule: 'symbol-gone',
  with: { symbols: ['declareIoasidSet', 'DECLARE_IOASID_SET'] },
  group: 'token-typing',
  level: 'error',
  certainty: 'needs-human',
  title: 'a set is declared statically',
  message: 'a set is made at run time in the new version: who makes it first, and what if that fails?',
  why: 'A static set needs no order and cannot fail. A set that is made by a call needs an init function that runs before the first allocation, a quota, and somebody who handles the refusal.',
  bad: { ts: 'const shared = declareIoasidSet();', c: 'static DECLARE_IOASID_SET(shared);' },
  good: { ts: 'const shared = v2.ioasidAllocSet(noToken, 32768);' },
} as const satisfies HazardSpec;
