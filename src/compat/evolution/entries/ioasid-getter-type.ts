import { evolution } from '../schema.js';

export const ioasidGetter = evolution('IoasidGetter', {
  c: 'bool (*getter)(void *)',
  aliases: [],
  shared: true,
  counterpart: { kind: 'removed', because: 'the type of the predicate stands in ioasidFind' },
  behaviours: [],
  hazards: [],
  codemod: {
    ts: { kind: 'manual', todo: 'write the type of the predicate: (priv: PrivateData | null) => boolean' },
    c: { kind: 'keep' },
  },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'The question that find asks about private data.',
    body: 'The predicate stays, without a name for its type.',
  },
});
