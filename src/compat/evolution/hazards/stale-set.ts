import type { HazardSpec } from '../../pair-model.js';

export const staleSet = {
  kind: 'stale-set',
  rule: 'used-after-release',
  with: { symbols: ['ioasidFreeSet', 'ioasid_free_set'], arg: 0 },
  group: 'came-along',
  level: 'error',
  certainty: 'likely',
  title: 'a set is used after it was freed',
  message: 'the set was given back before this use',
  why: 'An old set is a number that is looked up again; a new one is a pointer that leads nowhere after the last put.',
  bad: {
    ts: `v1.ioasidFreeSet(set, true);
v1.ioasidAlloc(set, 1, 99, null);`,
    c: `ioasid_free_set(set, true);
id = ioasid_alloc(set, 1, 99, NULL);`,
  },
  good: {
    ts: `const id = v2.ioasidAlloc(set, { min: 1, max: 99 });
v2.ioasidSetPut(set);`,
  },
} as const satisfies HazardSpec;
