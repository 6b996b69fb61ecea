/** Kinds of hazards, H1 to H12 of reference 4 and what belongs to them; each has one entry in `hazards/`. */
export const hazardKinds = [
  'mm-assumed',
  'token-kind-unstated',
  'token-data-confused',
  'init-mm-token',
  'lookup-reference-leaked',
  'reference-not-taken',
  'duplicate-token',
  'owner-unchecked',
  'range-freed',
  'token-outlived',
  'error-unchecked',
  'error-test-wrong',
  'sentinel-compared',
  'held-taken-for-error',
  'handler-context',
  'stale-set',
  'detach-order',
  'static-set',
] as const;

export type HazardKind = (typeof hazardKinds)[number];
