import { evolution } from '../schema.js';

export const notifyStop = evolution('NOTIFY_STOP', {
  c: 'NOTIFY_STOP',
  aliases: [],
  shared: true,
  counterpart: { kind: 'retyped', to: 'NotifierAnswer', what: 'a word takes the place of the number' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'rename', to: "'stop'" }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'Answer STOP of a handler.',
    body: 'Handlers answer with the word stop in the new version. In C the constant belongs to the kernel’s notifier chains and stays.',
  },
});
