import { evolution } from '../schema.js';

export const invalidIoasid = evolution('INVALID_IOASID', {
  c: 'INVALID_IOASID',
  aliases: [],
  counterpart: { kind: 'removed', because: 'failure is a Result; no number stands for it' },
  behaviours: [],
  hazards: [
    { kind: 'sentinel-compared', when: 'a result is compared with it', consequence: 'the comparison is never true' },
  ],
  codemod: { ts: { kind: 'manual', todo: 'test the Result instead' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'The number that meant failure.',
    body: 'An allocation that fails answers with a Result in the new version, so there is no number to compare with. In C the constant stays.',
  },
});
