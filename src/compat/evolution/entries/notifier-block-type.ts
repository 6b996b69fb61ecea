import { evolution } from '../schema.js';

export const notifierBlock = evolution('NotifierBlock', {
  c: 'struct notifier_block',
  aliases: [],
  shared: true,
  counterpart: { kind: 'retyped', to: 'NotifierBlock', what: 'one argument, words for priority and answer' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'A handler.',
    body: 'The handler gets one notification and runs atomically. Its rank is a word: cpu before iommu before device before last.',
  },
});
