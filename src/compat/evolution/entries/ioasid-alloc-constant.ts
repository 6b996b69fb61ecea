import { evolution } from '../schema.js';

export const ioasidAllocEvent = evolution('IOASID_ALLOC', {
  c: 'IOASID_ALLOC',
  aliases: ['IOASID_NOTIFY_ALLOC'],
  counterpart: { kind: 'retyped', to: 'IoasidEvent', what: 'a word takes the place of the number' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'rename', to: "'alloc'" }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'Event ALLOC of the notifier chain.',
    body: 'The event is the word alloc in the new version. In C the August 2020 series keeps the name; later ones put NOTIFY into it.',
  },
});
