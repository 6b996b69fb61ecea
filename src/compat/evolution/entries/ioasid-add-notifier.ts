import { evolution } from '../schema.js';

export const ioasidAddNotifier = evolution('ioasidAddNotifier', {
  c: 'ioasid_add_notifier',
  aliases: [],
  counterpart: {
    kind: 'split',
    to: ['ioasidRegisterNotifier', 'ioasidRegisterNotifierMm'],
    by: 'whose events are wanted: all, those of one set, or those of a process whose set may not exist yet',
  },
  behaviours: [
    {
      id: 'B20',
      group: 'token-typing',
      text: 'a handler can be registered by mm before the set of that mm exists',
      scenarios: ['kvm-registers-first', 'kvm-registers-late'],
    },
    {
      id: 'B21',
      group: 'came-along',
      text: 'handlers run with the allocator locked and must not sleep; only get and put (locked) and find are allowed',
      scenarios: ['handler-calls-back'],
    },
  ],
  hazards: [
    {
      kind: 'handler-context',
      when: 'the handler sleeps or calls the allocator',
      consequence: 'a deadlock, or a sleep under a spinlock',
    },
    {
      kind: 'mm-assumed',
      when: 'the handler compares the token of a global event with its mm',
      consequence: 'the assumption that the change removes',
    },
  ],
  codemod: {
    ts: { kind: 'reshape', to: 'ioasidRegisterNotifier', args: [{ write: 'null' }, { from: 0 }], level: 'suggested' },
    c: { kind: 'reshape', to: 'ioasid_register_notifier', args: [{ write: 'NULL' }, { from: 0 }], level: 'suggested' },
  },
  parity: { kind: 'equal', scenarios: ['guest-sva-normal', 'kvm-registers-first'] },
  doc: {
    summary: 'Registers a handler of events.',
    body: 'One global, blocking chain became chains per set and a global one, all atomic. A user that cares for one process registers by mm and need not look at the token of strangers’ events.',
  },
});
