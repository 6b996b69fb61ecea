import { evolution } from '../schema.js';

export const ioasidAlloc = evolution('ioasidAlloc', {
  c: 'ioasid_alloc',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'ioasidAlloc', what: 'the range is one value and the id a Result' },
  behaviours: [
    {
      id: 'B14',
      group: 'came-along',
      text: 'the new id has one reference and is active; ALLOC is sent on the chain of its set',
      scenarios: ['alloc-event'],
    },
    {
      id: 'B15',
      group: 'token-typing',
      text: 'an mm as private data has its own call, so that it cannot be taken for the token of the set',
      scenarios: ['private-mm-not-token'],
    },
  ],
  hazards: [
    {
      kind: 'error-unchecked',
      when: 'INVALID_IOASID is not tested',
      consequence: 'an id that does not exist is programmed',
    },
    {
      kind: 'sentinel-compared',
      when: 'the result is compared with INVALID_IOASID',
      consequence: 'the comparison is never true of a Result',
    },
    {
      kind: 'error-test-wrong',
      when: 'the result is tested for being negative or zero',
      consequence: 'INVALID_IOASID passes',
    },
    {
      kind: 'reference-not-taken',
      when: 'the id is programmed without a reference',
      consequence: 'it is reused under the hardware',
    },
  ],
  codemod: {
    ts: {
      kind: 'by-type',
      on: 3,
      cases: {
        mm: {
          to: 'ioasidAllocMm',
          args: [{ from: 0 }, { from: 1, option: 'min' }, { from: 2, option: 'max' }, { from: 3 }],
          level: 'suggested',
        },
        null: {
          to: 'ioasidAlloc',
          args: [{ from: 0 }, { from: 1, option: 'min' }, { from: 2, option: 'max' }, { from: 3 }],
        },
        '*': {
          to: 'ioasidAlloc',
          args: [{ from: 0 }, { from: 1, option: 'min' }, { from: 2, option: 'max' }, { from: 3 }],
        },
      },
      otherwise: 'the private data has no type to look at',
    },
    c: { kind: 'keep' },
  },
  parity: { kind: 'equal', scenarios: ['guest-sva-normal', 'range-exhausted', 'quota-exhausted'] },
  doc: {
    summary: 'Allocates the lowest free id of a range.',
    body: 'Same ids in the same order in both versions. The sentinel became a Result that names the reason: a full quota and a full range no longer look alike. Two numbers side by side became a range.',
  },
});
