import { evolution } from '../schema.js';

export const ioasidUnregisterAllocator = evolution('ioasidUnregisterAllocator', {
  c: 'ioasid_unregister_allocator',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'ioasidUnregisterAllocator', what: 'a refusal is a result, not a log line' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
  parity: { kind: 'equal', scenarios: ['guest-vcmd-allocator'] },
  doc: {
    summary: 'Takes a custom allocator away.',
    body: 'Ids of a group whose last member goes are orphaned: no later call finds them. Both versions warn.',
  },
});
