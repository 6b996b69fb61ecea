import type { HazardSpec } from '../../pair-model.js';

export const errorTestWrong = {
  kind: 'error-test-wrong',
  rule: 'wrong-test',
  with: {},
  group: 'came-along',
  level: 'error',
  certainty: 'certain',
  title: 'a failure is tested in a way that cannot see it',
  message: 'this test never sees the failure of the call',
  why: 'An encoded error is truthy and no null; the invalid id is a large positive number. A test for null, for truth or for a negative number lets them pass.',
  bad: {
    ts: `const set = v1.ioasidAllocSet(mm, 8);
if (!set) return;`,
    c: `set = ioasid_alloc_set(mm, 8);
if (!set)
	return -ENOMEM;`,
  },
  good: {
    ts: `const set = v2.ioasidAllocSet(mmToken(mm), 8);
if (!set.ok) return;`,
    c: `set = ioasid_alloc_set(mm, 8, IOASID_SET_TYPE_MM);
if (IS_ERR(set))
	return PTR_ERR(set);`,
  },
} as const satisfies HazardSpec;
