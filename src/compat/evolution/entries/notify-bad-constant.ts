import { evolution } from '../schema.js';

export const notifyBad = evolution('NOTIFY_BAD', {
  c: 'NOTIFY_BAD',
  aliases: [],
  shared: true,
  counterpart: { kind: 'retyped', to: 'NotifierAnswer', what: 'a word takes the place of the number' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'rename', to: "'bad'" }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'Answer BAD of a handler.',
    body: 'Handlers answer with the word bad in the new version. In C the constant belongs to the kernel’s notifier chains and stays.',
  },
});
