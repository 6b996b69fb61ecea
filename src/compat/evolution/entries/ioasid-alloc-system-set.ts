import { evolution } from '../schema.js';

export const ioasidAllocSystemSet = evolution('ioasidAllocSystemSet', {
  c: 'ioasid_alloc_system_set',
  aliases: [],
  counterpart: { kind: 'retyped', to: 'ioasidAllocSet', what: 'the host set is a set without token' },
  behaviours: [
    {
      id: 'B8',
      group: 'token-typing',
      text: 'the host set has no token at all, where it had one of the core’s own',
      scenarios: ['host-set-without-token'],
    },
  ],
  hazards: [
    {
      kind: 'error-unchecked',
      when: 'isErr() is never asked',
      consequence: 'host PASIDs are allocated from an error number',
    },
    {
      kind: 'error-test-wrong',
      when: 'the result is tested like a null pointer',
      consequence: 'an encoded error passes',
    },
  ],
  codemod: {
    ts: { kind: 'reshape', to: 'ioasidAllocSet', args: [{ write: 'noToken' }, { from: 0 }] },
    c: {
      kind: 'reshape',
      to: 'ioasid_alloc_set',
      args: [{ write: 'NULL' }, { from: 0 }, { write: 'IOASID_SET_TYPE_NULL' }],
    },
  },
  parity: { kind: 'equal', scenarios: ['host-set-without-token'] },
  doc: {
    summary: 'Creates the host’s own set.',
    body: 'The helper of one driver became a plain case of the general call: a set that nobody looks up needs no token, so it has kind none. Whether a second host set may exist is the caller’s business in both versions.',
  },
});
