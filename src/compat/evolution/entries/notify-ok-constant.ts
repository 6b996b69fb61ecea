import { evolution } from '../schema.js';

export const notifyOk = evolution('NOTIFY_OK', {
  c: 'NOTIFY_OK',
  aliases: [],
  shared: true,
  counterpart: { kind: 'retyped', to: 'NotifierAnswer', what: 'a word takes the place of the number' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'rename', to: "'ok'" }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'Answer OK of a handler.',
    body: 'Handlers answer with the word ok in the new version. In C the constant belongs to the kernel’s notifier chains and stays.',
  },
});
