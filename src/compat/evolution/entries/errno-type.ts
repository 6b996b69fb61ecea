import { evolution } from '../schema.js';

export const errnoEntry = evolution('Errno', {
  c: 'errno',
  aliases: [],
  shared: true,
  counterpart: { kind: 'retyped', to: 'ErrnoName', what: 'names take the place of numbers' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'manual', todo: 'compare error.code with the name' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'Error numbers.',
    body: 'The old version answers with negative numbers as C does. The new one carries the name of the number and a reason.',
  },
});
