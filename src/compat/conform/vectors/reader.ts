/** Readers of golden vectors: the two encoders and the decoder, each with one answer per line. */
import { vectorName } from '../../hw-spec/catalog.js';
import { decodeWords, encodeInputs } from '../../hw-spec/structure.js';
import { wordText } from '../json-lines.js';
import type { VectorLine } from './vector-line.js';

export type VectorAnswer =
  | { readonly kind: 'agrees' }
  | { readonly kind: 'differs'; readonly detail: string }
  | { readonly kind: 'not-covered'; readonly detail: string }
  /** The structure is a function of the drivers, which a decoder of bytes cannot read. */
  | { readonly kind: 'not-applicable' };

export interface VectorReader {
  readonly name: string;
  read(line: VectorLine): VectorAnswer;
}

/** A 64-bit value as the encoders take it. */
export interface Word64 {
  readonly lo: number;
  readonly hi: number;
}

/**
 * An encoder by structure name: 32-bit words, low half of each 64-bit word first; undefined when the name is not known.
 * Throws a RangeError when a value does not fit.
 */
export type EncodeStructure = (
  unit: 'vtd' | 'smmuv3' | 'amd',
  structure: string,
  inputs: Record<string, number | Word64>,
  quirk?: boolean,
) => Uint32Array | undefined;

/** Vectors of this name are values of functions, not words of a structure. */
const functionNames = /^(queue\.[a-z_]+|gcr3\.index)$/;
const units: readonly string[] = ['vtd', 'smmuv3', 'amd'];
const lowHalf = 0xffffffffn;

/** Reads vectors with one witness's encoder; the driver's defects are asked for by the quirk switch. */
export function encoderReader(name: string, encode: EncodeStructure): VectorReader {
  return {
    name,
    read(line) {
      const { unit } = line;
      if (!isUnit(unit)) return { kind: 'not-covered', detail: `unit ${unit} is not known` };
      const quirk = line.structure.endsWith('.driver_truncated');
      try {
        const words = encode(unit, line.structure, encoderInputs(line), quirk);
        if (words === undefined) return { kind: 'not-covered', detail: `no encoder for ${line.structure}` };
        return compareWords(line.words, pairs(words));
      } catch (error) {
        if (error instanceof RangeError) return { kind: 'differs', detail: `refused: ${error.message}` };
        throw error;
      }
    },
  };
}

const isUnit = (unit: string): unit is 'vtd' | 'smmuv3' | 'amd' => units.includes(unit);

function encoderInputs(line: VectorLine): Record<string, number | Word64> {
  const inputs: Record<string, number | Word64> = {};
  for (const [name, value] of Object.entries(line.inputs)) {
    inputs[name] =
      line.wide.has(name) || value > lowHalf
        ? { lo: Number(value & lowHalf), hi: Number(value >> 32n) }
        : Number(value);
  }
  return inputs;
}

function pairs(words: Uint32Array): bigint[] {
  return Array.from({ length: Math.ceil(words.length / 2) }, (_, index) => {
    return BigInt(words[2 * index] ?? 0) | (BigInt(words[2 * index + 1] ?? 0) << 32n);
  });
}

function compareWords(wanted: readonly bigint[], got: readonly bigint[]): VectorAnswer {
  if (got.length !== wanted.length) {
    return { kind: 'differs', detail: `${String(got.length)} words instead of ${String(wanted.length)}` };
  }
  const index = wanted.findIndex((word, at) => word !== got[at]);
  if (index < 0) return { kind: 'agrees' };
  const [expected, found] = [wanted[index] ?? 0n, got[index] ?? 0n];
  return { kind: 'differs', detail: `word ${String(index)}: ${wordText(found)} instead of ${wordText(expected)}` };
}

/** Reads vectors with the bit tables: bytes to inputs, nothing left over, and back. */
export const decoderReader: VectorReader = {
  name: 'decoder',
  read(line) {
    if (functionNames.test(line.structure)) return { kind: 'not-applicable' };
    const known = vectorName(line.unit, line.structure);
    if (known === undefined) return { kind: 'not-covered', detail: `no table for ${line.unit} ${line.structure}` };
    if (line.words.length !== known.size) {
      return { kind: 'differs', detail: `${String(line.words.length)} words instead of ${String(known.size)}` };
    }
    const wanted = new Map(
      Object.entries(line.inputs).map(([name, value]) => [name, value & (known.kept[name] ?? value)]),
    );
    const { fields, unnamed } = decodeWords(known.structure, line.words);
    for (const field of fields) {
      const value = wanted.get(field.name) ?? 0n;
      if (field.value !== value) {
        return {
          kind: 'differs',
          detail: `${field.name} (${field.bits}) is ${String(field.value)}, not ${String(value)}`,
        };
      }
      wanted.delete(field.name);
    }
    const [stranger] = wanted.keys();
    if (stranger !== undefined) return { kind: 'differs', detail: `no field ${stranger} in ${known.structure.name}` };
    const extra = unnamed.findIndex((mask) => mask !== 0n);
    if (extra >= 0) {
      return { kind: 'differs', detail: `word ${String(extra)}: bits ${wordText(unnamed[extra] ?? 0n)} have no field` };
    }
    const back = encodeInputs(known.structure, Object.fromEntries(fields.map((field) => [field.name, field.value])));
    return compareWords(line.words, back.slice(0, known.size));
  },
};
