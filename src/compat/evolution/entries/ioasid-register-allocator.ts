import { evolution } from '../schema.js';

export const ioasidRegisterAllocator = evolution('ioasidRegisterAllocator', {
  c: 'ioasid_register_allocator',
  aliases: [],
  counterpart: {
    kind: 'retyped',
    to: 'ioasidRegisterAllocator',
    what: 'the allocator’s data has a type, a Result takes the place of the errno',
  },
  behaviours: [],
  hazards: [
    { kind: 'error-unchecked', when: 'the result is dropped', consequence: 'ids come from the wrong allocator' },
    {
      kind: 'token-data-confused',
      when: 'the allocator’s data is taken for private data of an id',
      consequence: 'two owners of one pointer',
    },
  ],
  codemod: {
    ts: { kind: 'keep' },
    c: { kind: 'keep' },
  },
  parity: { kind: 'equal', scenarios: ['guest-vcmd-allocator'] },
  doc: {
    summary: 'Puts a custom allocator under the ids.',
    body: 'A guest asks its hypervisor for PASIDs through a virtual command register; the driver registers that as an allocator. Behaviour is that of the base allocator in both versions.',
  },
});
