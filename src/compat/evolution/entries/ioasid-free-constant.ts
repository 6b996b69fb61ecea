import { evolution } from '../schema.js';

export const ioasidFreeEvent = evolution('IOASID_FREE', {
  c: 'IOASID_FREE',
  aliases: ['IOASID_NOTIFY_FREE'],
  counterpart: { kind: 'retyped', to: 'IoasidEvent', what: 'a word takes the place of the number' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'rename', to: "'free'" }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'Event FREE of the notifier chain.',
    body: 'The event is the word free in the new version. In C the August 2020 series keeps the name; later ones put NOTIFY into it.',
  },
});
