import type { HazardSpec } from '../../pair-model.js';

export const errorUnchecked = {
  kind: 'error-unchecked',
  rule: 'result-unchecked',
  with: {},
  group: 'came-along',
  level: 'error',
  certainty: 'certain',
  title: 'a result that can be an error is used untested',
  message: 'this result can be an error, and a path uses it untested',
  why: 'An encoded error, the invalid id and a negative number look like any other value. The new version answers with a Result that the compiler does not let anybody open untested.',
  bad: {
    ts: `const set = v1.ioasidAllocSet(mm, 8) as IoasidSet;
const id = v1.ioasidAlloc(set, 1, 99, null);
program(id);`,
    c: `id = ioasid_alloc(set, 1, 99, NULL);
program(id);`,
  },
  good: {
    ts: `const id = v2.ioasidAlloc(set, { min: 1, max: 99 });
if (id.ok) program(id.value);`,
    c: `id = ioasid_alloc(set, 1, 99, NULL);
if (id == INVALID_IOASID)
	return -ENOSPC;
program(id);`,
  },
} as const satisfies HazardSpec;
