import { evolution } from '../schema.js';

export const ioasidAllocatorOps = evolution('IoasidAllocatorOps', {
  c: 'struct ioasid_allocator_ops',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'IoasidAllocatorOps', what: 'a range in, null for none, data of its own type' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'A custom allocator.',
    body: 'Its data is neither a token nor private data of an id, and now its type says so.',
  },
});
