import { evolution } from '../schema.js';

export const ioasidFreeSet = evolution('ioasidFreeSet', {
  c: 'ioasid_free_set',
  aliases: [],
  counterpart: {
    kind: 'split',
    to: ['ioasidSetPut', 'ioasidSetForEachIoasid'],
    by: 'destroying puts the set, emptying walks it',
  },
  behaviours: [
    {
      id: 'B9',
      group: 'came-along',
      text: 'the last put frees the members; those that others hold stay free-pending and keep the set and its quota',
      scenarios: ['set-put-with-held-ids'],
    },
  ],
  hazards: [
    { kind: 'stale-set', when: 'the set is used after destroy', consequence: 'the call names a set that is gone' },
  ],
  codemod: {
    ts: {
      kind: 'by-literal',
      on: 1,
      cases: { true: { to: 'ioasidSetPut', args: [{ from: 0 }] } },
      otherwise: 'emptying a set without destroying it: walk it with ioasidSetForEachIoasid and free each id',
    },
    c: {
      kind: 'by-literal',
      on: 1,
      cases: { true: { to: 'ioasid_set_put', args: [{ from: 0 }] } },
      otherwise: 'emptying a set without destroying it: walk it with ioasid_set_for_each_ioasid() and free each id',
    },
  },
  parity: {
    kind: 'diverges',
    scenarios: ['set-life-cycle', 'guest-sva-teardown-all', 'set-freed-twice'],
    ids: ['dead-set-freed'],
    because: 'The old call says nothing of a set that is gone; the new one refuses it.',
  },
  doc: {
    summary: 'Frees every id of a set, and with destroy the set.',
    body: 'One call with a flag became two verbs. Destroying is dropping the creator’s reference. An id that is still programmed somewhere survives until its user puts it, and so does the set that it points to.',
  },
});
