import { evolution } from '../schema.js';

export const ioasidInstallCapacity = evolution('ioasidInstallCapacity', {
  c: 'ioasid_install_capacity',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'ioasidInstallCapacity', what: 'a refusal is a result, not a log line' },
  behaviours: [
    {
      id: 'B1',
      group: 'came-along',
      text: 'before the first call the capacity is 0x100000, where it was 0 and refused every set',
      scenarios: ['capacity-default'],
    },
    {
      id: 'B2',
      group: 'came-along',
      text: 'a call while sets exist is refused with EBUSY, where it was logged and ignored',
      scenarios: ['capacity-installed-late'],
    },
  ],
  hazards: [
    {
      kind: 'error-unchecked',
      when: 'the result is dropped',
      consequence: 'a capacity that was not installed goes unnoticed',
    },
  ],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
  parity: {
    kind: 'diverges',
    scenarios: ['capacity-default', 'capacity-installed-late'],
    ids: ['capacity-default', 'capacity-refused'],
    because: 'the default and the answer to a late call differ; no id reaches hardware before a capacity is there',
  },
  doc: {
    summary: 'Sets how many ids there are in all.',
    body: 'The old core starts empty and takes the first value it is given. The new core starts with the 20-bit PASID space, so a system that never calls this works, and a call that would take ids away from living sets is refused instead of resetting the ledger.',
  },
});
