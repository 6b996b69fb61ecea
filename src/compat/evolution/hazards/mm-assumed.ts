import type { HazardSpec } from '../../pair-model.js';

export const mmAssumed = {
  kind: 'mm-assumed',
  rule: 'kind-assumed',
  with: {
    what: 'token',
    members: ['IoasidSet.token', 'IoasidNbArgs.setToken', 'ioasid_set.token', 'ioasid_nb_args.set_token'],
    types: ['mm'],
  },
  group: 'token-typing',
  level: 'error',
  certainty: 'likely',
  title: 'a token is taken for an mm',
  message: 'the token is taken for an mm, and nothing says that it is one',
  why: 'An untyped token may be any pointer. Code that casts it to an mm, or compares it with one, finds a stranger as soon as another driver uses tokens of its own.',
  bad: {
    ts: `const owner = set.token as MmStruct;
if (owner === mm) claim(set);`,
    c: `if (set->token == mm)
	claim(set);`,
  },
  good: {
    ts: `const found = v2.ioasidFindMmSet(mm);
if (found.ok) claim(found.value);`,
    c: `set = ioasid_find_mm_set(mm);
if (set)
	claim(set);`,
  },
} as const satisfies HazardSpec;
