import { evolution } from '../schema.js';

export const notifyStopMask = evolution('NOTIFY_STOP_MASK', {
  c: 'NOTIFY_STOP_MASK',
  aliases: [],
  shared: true,
  counterpart: { kind: 'removed', because: 'the answers that end a chain are words of their own' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'manual', todo: 'compare with the words bad and stop' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'The bit that ends a chain.',
    body: 'The words bad and stop end a chain; nobody has to mask anything.',
  },
});
