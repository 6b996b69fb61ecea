import { evolution } from '../schema.js';

export const ioasidUnbindEvent = evolution('IOASID_UNBIND', {
  c: 'IOASID_UNBIND',
  aliases: ['IOASID_NOTIFY_UNBIND'],
  counterpart: { kind: 'retyped', to: 'IoasidEvent', what: 'a word takes the place of the number' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'rename', to: "'unbind'" }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'Event UNBIND of the notifier chain.',
    body: 'The event is the word unbind in the new version. In C the August 2020 series keeps the name; later ones put NOTIFY into it.',
  },
});
