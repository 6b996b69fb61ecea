import { evolution } from '../schema.js';

export const ioasidNotifyCmd = evolution('IoasidNotifyCmd', {
  c: 'enum ioasid_notify_val',
  aliases: [],
  counterpart: { kind: 'renamed', to: 'IoasidEvent' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'rename', to: 'IoasidEvent' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'The events as a type.',
    body: 'Numbers became words.',
  },
});
