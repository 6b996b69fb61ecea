import type { HazardSpec } from '../../pair-model.js';

export const tokenOutlived = {
  kind: 'token-outlived',
  rule: 'stored-reference',
  with: { what: 'set' },
  group: 'token-typing',
  level: 'note',
  certainty: 'needs-human',
  title: 'a set may outlive its token',
  message: 'the set is kept: does its token live as long?',
  why: 'A set keeps the address of its token. When the process is gone and its address is used again, the new process inherits the set. The new version pins the token for as long as the set lives.',
  bad: { ts: 'this.set = v1.ioasidAllocSet(mm, 8);' },
  good: {
    ts: `const set = v2.ioasidAllocSet(mmToken(mm), 8);
if (set.ok) this.set = set.value;`,
  },
} as const satisfies HazardSpec;
