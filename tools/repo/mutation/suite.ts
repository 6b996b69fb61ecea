/** What must notice a mutant: golden vectors, the second writing of the bit tables, golden sequences, decoded words. */
import type { SequenceLine, SequencePlayer, SequenceStep } from '../../../src/compat/conform/sequence-model.js';
import { compareSteps } from '../../../src/compat/conform/sequences/compare.js';
import { sequenceEffects } from '../../../src/compat/conform/sequences/effects.js';
import { initialImage } from '../../../src/compat/conform/sequences/image.js';
import {
  decoderReader,
  type EncodeStructure,
  encoderReader,
  type VectorReader,
  type Word64,
} from '../../../src/compat/conform/vectors/reader.js';
import type { HardwareWitness } from '../../../src/compat/conform/witness.js';
import type { VectorLine } from '../../../src/compat/conform/vectors/vector-line.js';
import {
  decodeWords,
  effectText,
  encodeInputs,
  readField,
  type Structure,
  structures,
  unnamedBits,
} from '../../../src/compat/hw-spec/index.js';
import { layoutText } from '../../../src/compat/hw-spec/layout-text.js';
import { decodedBlock, type RecordBlock } from './records.js';
import type { SuiteData, SuiteField, SuiteLayout } from './suite-data.js';

/** Runs one side until something differs; undefined when nothing does. */
export function witnessDifference(data: SuiteData, { name, encode, sequences }: HardwareWitness): string | undefined {
  const { alone, chained } = sequences;
  const players = [alone, ...(chained === undefined ? [] : [chained()])];
  return (
    vectorDifference(data.vectors, encoderReader(name, encode)) ??
    layoutDifference(data.layouts, encode) ??
    players.map((player) => () => sequenceDifference(data, player)).reduce(firstOf, undefined)
  );
}

const firstOf = (found: string | undefined, next: () => string | undefined): string | undefined => found ?? next();

function vectorDifference(lines: readonly VectorLine[], reader: VectorReader): string | undefined {
  for (const line of lines) {
    const answer = reader.read(line);
    if (answer.kind === 'differs') return `vector ${line.file}:${String(line.line)}: ${answer.detail}`;
    if (answer.kind === 'not-covered') return `vector ${line.file}:${String(line.line)}: not covered`;
  }
  return undefined;
}

const low32 = 0xffffffffn;

/** Every field of the written tables alone, full, and one more than fits. */
function layoutDifference(layouts: readonly SuiteLayout[], encode: EncodeStructure): string | undefined {
  for (const layout of layouts) {
    const field = layout.fields.find((candidate) => !encodesField(layout, candidate, encode));
    if (field !== undefined) return `table ${layout.name} ${field.name}`;
  }
  return undefined;
}

/** The fields of the tables that a side writes at all: a driver has no use for all of them. */
export function writtenFields(layouts: readonly SuiteLayout[], { encode }: HardwareWitness): SuiteLayout[] {
  return layouts.map((layout) => {
    return {
      ...layout,
      fields: layout.fields.filter(
        (field) => !refuses(() => encodesField(layout, field, encode)) && encodesField(layout, field, encode),
      ),
    };
  });
}

function encodesField({ unit, name, fixed }: SuiteLayout, field: SuiteField, encode: EncodeStructure): boolean {
  const words = encode(unit, name, { ...fixed, [field.name]: halves(field.largest) });
  if (words === undefined) return false;
  const low = (at: number): bigint => BigInt(words[2 * at] ?? 0) | (BigInt(words[2 * at + 1] ?? 0) << 32n);
  if (field.words.some((word, at) => word !== low(at))) return false;
  const { tooLarge } = field;
  return tooLarge === undefined || refuses(() => encode(unit, name, { ...fixed, [field.name]: halves(tooLarge) }));
}

const halves = (value: bigint): Word64 => ({ lo: Number(value & low32), hi: Number(value >> 32n) });

function refuses(call: () => unknown): boolean {
  try {
    call();
    return false;
  } catch {
    return true;
  }
}

function sequenceDifference({ sequences }: SuiteData, player: SequencePlayer): string | undefined {
  for (const { file, number, line } of sequences) {
    const difference = lineDifference(line, player.play(line));
    if (difference !== undefined) return `sequence ${file}:${String(number)}: ${difference}`;
  }
  return undefined;
}

function lineDifference(line: SequenceLine, observed: readonly SequenceStep[] | null): string | undefined {
  if (observed === null) return 'not covered';
  const difference = compareSteps(line, observed, initialImage(line));
  return difference && `step ${String(difference.step)}`;
}

/** Runs the decoder until something differs. */
export function decoderDifference(data: SuiteData): string | undefined {
  const { vectors, sequences, layoutLines, effects } = data;
  const vector = vectorDifference(vectors, decoderReader);
  if (vector !== undefined) return vector;
  const texts = structures.map(layoutText);
  const known = new Set(layoutLines);
  const odd = texts.find((text) => !known.has(text));
  if (odd !== undefined || texts.length !== known.size) return `table ${odd ?? 'missing'}`;
  const made = fieldDifference(data.layouts) ?? recordDifference(data.records);
  if (made !== undefined) return made;
  for (const [index, { file, number, line }] of sequences.entries()) {
    const text = sequenceEffects(line).map(effectText).join('\n');
    if (effects !== undefined && text !== effects[index]) return `words of ${file}:${String(number)}`;
  }
  return undefined;
}

/** Every field through the decoder's own encoder and back, the words of its refusal, and the bits that no field names. */
function fieldDifference(layouts: readonly SuiteLayout[]): string | undefined {
  for (const { unit, name, fields, constants, fixed, named } of layouts) {
    const structure = structures.find((candidate) => candidate.unit === unit && candidate.name === name);
    if (structure === undefined) return `table ${name} is missing`;
    const full = Array.from({ length: structure.size }, () => allOnes);
    const wrong = unnamedBits(structure, full).findIndex((bits, word) => bits !== (allOnes & ~(named[word] ?? 0n)));
    if (wrong >= 0) return `named bits of ${name} word ${String(wrong)}`;
    const others = Object.fromEntries(Object.entries(fixed).map(([key, value]) => [key, BigInt(value)]));
    for (const field of constants) if (!isRight(structure, field, {})) return `field ${name} ${field.name}`;
    for (const field of fields) if (!isRight(structure, field, others)) return `field ${name} ${field.name}`;
  }
  return undefined;
}

const allOnes = (1n << 64n) - 1n;

function isRight(structure: Structure, field: SuiteField, others: Record<string, bigint>): boolean {
  const words = encodeInputs(structure, { ...others, [field.name]: field.largest });
  const decoded = decodeWords(structure, words).fields.find(({ name }) => name === field.name);
  const own = structure.fields.find(({ name }) => name === field.name);
  const isSame = words.length === structure.size && words.every((word, at) => word === field.words[at]);
  if (!isSame || decoded?.value !== field.largest || decoded.bits !== field.bits) return false;
  if (own === undefined || readField([], own) !== 0n) return false;
  const { tooLarge } = field;
  if (tooLarge === undefined) return true;
  const refusal = messageOf(() => encodeInputs(structure, { [field.name]: tooLarge }));
  const negative = messageOf(() => encodeInputs(structure, { [field.name]: -1n }));
  return refusal === field.name + field.refusal && negative?.startsWith(`${field.name}: -0x1 does not fit`) === true;
}

function messageOf(call: () => unknown): string | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function recordDifference(blocks: readonly RecordBlock[]): string | undefined {
  for (const block of blocks) {
    const { effects, findings } = decodedBlock(block);
    if (effects.join('\n') !== block.effects.join('\n')) return `words of record ${block.name}`;
    if (findings.join('\n') !== block.findings.join('\n')) return `clauses of record ${block.name}`;
  }
  return undefined;
}

/** Words that every golden sequence decodes to: what the decoder is held to afterwards. */
export function decodedWords({ sequences }: SuiteData): string[] {
  return sequences.map(({ line }) => sequenceEffects(line).map(effectText).join('\n'));
}
