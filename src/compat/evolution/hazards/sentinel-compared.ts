import type { HazardSpec } from '../../pair-model.js';

export const sentinelCompared = {
  kind: 'sentinel-compared',
  rule: 'sentinel-compared',
  with: { languages: ['ts'] },
  group: 'came-along',
  level: 'error',
  certainty: 'certain',
  title: 'a result is compared with the invalid id',
  message: 'the new call answers with a Result: this comparison is never true',
  why: 'Comparing with INVALID_IOASID was the whole error check of the old version. Over a Result the branch is dead.',
  bad: {
    ts: `const id = v1.ioasidAlloc(set, 1, 99, null);
if (id === INVALID_IOASID) return;`,
  },
  good: {
    ts: `const id = v2.ioasidAlloc(set, { min: 1, max: 99 });
if (!id.ok) return;`,
  },
} as const satisfies HazardSpec;
