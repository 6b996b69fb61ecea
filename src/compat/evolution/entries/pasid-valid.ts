import { evolution } from '../schema.js';

export const pasidValid = evolution('pasidValid', {
  c: 'pasid_valid',
  aliases: [],
  counterpart: { kind: 'same', to: 'pasidValid' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a pure test of a number; it touches neither state nor hardware' },
  doc: {
    summary: 'True for a number that can be an id.',
    body: 'Same test, same answer. In the new version it also tells the compiler that the number is an id.',
  },
});
