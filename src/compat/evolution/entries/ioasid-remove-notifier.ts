import { evolution } from '../schema.js';

export const ioasidRemoveNotifier = evolution('ioasidRemoveNotifier', {
  c: 'ioasid_remove_notifier',
  aliases: [],
  counterpart: {
    kind: 'split',
    to: ['ioasidUnregisterNotifier', 'ioasidUnregisterNotifierMm'],
    by: 'how it was registered',
  },
  behaviours: [],
  hazards: [],
  codemod: {
    ts: { kind: 'reshape', to: 'ioasidUnregisterNotifier', args: [{ write: 'null' }, { from: 0 }], level: 'suggested' },
    c: {
      kind: 'reshape',
      to: 'ioasid_unregister_notifier',
      args: [{ write: 'NULL' }, { from: 0 }],
      level: 'suggested',
    },
  },
  parity: { kind: 'equal', scenarios: ['guest-sva-normal'] },
  doc: {
    summary: 'Takes a handler off the chain.',
    body: 'The counterpart follows the registration: a handler that was registered by mm is unregistered by mm.',
  },
});
