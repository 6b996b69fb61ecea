// Reference 2.2: a pointer is {wrap, index} in log2size + 1 bits, with the overflow flag in bit 31 of event and PRI
// queues.

const overflowFlag = 0x8000_0000;

const wrapMask = (log2size: number): number => 2 ** (log2size + 1) - 1;
const indexMask = (log2size: number): number => 2 ** log2size - 1;

/** Slot that a pointer names. */
export function indexOf(pointer: number, log2size: number): number {
  return (pointer & indexMask(log2size)) >>> 0;
}

/** Index and wrap bit of a pointer, without the overflow flag. */
export function positionOf(pointer: number, log2size: number): number {
  return (pointer & wrapMask(log2size)) >>> 0;
}

/** The pointer `by` entries further; the overflow flag is kept. */
export function advanced(pointer: number, log2size: number, by = 1): number {
  const position = (positionOf(pointer, log2size) + by) % 2 ** (log2size + 1);
  return ((pointer & overflowFlag) | position) >>> 0;
}

/** Entries between consumer and producer, 0 to 2^log2size. */
export function filled(producer: number, consumer: number, log2size: number): number {
  return (positionOf(producer, log2size) - positionOf(consumer, log2size)) & wrapMask(log2size);
}

export function isEmpty(producer: number, consumer: number, log2size: number): boolean {
  return positionOf(producer, log2size) === positionOf(consumer, log2size);
}

/** Index equal, wrap different. */
export function isFull(producer: number, consumer: number, log2size: number): boolean {
  return (positionOf(producer, log2size) ^ positionOf(consumer, log2size)) === 2 ** log2size;
}

/** Whether at least `n` entries are free. */
export function hasSpace(producer: number, consumer: number, log2size: number, n: number): boolean {
  const index = indexOf(producer, log2size) - indexOf(consumer, log2size);
  const sameWrap = ((producer ^ consumer) & (2 ** log2size)) === 0;
  return (sameWrap ? 2 ** log2size - index : -index) >= n;
}

/** Whether the consumer has passed `entry`: it is 1 to 2^log2size entries beyond it. */
export function isConsumed(consumer: number, entry: number, log2size: number): boolean {
  const beyond = filled(consumer, entry, log2size);
  return beyond >= 1 && beyond <= 2 ** log2size;
}
