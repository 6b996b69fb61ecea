import { evolution } from '../schema.js';

export const ioasid = evolution('Ioasid', {
  c: 'ioasid_t',
  aliases: [],
  counterpart: { kind: 'same', to: 'Ioasid' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'An id.',
    body: 'In the new version an id is branded: a number has to be made one, so that a device id is not freed by mistake.',
  },
});
