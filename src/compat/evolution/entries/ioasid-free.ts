import { evolution } from '../schema.js';

export const ioasidFree = evolution('ioasidFree', {
  c: 'ioasid_free',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'ioasidFree', what: 'the owning set is named' },
  behaviours: [
    {
      id: 'B16',
      group: 'came-along',
      text: 'an id is freed by its own set only; a stranger gets EACCES, where ownership was not checked',
      scenarios: ['free-by-a-stranger'],
    },
    {
      id: 'B17',
      group: 'came-along',
      text: 'an id that others hold stays free-pending until the last put, where it was reusable at once',
      scenarios: ['free-while-bound'],
    },
    {
      id: 'B18',
      group: 'came-along',
      text: 'a second free changes nothing and sends nothing',
      scenarios: ['free-twice'],
    },
  ],
  hazards: [
    { kind: 'owner-unchecked', when: 'the id comes from a user', consequence: 'anybody frees anybody’s PASID' },
    { kind: 'range-freed', when: 'a numeric range is freed in a loop', consequence: 'ids of other sets go with it' },
    {
      kind: 'detach-order',
      when: 'the id is freed before it is unbound',
      consequence: 'the hardware keeps an id that is given out again',
    },
  ],
  codemod: {
    ts: { kind: 'reshape', to: 'ioasidFree', args: [{ ask: 'which set owns the id?', infer: 'set' }, { from: 0 }] },
    c: { kind: 'reshape', to: 'ioasid_free', args: [{ ask: 'which set owns the id?', infer: 'set' }, { from: 0 }] },
  },
  parity: {
    kind: 'diverges',
    scenarios: ['guest-sva-normal', 'free-by-a-stranger', 'free-while-bound', 'free-twice', 'unbind-of-pending-id'],
    ids: ['free-by-stranger', 'free-of-unknown-id', 'late-use'],
    because: 'the old call answers nothing, whoever asks; a bound id is torn down the same way in both',
  },
  doc: {
    summary: 'Gives an id back.',
    body: 'The old call removes the id at once, whoever asks and whoever still uses it. The new call takes the set as proof of ownership, drops the allocator’s own reference, and tells whether the id is gone or waits for its users.',
  },
});
