import { evolution } from '../schema.js';

export const ioasidFindSetByToken = evolution('ioasidFindSetByToken', {
  c: 'ioasid_find_set_by_token',
  aliases: [],
  counterpart: { kind: 'split', to: ['ioasidFindMmSet', 'ioasidFindSetByToken'], by: 'the kind of the token' },
  behaviours: [
    {
      id: 'B12',
      group: 'token-typing',
      text: 'a look-up compares the kind of the token and its identity; an equal pointer of another kind is not found',
      scenarios: ['lookup-by-mm', 'lookup-by-wrong-kind'],
    },
    {
      id: 'B13',
      group: 'came-along',
      text: 'the look-up takes a reference on the set for the caller',
      scenarios: ['lookup-by-mm'],
    },
  ],
  hazards: [
    { kind: 'mm-assumed', when: 'the caller takes the token for its mm', consequence: 'a set of a stranger is found' },
    {
      kind: 'lookup-reference-leaked',
      when: 'the set is not put after the look-up',
      consequence: 'the set never dies',
    },
    { kind: 'error-unchecked', when: 'null is not tested', consequence: 'there is no set to use' },
  ],
  codemod: {
    ts: {
      kind: 'by-type',
      on: 0,
      cases: { mm: { to: 'ioasidFindMmSet', args: [{ from: 0 }], level: 'suggested' } },
      otherwise: 'the token is no mm: look up by its declared kind with ioasidFindSetByToken(kind, token)',
    },
    c: {
      kind: 'by-type',
      on: 0,
      cases: { mm: { to: 'ioasid_find_mm_set', args: [{ from: 0 }], level: 'suggested' } },
      otherwise: 'the token is no struct mm_struct pointer: no published version looks it up',
    },
  },
  parity: {
    kind: 'diverges',
    scenarios: ['lookup-by-mm', 'lookup-by-wrong-kind'],
    ids: ['lookup-wrong-kind'],
    because: 'the old look-up finds a set whose token is an equal pointer of another kind; the new one does not',
  },
  doc: {
    summary: 'Finds a set by its token.',
    body: 'This is the call that the change is about. With untyped tokens it can only compare pointers, and KVM and a mediated device must hope that the creator used the mm. The typed look-up says what it looks for, and holds what it finds.',
  },
});
