import { evolution } from '../schema.js';

export const ioasidV1 = evolution('IoasidV1', {
  c: 'linux/ioasid.h',
  aliases: [],
  shared: true,
  counterpart: { kind: 'renamed', to: 'IoasidV2' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'rename', to: 'IoasidV2' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'All calls of the old version.',
    body: 'Code that holds the API as a value holds the new interface.',
  },
});
