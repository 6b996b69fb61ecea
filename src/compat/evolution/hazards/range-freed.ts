import type { HazardSpec } from '../../pair-model.js';

export const rangeFreed = {
  kind: 'range-freed',
  rule: 'ownership-unchecked',
  with: { loop: true, arg: 0 },
  group: 'came-along',
  level: 'error',
  certainty: 'certain',
  title: 'a numeric range is freed',
  message: 'every id of the range is freed, whoever owns it',
  why: 'A loop over numbers frees ids of other sets too. The ids of a set are walked with ioasidSetForEachIoasid.',
  bad: {
    ts: 'for (let id = min; id <= max; id++) v1.ioasidFree(id);',
    c: `for (id = min; id <= max; id++)
	ioasid_free(id);`,
  },
  good: { ts: 'const walked = v2.ioasidSetForEachIoasid(set, (id) => release(v2.ioasidFree(set, id)));' },
} as const satisfies HazardSpec;
