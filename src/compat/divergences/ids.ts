/** Names of the declared divergences; each has a file. */
export const divergenceIds = [
  'capacity-default',
  'capacity-refused',
  'free-by-stranger',
  'free-of-unknown-id',
  'lookup-wrong-kind',
  'quota-zero',
  'second-set-for-mm',
] as const;

export type DivergenceId = (typeof divergenceIds)[number];
