import type { HazardSpec } from '../../pair-model.js';

export const referenceNotTaken = {
  kind: 'reference-not-taken',
  rule: 'stored-reference',
  with: { what: 'id' },
  group: 'came-along',
  level: 'note',
  certainty: 'needs-human',
  title: 'an id is kept without a reference',
  message: 'the id is kept beyond this function: its user must hold it in the new version',
  why: 'Whoever programs an id into hardware, or stores it for later, holds a reference in the new version and drops it afterwards. Otherwise the id can be given out again while it is still in use.',
  bad: { ts: 'this.pasid = v1.ioasidAlloc(set, 1, 99, null);' },
  good: {
    ts: `const held = v2.ioasidGet(set, id);
if (held.ok) this.pasid = id;`,
  },
} as const satisfies HazardSpec;
