import type { HazardSpec } from '../../pair-model.js';

export const heldTakenForError = {
  kind: 'held-taken-for-error',
  rule: 'outcome-as-error',
  with: { symbols: ['ioasidPut', 'ioasidPutLocked', 'ioasidSetPut', 'ioasid_put'], values: ['held', 'false'] },
  group: 'came-along',
  level: 'error',
  certainty: 'likely',
  title: 'a put that leaves others is taken for an error',
  message: 'held means that others still use the id; it is no error',
  why: 'A put tells whether it was the last. That others still hold the id is the normal case.',
  bad: {
    ts: `const put = v2.ioasidPut(set, id);
if (put.ok && put.value === 'held') throw new Error('put failed');`,
  },
  good: {
    ts: `const put = v2.ioasidPut(set, id);
if (put.ok && put.value === 'reclaimed') forget(id);`,
  },
} as const satisfies HazardSpec;
