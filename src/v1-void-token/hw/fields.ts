/** Values into fields of 64-bit words that are two u32 halves, refused when they do not fit. */

/** A 64-bit value; a plain number below 2^53 will do as well. */
export interface Word64 {
  readonly lo: number;
  readonly hi: number;
}
export type FieldValue = number | Word64;

export const lowHalf = (value: FieldValue): number => (typeof value === 'number' ? value >>> 0 : value.lo >>> 0);
export const highHalf = (value: FieldValue): number =>
  typeof value === 'number' ? Math.floor(value / 0x1_0000_0000) >>> 0 : value.hi >>> 0;

/** Throws RangeError unless `value` is a whole number of at most `width` bits. */
export function mustFit(field: string, value: FieldValue, width: number): void {
  const [lo, hi] = [lowHalf(value), highHalf(value)];
  const whole = typeof value !== 'number' || (Number.isSafeInteger(value) && value >= 0);
  const fits = width >= 64 || (width >= 32 ? hi >>> 0 < 2 ** (width - 32) : hi === 0 && lo < 2 ** width);
  if (!whole || !fits) throw new RangeError(`${field} ${show(value)} does not fit ${width} bits`);
}

function show(value: FieldValue): string {
  if (typeof value === 'number') return String(value);
  const [lo, hi] = [(value.lo >>> 0).toString(16), (value.hi >>> 0).toString(16)];
  return value.hi === 0 ? `0x${lo}` : `0x${hi}${lo.padStart(8, '0')}`;
}

/** Puts a value at bit `shift` of the entry that `words` is (u32 words, lowest first). */
export function put(words: Uint32Array, field: string, value: FieldValue, shift: number, width: number): void {
  mustFit(field, value, width);
  const [lo, hi] = [lowHalf(value), highHalf(value)];
  const [word, bit] = [shift >>> 5, shift & 31];
  words[word]! |= lo << bit;
  if (bit === 0) {
    if (width > 32) words[word + 1]! |= hi;
    return;
  }
  if (bit + width > 32) words[word + 1]! |= (lo >>> (32 - bit)) | (hi << bit);
  if (bit + width > 64) words[word + 2]! |= hi >>> (32 - bit);
}

/** Puts an address whose low `shift` bits are 0 in place: bits `shift`..`top` of the word at `base` keep their position. */
export function putAddress(
  words: Uint32Array,
  field: string,
  value: FieldValue,
  base: number,
  shift: number,
  top: number,
): void {
  mustFit(field, value, top + 1);
  const mask = shift >= 32 ? 0xffff_ffff : 2 ** shift - 1;
  if ((lowHalf(value) & mask) !== 0) throw new RangeError(`${field} ${show(value)} is not aligned to ${2 ** shift}`);
  words[base >>> 5]! |= lowHalf(value);
  words[(base >>> 5) + 1]! |= highHalf(value);
}

/** A field of at most 32 bits. */
export function get(words: Uint32Array, shift: number, width: number): number {
  const [word, bit] = [shift >>> 5, shift & 31];
  let value = words[word]! >>> bit;
  if (bit + width > 32) value |= words[word + 1]! << (32 - bit);
  return width === 32 ? value >>> 0 : (value & (2 ** width - 1)) >>> 0;
}
