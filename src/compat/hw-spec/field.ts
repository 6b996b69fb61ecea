/** Fields of hardware structures as data: where a value stands, and what its numbers mean in words. */

/** A run of bits: entry bits `low + width - 1 : low` hold the value's bits from `from` upwards. */
export interface BitRun {
  readonly low: number;
  readonly width: number;
  readonly from: number;
}

/** How a value is printed: a count or code, one bit, or an address that stands in place without shifting. */
export type FieldKind = 'number' | 'flag' | 'address';

export interface Field {
  readonly name: string;
  readonly kind: FieldKind;
  /** Low part of the value first; a run never crosses a 64-bit word. */
  readonly runs: readonly BitRun[];
  /** Meaning of the numbers that have a name. */
  readonly words: Readonly<Record<number, string>>;
}

export type Words = Readonly<Record<number, string>>;

const wordBits = 64;
const none: Words = {};

/** Bits `high : low` as a number. */
export function bits(name: string, high: number, low: number, words: Words = none): Field {
  return { name, kind: 'number', runs: [{ low, width: high - low + 1, from: 0 }], words };
}

/** One bit. */
export function flag(name: string, bit: number, words: Words = none): Field {
  return { name, kind: 'flag', runs: [{ low: bit, width: 1, from: 0 }], words };
}

/** Bits `high : low` of a byte address, which stand at their own place inside the 64-bit word. */
export function address(name: string, high: number, low: number): Field {
  return { name, kind: 'address', runs: [{ low, width: high - low + 1, from: low % wordBits }], words: none };
}

/** A value in several runs, each `[high, low, lowest bit of the value]`, low part first. */
export function split(name: string, kind: FieldKind, ...parts: readonly (readonly [number, number, number])[]): Field {
  return { name, kind, runs: parts.map(([high, low, from]) => ({ low, width: high - low + 1, from })), words: none };
}

/** The same field with names for its numbers. */
export function named(field: Field, words: Words): Field {
  return { ...field, words };
}

const mask = (width: number): bigint => (1n << BigInt(width)) - 1n;

/** Reads a field out of 64-bit words; words that are not there read as zero. */
export function readField(words: readonly bigint[], field: Field): bigint {
  let value = 0n;
  for (const run of field.runs) {
    const word = words[Math.floor(run.low / wordBits)] ?? 0n;
    value |= ((word >> BigInt(run.low % wordBits)) & mask(run.width)) << BigInt(run.from);
  }
  return value;
}

/** Bits of a value that the field can hold. */
export function fieldCapacity(field: Field): bigint {
  return field.runs.reduce((all, run) => all | (mask(run.width) << BigInt(run.from)), 0n);
}

/**
 * Stores a value in place.
 *
 * @throws {RangeError} naming the field, the value and what fits, when bits of the value have no place.
 */
export function writeField(words: bigint[], field: Field, value: bigint): void {
  const capacity = fieldCapacity(field);
  if ((value & ~capacity) !== 0n) {
    throw new RangeError(`${field.name}: ${show(value)} does not fit ${fits(field)}`);
  }
  for (const run of field.runs) {
    const index = Math.floor(run.low / wordBits);
    const part = (value >> BigInt(run.from)) & mask(run.width);
    const before = words[index];
    if (before === undefined) throw new RangeError(`${field.name}: no word ${String(index)} to stand in`);
    words[index] = before | (part << BigInt(run.low % wordBits));
  }
}

const show = (value: bigint): string => `0x${value.toString(16)}`.replace('0x-', '-0x');

function fits(field: Field): string {
  const capacity = fieldCapacity(field);
  const width = capacity.toString(2).length;
  const low = capacity.toString(2).length - capacity.toString(2).replace(/0+$/, '').length;
  return low === 0 ? `${String(width)} bits` : `an address of bits ${String(width - 1)}:${String(low)}`;
}

/** Mask over one 64-bit word of the bits that belong to a field. */
export function fieldMask(field: Field, word: number): bigint {
  let all = 0n;
  for (const run of field.runs) {
    if (Math.floor(run.low / wordBits) === word) all |= mask(run.width) << BigInt(run.low % wordBits);
  }
  return all;
}

/** Bit ranges as the tables write them: `51:32`, `0`, `63:52 15:12`. Highest first. */
export function bitRange(field: Field): string {
  return [...field.runs]
    .sort((a, b) => b.low - a.low)
    .map((run) => (run.width === 1 ? String(run.low) : `${String(run.low + run.width - 1)}:${String(run.low)}`))
    .join(' ');
}

/** The value in words: its name when it has one, a number in decimal (large ones in hexadecimal too), an address in hexadecimal. */
export function valueText(field: Field, value: bigint): string {
  if (field.kind === 'address') return `0x${value.toString(16)}`;
  const name = field.words[Number(value)];
  const number = value < 10n ? String(value) : value > 0xffffffffn ? show(value) : `${String(value)} (${show(value)})`;
  return name === undefined ? number : `${number} ${name}`;
}
