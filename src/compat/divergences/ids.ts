/** Names of the declared divergences; each has a file. */
export const divergenceIds = [
  'capacity-default',
  'capacity-refused',
  'dead-set-freed',
  'free-by-stranger',
  'free-of-unknown-id',
  'late-use',
  'lookup-wrong-kind',
  'quota-zero',
  'second-set-for-mm',
] as const;

export type DivergenceId = (typeof divergenceIds)[number];
