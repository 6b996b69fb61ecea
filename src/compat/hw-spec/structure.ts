/** Structures of the three units as data: 64-bit words, fields, section of the specification. */
import { bitRange, type Field, fieldMask, readField, valueText, writeField } from './field.js';

export type Unit = 'vtd' | 'smmuv3' | 'amd' | 'guest';

/** What a structure is for; a guess among several is made inside one group. */
export type Group = 'descriptor' | 'command' | 'entry' | 'record' | 'register' | 'response';

export interface Structure {
  readonly unit: Unit;
  readonly name: string;
  readonly title: string;
  readonly group: Group;
  /** Specification and section, as precise as it is known to hold across revisions. */
  readonly section: string;
  /** 64-bit words. */
  readonly size: number;
  readonly fields: readonly Field[];
  /** Values by which the structure is told from others of its group, such as type or opcode. */
  readonly fixed: Readonly<Record<string, number>>;
  /** Software has no encoder for it: hardware writes it. */
  readonly byDevice: boolean;
}

export interface DecodedField {
  readonly name: string;
  readonly bits: string;
  readonly value: bigint;
  readonly text: string;
}

export interface Decoded {
  readonly structure: Structure;
  readonly words: readonly bigint[];
  readonly fields: readonly DecodedField[];
  /** Set bits that no field names, one mask per word. */
  readonly unnamed: readonly bigint[];
}

export type Inputs = Readonly<Record<string, bigint>>;

/** Reads every field; highest bits first, a field in parts stands where its lowest part is. */
export function decodeWords(structure: Structure, words: readonly bigint[]): Decoded {
  const padded = Array.from({ length: structure.size }, (_, index) => words[index] ?? 0n);
  const fields = [...structure.fields]
    .sort((a, b) => lowest(b) - lowest(a))
    .map((field) => decodedField(field, readField(padded, field)));
  return { structure, words: padded, fields, unnamed: unnamedBits(structure, padded) };
}

/** One field with its value in words. */
export function decodedField(field: Field, value: bigint): DecodedField {
  return { name: field.name, bits: bitRange(field), value, text: valueText(field, value) };
}

const lowest = (field: Field): number => Math.min(...field.runs.map((run) => run.low));

/** Bits that are set though no field of the structure names them. */
export function unnamedBits(structure: Structure, words: readonly bigint[]): bigint[] {
  return Array.from({ length: structure.size }, (_, index) => {
    const known = structure.fields.reduce((all, field) => all | fieldMask(field, index), 0n);
    return (words[index] ?? 0n) & ~known;
  });
}

/**
 * Builds the words from named values; fields that are not named are 0.
 *
 * @throws {RangeError} for an unknown name, or a value that does not fit its field.
 */
export function encodeInputs(structure: Structure, inputs: Inputs): bigint[] {
  const words = Array.from({ length: structure.size }, () => 0n);
  for (const [name, value] of Object.entries(inputs)) {
    const field = structure.fields.find((candidate) => candidate.name === name);
    if (field === undefined) throw new RangeError(`${name}: no field of ${structure.name}`);
    writeField(words, field, value);
  }
  return words;
}

/** True when the values that tell this structure from others of its group are there. */
export function hasFixedValues(structure: Structure, words: readonly bigint[]): boolean {
  return Object.entries(structure.fixed).every(([name, wanted]) => {
    const field = structure.fields.find((candidate) => candidate.name === name);
    return field !== undefined && readField(words, field) === BigInt(wanted);
  });
}

/** Shorthand for the tables: `fixed` and `byDevice` may be left out. */
export function structure(
  parts: Omit<Structure, 'fixed' | 'byDevice'> & Partial<Pick<Structure, 'fixed' | 'byDevice'>>,
): Structure {
  return { fixed: {}, byDevice: false, ...parts };
}
