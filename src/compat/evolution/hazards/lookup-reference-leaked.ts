import type { HazardSpec } from '../../pair-model.js';

export const lookupReferenceLeaked = {
  kind: 'lookup-reference-leaked',
  rule: 'unpaired-reference',
  with: {
    symbols: [
      'ioasidFindMmSet',
      'ioasidFindSetByToken',
      'ioasidFindBySpid',
      'ioasidGetIfOwned',
      'ioasid_find_mm_set',
      'ioasid_find_by_spid',
    ],
    side: 'new',
  },
  group: 'came-along',
  level: 'error',
  certainty: 'likely',
  title: 'a look-up’s reference is not dropped',
  message: 'the look-up took a reference that some path does not drop',
  why: 'Every look-up of the new version holds what it found. A path that returns without the put keeps the set, its quota and its ids for ever.',
  bad: {
    ts: `const found = v2.ioasidFindMmSet(mm);
if (found.ok) use(found.value);`,
  },
  good: {
    ts: `const found = v2.ioasidFindMmSet(mm);
if (found.ok) {
  use(found.value);
  v2.ioasidSetPut(found.value);
}`,
  },
} as const satisfies HazardSpec;
