/** Inputs of an encoder by the names of the golden files. */
import { highHalf, lowHalf, mustFit, type FieldValue } from './fields.js';

export type Inputs = Readonly<Record<string, FieldValue>>;

/** Inputs by name; absent ones are 0. Each reader throws a RangeError that names the field. */
export class EncoderInputs {
  readonly #inputs: Inputs;

  constructor(inputs: Inputs) {
    this.#inputs = inputs;
  }

  /** Any value up to 64 bits. */
  w(name: string): FieldValue {
    return this.#inputs[name] ?? 0;
  }

  /** A value of at most 32 bits. */
  n(name: string): number {
    const value = this.w(name);
    if (highHalf(value) !== 0) throw new RangeError(`${name} is too large for any field of this structure`);
    mustFit(name, value, 32);
    return lowHalf(value);
  }

  /** A value of at most `width` bits, 31 at most. */
  small(name: string, width: number): number {
    const value = this.n(name);
    mustFit(name, value, width);
    return value;
  }

  /** An address below 2^52 whose low bits are 0, as a number. */
  address(name: string, low: number): number {
    const value = this.aligned(name, low);
    mustFit(name, value, 52);
    return highHalf(value) * 0x1_0000_0000 + lowHalf(value);
  }

  /** Up to 64 bits whose low bits are 0. */
  aligned(name: string, low: number): FieldValue {
    const value = this.w(name);
    mustFit(name, value, 64);
    if ((lowHalf(value) & (2 ** low - 1)) !== 0) throw new RangeError(`${name} is not aligned to ${2 ** low}`);
    return value;
  }
}
