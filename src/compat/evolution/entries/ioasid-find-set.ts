import { evolution } from '../schema.js';

export const ioasidFindSet = evolution('ioasidFindSet', {
  c: 'ioasid_find_set',
  aliases: ['ioasid_find_sid'],
  counterpart: {
    kind: 'removed',
    because:
      'the set of an id was asked for in order to check an owner; ioasidGetIfOwned asks that question and holds the id',
  },
  behaviours: [
    {
      id: 'B11',
      group: 'came-along',
      text: 'ownership of an id is asked together with a reference to it, not by way of its set',
      scenarios: ['owner-asked'],
    },
  ],
  hazards: [
    { kind: 'error-unchecked', when: 'isErr() is never asked', consequence: 'an error number is used as a set' },
    {
      kind: 'error-test-wrong',
      when: 'the result is tested like a null pointer',
      consequence: 'an encoded error passes',
    },
    {
      kind: 'stale-set',
      when: 'the set is kept without a reference',
      consequence: 'it may be freed behind the pointer',
    },
  ],
  codemod: {
    ts: {
      kind: 'manual',
      todo: 'to check an owner call ioasidGetIfOwned(mm, id) and ioasidPut() afterwards; to name a set, keep it where the id is kept',
    },
    c: {
      kind: 'manual',
      todo: 'to check an owner call ioasid_get_if_owned() and ioasid_put() afterwards; to name a set, keep it where the id is kept',
    },
  },
  parity: { kind: 'equal', scenarios: ['owner-asked'] },
  doc: {
    summary: 'Finds the set of an id.',
    body: 'The answer is a set that may be gone by the time it is used. No new call gives it; the reason for asking, an ownership check, has a call that cannot be raced.',
  },
});
