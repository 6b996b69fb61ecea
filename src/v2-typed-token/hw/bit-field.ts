import { hex, highHalf, joined, lowHalf, type FieldValue } from './word64.js';

/** A run of bits, counted over the whole structure (bit 64 = bit 0 of the second 64-bit word). */
export interface BitRun {
  readonly low: number;
  readonly width: number;
}

interface FieldRules {
  /** Low bits that the value must have clear because they are not stored: 12 for page addresses. */
  readonly shift?: number;
  /** A value that never varies, such as a type number. */
  readonly fixed?: number;
}

/** Where a field stands: one run of bits, or several, the lowest part of the value first. */
export type FieldSpec = (BitRun | { readonly parts: readonly BitRun[] }) & FieldRules;

const twoTo32 = 0x1_0000_0000;
/** High half of the largest exact integer. */
const highestExact = 0x1f_ffff;

interface Part {
  /** 64-bit word and place in it. */
  readonly qword: number;
  readonly place: number;
  readonly width: number;
  /** First bit of the value that goes here. */
  readonly from: number;
}

/** One field of a structure, resolved to words and shifts. */
export class BitField {
  readonly name: string;
  readonly width: number;
  readonly shift: number;
  readonly fixed: number | undefined;
  readonly #parts: readonly Part[];
  // A field in one 32-bit word: its word, its place, the largest value, the bits of the others. Word -1: any other
  // field.
  readonly #word: number = -1;
  readonly #place: number = 0;
  readonly #largest: number = 0;
  readonly #others: number = 0;
  // An address that stands in place: its 64-bit word and its bits there. Word -1: any other field.
  readonly #inPlace: number = -1;
  readonly #low: number = 0;
  readonly #high: number = 0;

  constructor(name: string, spec: FieldSpec, qwords: number) {
    const runs = 'parts' in spec ? spec.parts : [spec];
    this.name = name;
    this.shift = spec.shift ?? 0;
    this.fixed = spec.fixed;
    const parts: Part[] = [];
    let from = this.shift;
    for (const { low, width } of runs) {
      const place = low % 64;
      if (place + width > 64 || low + width > 64 * qwords)
        throw new RangeError(`${name}: bits ${low}+${width} cross a word`);
      parts.push({ qword: Math.floor(low / 64), place, width, from });
      from += width;
    }
    this.#parts = parts;
    this.width = from - this.shift;
    const [only] = parts;
    if (parts.length > 1 || only === undefined) return;
    const place = only.place % 32;
    if (this.shift === 0 && place + only.width <= 32) {
      this.#word = 2 * only.qword + (only.place - place) / 32;
      this.#place = place;
      this.#largest = 2 ** only.width - 1;
      this.#others = ~(maskLow(only.width) << place);
    } else if (only.place === this.shift) {
      this.#inPlace = 2 * only.qword;
      this.#low = leftLow(maskLow(only.width), only.place);
      this.#high = leftHigh(maskLow(only.width), maskHigh(only.width), only.place);
    }
  }

  /** The 64-bit word that a field in one piece lives in. */
  get qword(): number {
    return (this.#parts[0] as Part).qword;
  }

  /** Stores a value into the words of a structure that starts at u32 index `at`; other bits stay. */
  put(words: Uint32Array, at: number, value: FieldValue): void {
    if (this.#word >= 0 && typeof value === 'number' && value >>> 0 === value && value <= this.#largest) {
      const word = at + this.#word;
      words[word] = ((words[word] as number) & this.#others) | (value << this.#place);
      return;
    }
    if (this.#inPlace >= 0 && typeof value === 'number' && this.#putInPlace(words, at + this.#inPlace, value)) return;
    this.#putParts(words, at, value);
  }

  /** False, with nothing stored, when the value does not fit. */
  #putInPlace(words: Uint32Array, word: number, value: number): boolean {
    const lo = value >>> 0;
    const hi = Math.floor(value / twoTo32);
    if (hi * twoTo32 + lo !== value || hi > highestExact || (lo & ~this.#low) !== 0 || (hi & ~this.#high) !== 0)
      return false;
    words[word] = ((words[word] as number) & ~this.#low) | lo;
    words[word + 1] = ((words[word + 1] as number) & ~this.#high) | hi;
    return true;
  }

  #putParts(words: Uint32Array, at: number, value: FieldValue): void {
    const lo = lowHalf(value);
    const hi = highHalf(value);
    this.#check(lo, hi, value);
    for (const part of this.#parts) {
      const word = at + 2 * part.qword;
      const { place, width } = part;
      const bitsLow = rightLow(lo, hi, part.from) & maskLow(width);
      const bitsHigh = rightHigh(hi, part.from) & maskHigh(width);
      const keepLow = ~leftLow(maskLow(width), place);
      const keepHigh = ~leftHigh(maskLow(width), maskHigh(width), place);
      words[word] = ((words[word] as number) & keepLow) | leftLow(bitsLow, place);
      words[word + 1] = ((words[word + 1] as number) & keepHigh) | leftHigh(bitsLow, bitsHigh, place);
    }
  }

  /** Clears the bits of the field. */
  clear(words: Uint32Array, at: number): void {
    for (const { qword, place, width } of this.#parts) {
      const word = at + 2 * qword;
      words[word] = (words[word] as number) & ~leftLow(maskLow(width), place);
      words[word + 1] = (words[word + 1] as number) & ~leftHigh(maskLow(width), maskHigh(width), place);
    }
  }

  /** Reads the value, an address in place, as a number; exact below 2^53. */
  get(words: Uint32Array, at = 0): number {
    if (this.#word >= 0) return ((words[at + this.#word] as number) & ~this.#others) >>> this.#place;
    if (this.#inPlace >= 0) {
      const word = at + this.#inPlace;
      return joined((words[word] as number) & this.#low, (words[word + 1] as number) & this.#high);
    }
    let value = 0;
    for (const part of this.#parts) {
      const word = at + 2 * part.qword;
      const lo = words[word] as number;
      const hi = words[word + 1] as number;
      const bits = joined(
        rightLow(lo, hi, part.place) & maskLow(part.width),
        rightHigh(hi, part.place) & maskHigh(part.width),
      );
      value += bits * 2 ** part.from;
    }
    return value;
  }

  #check(lo: number, hi: number, value: FieldValue): void {
    if (typeof value === 'number' && !(Number.isSafeInteger(value) && value >= 0)) {
      throw new RangeError(`${this.name}: ${value} is not an unsigned integer (the field has ${this.width} bits)`);
    }
    const end = this.shift + this.width;
    const above = rightLow(lo, hi, end) | rightHigh(hi, end);
    const below = (lo & maskLow(this.shift)) | (hi & maskHigh(this.shift));
    if (above !== 0)
      throw new RangeError(`${this.name}: ${hex(value)} does not fit ${end} bits (field width ${this.width})`);
    if (below !== 0) {
      throw new RangeError(
        `${this.name}: ${hex(value)} is not aligned to ${2 ** this.shift} (field width ${this.width})`,
      );
    }
  }
}

function maskLow(width: number): number {
  return width >= 32 ? -1 : (1 << width) - 1;
}

function maskHigh(width: number): number {
  if (width <= 32) return 0;
  return width >= 64 ? -1 : (1 << (width - 32)) - 1;
}

function rightLow(lo: number, hi: number, by: number): number {
  if (by === 0) return lo;
  if (by >= 64) return 0;
  return by >= 32 ? hi >>> (by - 32) : (lo >>> by) | (hi << (32 - by));
}

function rightHigh(hi: number, by: number): number {
  return by >= 32 ? 0 : hi >>> by;
}

function leftLow(lo: number, by: number): number {
  return by >= 32 ? 0 : lo << by;
}

function leftHigh(lo: number, hi: number, by: number): number {
  if (by === 0) return hi;
  return by >= 32 ? lo << (by - 32) : (hi << by) | (lo >>> (32 - by));
}
