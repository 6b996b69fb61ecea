import { evolution } from '../schema.js';

export const ioasidAdjustSet = evolution('ioasidAdjustSet', {
  c: 'ioasid_adjust_set',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'ioasidAdjustSet', what: 'a Result takes the place of the negative errno' },
  behaviours: [
    {
      id: 'B10',
      group: 'came-along',
      text: 'a quota below 1 is refused with EINVAL, and so is a dead set',
      scenarios: ['adjust-quota'],
    },
  ],
  hazards: [
    { kind: 'error-unchecked', when: 'the result is dropped', consequence: 'the old quota stays and nobody knows' },
    { kind: 'stale-set', when: 'the set is gone', consequence: 'EINVAL' },
  ],
  codemod: { ts: { kind: 'keep' }, c: { kind: 'keep' } },
  parity: { kind: 'equal', scenarios: ['adjust-quota'] },
  doc: {
    summary: 'Changes the quota of a set.',
    body: 'Both versions, as decided here, test the growth against what is left. The posted code tests the new quota itself, so that shrinking a large set fails; the profile as-posted shows it.',
  },
});
