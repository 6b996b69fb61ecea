import { evolution } from '../schema.js';

export const ioasidAllocSet = evolution('ioasidAllocSet', {
  c: 'ioasid_alloc_set',
  aliases: ['ioasid_set_alloc'],
  counterpart: { kind: 'retyped', to: 'ioasidAllocSet', what: 'the token says what it is' },
  behaviours: [
    {
      id: 'B3',
      group: 'token-typing',
      text: 'an mm owns at most one set; the second is refused with EEXIST, where the token was never looked at',
      scenarios: ['two-sets-for-one-mm'],
    },
    {
      id: 'B4',
      group: 'token-typing',
      text: 'a set without token is of its own kind; no look-up finds it',
      scenarios: ['host-set-without-token', 'host-set-under-init-mm'],
    },
    {
      id: 'B5',
      group: 'token-typing',
      text: 'a token that is no mm needs a kind: any, or one that a driver declares',
      scenarios: ['token-any-repeats', 'own-kind-kfd'],
    },
    {
      id: 'B6',
      group: 'came-along',
      text: 'quota 0 is refused with EINVAL, where it made a set that can hold nothing',
      scenarios: ['quota-zero'],
    },
    {
      id: 'B7',
      group: 'came-along',
      text: 'the new set holds one reference, which its creator must put',
      scenarios: ['set-life-cycle'],
    },
  ],
  hazards: [
    {
      kind: 'token-kind-unstated',
      when: 'the static type of the token is neither an mm nor null',
      consequence: 'no program can tell which kind it is',
    },
    {
      kind: 'init-mm-token',
      when: 'the host set is made under init_mm',
      consequence: 'a kernel address space is taken for a user of PASIDs',
    },
    { kind: 'duplicate-token', when: 'two users create a set for one mm', consequence: 'the second gets EEXIST' },
    {
      kind: 'token-outlived',
      when: 'the token is kept beyond the life of what it points to',
      consequence: 'a later process inherits the set',
    },
    { kind: 'error-unchecked', when: 'isErr() is never asked', consequence: 'an error number is used as a set' },
    {
      kind: 'error-test-wrong',
      when: 'the result is tested like a null pointer',
      consequence: 'an encoded error is truthy and passes',
    },
    { kind: 'stale-set', when: 'the set is kept after it was freed', consequence: 'the pointer leads nowhere' },
  ],
  codemod: {
    ts: {
      kind: 'by-type',
      on: 0,
      cases: {
        mm: { to: 'ioasidAllocSet', args: [{ from: 0, wrap: 'mmToken' }, { from: 1 }] },
        null: { to: 'ioasidAllocSet', args: [{ write: 'noToken' }, { from: 1 }] },
      },
      otherwise: 'the token is neither an mm nor null: choose its kind (anyToken, or ownToken with a declared kind)',
    },
    c: {
      kind: 'by-type',
      on: 0,
      cases: {
        mm: { to: 'ioasid_alloc_set', args: [{ from: 0 }, { from: 1 }, { write: 'IOASID_SET_TYPE_MM' }] },
        null: { to: 'ioasid_alloc_set', args: [{ write: 'NULL' }, { from: 1 }, { write: 'IOASID_SET_TYPE_NULL' }] },
      },
      otherwise: 'the token is neither a struct mm_struct pointer nor NULL: a person must choose its type',
    },
  },
  parity: {
    kind: 'diverges',
    scenarios: ['two-sets-for-one-mm', 'host-set-without-token', 'quota-zero', 'set-life-cycle'],
    ids: ['second-set-for-mm', 'quota-zero'],
    because: 'the new version refuses the second set of an mm and a set of quota 0; neither has an effect on hardware',
  },
  doc: {
    summary: 'Creates a set of ids; its token got a type.',
    body: 'The old call stores any pointer. Whoever looks for the set of a process must assume that the pointer is an mm. The new call is told what the token is, so the question "is there a set for this mm" has an answer, a second set for one mm is an error at its creation, and a driver that owns its own kind of token can say so.',
  },
});
