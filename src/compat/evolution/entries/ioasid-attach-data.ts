import { evolution } from '../schema.js';

export const ioasidAttachData = evolution('ioasidAttachData', {
  c: 'ioasid_attach_data',
  aliases: ['ioasid_set_data'],
  counterpart: { kind: 'split', to: ['ioasidAttachData', 'ioasidDetachData'], by: 'whether there is data' },
  behaviours: [
    {
      id: 'B19',
      group: 'came-along',
      text: 'clearing has its own verb, which refuses an id without data',
      scenarios: ['attach-and-detach-data'],
    },
  ],
  hazards: [
    {
      kind: 'token-data-confused',
      when: 'an mm is attached as private data',
      consequence: 'it is read as the owner of the set',
    },
    { kind: 'error-unchecked', when: 'the result is dropped', consequence: 'the data is not there' },
    {
      kind: 'detach-order',
      when: 'data is cleared before UNBIND was sent',
      consequence: 'handlers see an id without data',
    },
  ],
  codemod: {
    ts: {
      kind: 'by-literal',
      on: 1,
      cases: {
        null: { to: 'ioasidDetachData', args: [{ from: 0 }] },
        '*': { to: 'ioasidAttachData', args: [{ from: 0 }, { from: 1 }] },
      },
      otherwise: 'attach or detach: choose by hand',
    },
    c: {
      kind: 'by-literal',
      on: 1,
      cases: {
        null: { to: 'ioasid_detach_data', args: [{ from: 0 }] },
        '*': { to: 'ioasid_attach_data', args: [{ from: 0 }, { from: 1 }] },
      },
      otherwise: 'attach or detach: choose by hand',
    },
  },
  parity: { kind: 'equal', scenarios: ['attach-and-detach-data', 'guest-sva-normal'] },
  doc: {
    summary: 'Puts private data on an id.',
    body: 'Attaching replaces what is there, as in the August 2020 series. Passing null in order to clear became a verb of its own.',
  },
});
