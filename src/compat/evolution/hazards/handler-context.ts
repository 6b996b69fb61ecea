import type { HazardSpec } from '../../pair-model.js';

export const handlerContext = {
  kind: 'handler-context',
  rule: 'forbidden-context',
  with: {},
  group: 'came-along',
  level: 'error',
  certainty: 'likely',
  title: 'a handler sleeps or calls the allocator',
  message: 'the handler runs atomically in the new version: this may sleep, or locks again what is locked',
  why: 'Old handlers run under a mutex and may wait. New ones run with the allocator’s spinlock held: only ioasidFind, ioasidGetLocked and ioasidPutLocked are legal, everything else goes to a queue.',
  bad: {
    ts: `const nb: NotifierBlock = { priority: 0, notifierCall: (cmd, args) => { v1.ioasidFree(args.id); return NOTIFY_OK; } };
v1.ioasidAddNotifier(nb);`,
  },
  good: {
    ts: `const nb: NotifierBlock = { priority: 'device', notifierCall: (event) => { queue.push(event.id); return 'ok'; } };
const added = v2.ioasidRegisterNotifier(null, nb);`,
  },
} as const satisfies HazardSpec;
