import type { HazardSpec } from '../../pair-model.js';

export const initMmToken = {
  kind: 'init-mm-token',
  rule: 'argument-value',
  with: { what: 'token', values: ['initMm', 'init_mm', '&init_mm'] },
  group: 'token-typing',
  level: 'warning',
  certainty: 'certain',
  title: 'the host set is made under init_mm',
  message: 'init_mm is no owner: the host set needs no token',
  why: 'The kernel’s own address space as a token makes the host look like one more process. A set without token says what is meant, and no look-up by mm can find it.',
  bad: { ts: 'const host = v1.ioasidAllocSet(initMm, 32768);', c: 'host = ioasid_alloc_set(&init_mm, 32768);' },
  good: {
    ts: 'const host = v2.ioasidAllocSet(noToken, 32768);',
    c: 'host = ioasid_alloc_set(NULL, 32768, IOASID_SET_TYPE_NULL);',
  },
} as const satisfies HazardSpec;
