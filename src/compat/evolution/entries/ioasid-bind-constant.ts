import { evolution } from '../schema.js';

export const ioasidBindEvent = evolution('IOASID_BIND', {
  c: 'IOASID_BIND',
  aliases: ['IOASID_NOTIFY_BIND'],
  counterpart: { kind: 'retyped', to: 'IoasidEvent', what: 'a word takes the place of the number' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'rename', to: "'bind'" }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'Event BIND of the notifier chain.',
    body: 'The event is the word bind in the new version. In C the August 2020 series keeps the name; later ones put NOTIFY into it.',
  },
});
