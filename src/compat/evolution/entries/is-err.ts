import { evolution } from '../schema.js';

export const isErrEntry = evolution('isErr', {
  c: 'IS_ERR',
  aliases: [],
  shared: true,
  counterpart: { kind: 'removed', because: 'a Result is asked with .ok' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'manual', todo: 'ask .ok' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'True for an encoded error.',
    body: 'The question became a field of every answer.',
  },
});
