import { evolution } from '../schema.js';

export const ioasidNbArgs = evolution('IoasidNbArgs', {
  c: 'struct ioasid_nb_args',
  aliases: [],
  counterpart: { kind: 'renamed', to: 'IoasidNotification' },
  behaviours: [],
  hazards: [
    {
      kind: 'mm-assumed',
      when: 'setToken is compared with an mm',
      consequence: 'an equal pointer of another kind passes',
    },
    { kind: 'token-data-confused', when: 'pdata is taken for the token', consequence: 'private data is used as an mm' },
  ],
  codemod: { ts: { kind: 'rename', to: 'IoasidNotification' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'What a notification carries.',
    body: 'The set comes with the event in both versions; its token does not any more. A handler registered by mm knows whose event it is.',
  },
});
