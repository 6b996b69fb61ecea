import { evolution } from '../schema.js';

export const ioasidSet = evolution('IoasidSet', {
  c: 'struct ioasid_set',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'IoasidSet', what: 'opaque and counted by reference' },
  behaviours: [],
  hazards: [
    {
      kind: 'mm-assumed',
      when: 'its token is read and taken for an mm',
      consequence: 'the assumption that the change removes',
    },
  ],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'A set of ids.',
    body: 'The old set shows its number and its token to everybody. The new one is opaque: its token is asked for with ioasidSetToken and comes with its kind.',
  },
});
