/** A 64-bit word as two u32 halves. */
export interface Word64 {
  readonly lo: number;
  readonly hi: number;
}

/** A field value: an integer below 2^53, or a 64-bit word. */
export type FieldValue = number | Word64;

const twoTo32 = 0x1_0000_0000;

/** Low half of a field value. */
export function lowHalf(value: FieldValue): number {
  return typeof value === 'number' ? value >>> 0 : value.lo >>> 0;
}

/** High half of a field value. */
export function highHalf(value: FieldValue): number {
  return typeof value === 'number' ? (value / twoTo32) >>> 0 : value.hi >>> 0;
}

/** The number that two halves make; exact below 2^53. */
export function joined(lo: number, hi: number): number {
  return (hi >>> 0) * twoTo32 + (lo >>> 0);
}

/** `0x` form of a field value, for messages. */
export function hex(value: FieldValue): string {
  const hi = highHalf(value);
  const lo = lowHalf(value).toString(16);
  return hi === 0 ? `0x${lo}` : `0x${hi.toString(16)}${lo.padStart(8, '0')}`;
}
