import { evolution } from '../schema.js';

export const notifyDone = evolution('NOTIFY_DONE', {
  c: 'NOTIFY_DONE',
  aliases: [],
  shared: true,
  counterpart: { kind: 'retyped', to: 'NotifierAnswer', what: 'a word takes the place of the number' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'rename', to: "'done'" }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'Answer DONE of a handler.',
    body: 'Handlers answer with the word done in the new version. In C the constant belongs to the kernel’s notifier chains and stays.',
  },
});
