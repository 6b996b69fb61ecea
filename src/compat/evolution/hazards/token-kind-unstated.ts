import type { HazardSpec } from '../../pair-model.js';

export const tokenKindUnstated = {
  kind: 'token-kind-unstated',
  rule: 'argument-type',
  with: { what: 'token', except: ['mm'], literals: 'skip' },
  group: 'token-typing',
  level: 'error',
  certainty: 'needs-human',
  title: 'the kind of a token cannot be told',
  message: 'the token is neither an mm nor null: its kind has to be chosen',
  why: 'The new call wants to know what the token is. An mm and no token are recognised by their type; a driver’s own object needs a declared kind, or the kind any if nobody looks the set up.',
  bad: { ts: 'const set = v1.ioasidAllocSet(process, 16);', c: 'set = ioasid_alloc_set(process, 16);' },
  good: {
    ts: `const kfdProcess = declareTokenKind<KfdProcess>('kfd');
const set = v2.ioasidAllocSet(ownToken(kfdProcess, process), 16);`,
  },
} as const satisfies HazardSpec;
