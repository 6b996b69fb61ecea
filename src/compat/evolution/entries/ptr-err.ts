import { evolution } from '../schema.js';

export const ptrErr = evolution('ptrErr', {
  c: 'PTR_ERR',
  aliases: [],
  shared: true,
  counterpart: { kind: 'removed', because: 'a Result names its error in .error.code' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'manual', todo: 'read .error.code' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'The number inside an encoded error.',
    body: 'The name and the reason stand in the error itself.',
  },
});
