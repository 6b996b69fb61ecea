import { nodeMask, nodeShift, nodeSlots } from './index-nodes.js';

/** First of 64 slots from `from` on whose mark is clear, in two words; 64 when there is none. */
export function lowestClear(low: number, high: number, from: number): number {
  if (from < 32) {
    const clear = ~low & (-1 << from);
    if (clear !== 0) return 31 - Math.clz32(clear & -clear);
    return high === -1 ? nodeSlots : 63 - Math.clz32(~high & (high + 1));
  }
  const clear = ~high & (-1 << (from - 32));
  return clear === 0 ? nodeSlots : 63 - Math.clz32(clear & -clear);
}

/**
 * The u32 `bound` with its slot at bit `shift` moved up to `slot`; when that moves it, the bits below start from 0.
 * Negative when the result would not fit 32 bits.
 */
export function placeSlot(bound: number, shift: number, slot: number): number {
  if (((bound >>> shift) & nodeMask) === slot) return bound;
  if (shift === 30 && slot > 3) return -1;
  const above = shift === 30 ? 0 : (bound >>> (shift + nodeShift)) << (shift + nodeShift);
  return (above | (slot << shift)) >>> 0;
}
