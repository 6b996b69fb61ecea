import { evolution } from '../schema.js';

export const declareIoasidSet = evolution('declareIoasidSet', {
  c: 'DECLARE_IOASID_SET',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'ioasidAllocSet', what: 'a set is made at run time, can fail, and has a quota' },
  behaviours: [],
  hazards: [
    {
      kind: 'static-set',
      when: 'a set is declared statically',
      consequence: 'init order and failure have to be decided',
    },
  ],
  codemod: {
    ts: {
      kind: 'manual',
      todo: 'make the set in an init function and handle the refusal; every use of the static set moves with it',
    },
    c: {
      kind: 'manual',
      todo: 'make the set in an init function and handle the refusal; every use of the static set moves with it',
    },
  },
  parity: {
    kind: 'exempt',
    because:
      'sets of the base allocator have no counterpart with a quota; the base variant is held against its own recordings',
  },
  doc: {
    summary: 'A static set of the base allocator.',
    body: 'In the base allocator the address of a static object is the whole set. Later sets are made by a call, so somebody must make them before the first user comes and handle the refusal.',
  },
});
