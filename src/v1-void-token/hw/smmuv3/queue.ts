/** Pointers of SMMU queues: index, wrap bit above it, overflow flag in bit 31 (reference hardware 2.2). */

const Q_OVF = 0x8000_0000;

export const queueIndex = (pointer: number, log2size: number): number => pointer & (2 ** log2size - 1);
export const queueWrap = (pointer: number, log2size: number): number => (pointer >>> log2size) & 1;

/** C: `queue_inc_prod_n`, `queue_inc_cons`: {wrap, index} grows by `n`, the overflow flag stays. */
export function queueInc(pointer: number, log2size: number, n = 1): number {
  const both = 2 ** (log2size + 1) - 1;
  return (((pointer & Q_OVF) | (((pointer & both) + n) & both)) >>> 0) >>> 0;
}

/** C: `queue_empty`. */
export function queueEmpty(prod: number, cons: number, log2size: number): boolean {
  const both = 2 ** (log2size + 1) - 1;
  return (prod & both) === (cons & both);
}

/** C: `queue_full`. */
export function queueFull(prod: number, cons: number, log2size: number): boolean {
  const [p, c] = [queueIndex(prod, log2size), queueIndex(cons, log2size)];
  return p === c && queueWrap(prod, log2size) !== queueWrap(cons, log2size);
}

/** C: `queue_has_space`: at least `n` entries are free. */
export function queueHasSpace(prod: number, cons: number, log2size: number, n: number): boolean {
  const [p, c] = [queueIndex(prod, log2size), queueIndex(cons, log2size)];
  const sameLap = queueWrap(prod, log2size) === queueWrap(cons, log2size);
  return (sameLap ? 2 ** log2size - (p - c) : c - p) >= n;
}

/** C: `queue_consumed`: the consumer has passed an entry. */
export function queueConsumed(cons: number, entry: number, log2size: number): boolean {
  const [c, e] = [queueIndex(cons, log2size), queueIndex(entry, log2size)];
  return queueWrap(cons, log2size) === queueWrap(entry, log2size) ? c > e : c <= e;
}
