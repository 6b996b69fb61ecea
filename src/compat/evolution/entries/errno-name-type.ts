import { evolution } from '../schema.js';

export const errnoName = evolution('ErrnoName', {
  c: 'errno names',
  aliases: [],
  shared: true,
  counterpart: { kind: 'same', to: 'ErrnoName' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'Names of error numbers.',
    body: 'The same names, fewer of them.',
  },
});
