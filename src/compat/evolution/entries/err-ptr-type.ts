import { evolution } from '../schema.js';

export const errPtr = evolution('ErrPtr', {
  c: 'ERR_PTR',
  aliases: [],
  shared: true,
  counterpart: { kind: 'retyped', to: 'Result', what: 'a refusal cannot be taken for the thing' },
  behaviours: [],
  hazards: [],
  codemod: { ts: { kind: 'manual', todo: 'take a Result' }, c: { kind: 'keep' } },
  parity: { kind: 'exempt', because: 'a name, not a call; its use is covered by the calls' },
  doc: {
    summary: 'A pointer that encodes an error.',
    body: 'It is truthy and no null, which is how it gets past a careless test. A Result has to be opened first.',
  },
});
