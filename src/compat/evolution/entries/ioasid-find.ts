import { evolution } from '../schema.js';

export const ioasidFind = evolution('ioasidFind', {
  c: 'ioasid_find',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'ioasidFind', what: 'value, null and error are three answers of one Result' },
  behaviours: [],
  hazards: [
    {
      kind: 'token-data-confused',
      when: 'the result is taken for the token of the set',
      consequence: 'private data is used as an mm',
    },
    { kind: 'error-unchecked', when: 'isErr() is never asked', consequence: 'an error number is used as private data' },
    { kind: 'error-test-wrong', when: 'only null is tested', consequence: 'an encoded error passes' },
    {
      kind: 'owner-unchecked',
      when: 'the set is null and the id comes from a user',
      consequence: 'any id is accepted',
    },
  ],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
  parity: { kind: 'equal', scenarios: ['find-and-ownership'] },
  doc: {
    summary: 'Private data of an id.',
    body: 'Private data belongs to the id, the token belongs to the set; the thread that started the change mixed the two up for a moment. In the new version they have different types. No reference is taken in either version.',
  },
});
