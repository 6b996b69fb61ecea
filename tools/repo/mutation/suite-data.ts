/** What the suite runs on, read once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { jsonLines } from '../../../src/compat/conform/json-lines.js';
import type { SequenceLine } from '../../../src/compat/conform/sequence-model.js';
import { sequenceLine } from '../../../src/compat/conform/sequences/sequence-line.js';
import { type VectorLine, vectorLine } from '../../../src/compat/conform/vectors/vector-line.js';
import { type RecordBlock, readRecords } from './records.js';

export const sides = ['v1', 'v2', 'decoder'] as const;
export type Side = (typeof sides)[number];

export interface SuiteField {
  readonly name: string;
  readonly largest: bigint;
  /** Words of the structure with this field full and the fixed ones in place. */
  readonly words: readonly bigint[];
  /** A value with one bit too many; undefined where the field takes all 64. */
  readonly tooLarge: bigint | undefined;
  /** Bit ranges as they are printed, highest first. */
  readonly bits: string;
  /** What the refusal of that value says after the name. */
  readonly refusal: string;
}

/** One structure of the second writing of the bit tables. */
export interface SuiteLayout {
  readonly unit: 'vtd' | 'smmuv3' | 'amd';
  readonly name: string;
  readonly fixed: Readonly<Record<string, number>>;
  readonly fields: readonly SuiteField[];
  /** Fields that the type or opcode fixes, as fields like others. */
  readonly constants: readonly SuiteField[];
  /** Bits that a field names, per word. */
  readonly named: readonly bigint[];
}

export interface SuiteData {
  readonly side: Side;
  readonly vectors: readonly VectorLine[];
  readonly sequences: readonly { readonly file: string; readonly number: number; readonly line: SequenceLine }[];
  readonly layouts: readonly SuiteLayout[];
  readonly layoutLines: readonly string[];
  readonly records: readonly RecordBlock[];
  /** Scenarios take a minute and more for each survivor of the rest, so they are asked for. */
  readonly withScenarios: boolean;
  /** Unit tests that pass on the unchanged sources, by name. */
  readonly tests?: readonly string[];
  /** What every scenario showed with the unchanged sources, by name. */
  readonly verdicts?: Readonly<Record<string, string>>;
  /** Decoded words of the sequences, from the unchanged decoder. */
  readonly effects?: readonly string[];
}

const units = ['vtd', 'smmuv3', 'amd'];

/** Reads all golden files of a checkout. */
export function readSuiteData(root: string, withScenarios = false): Omit<SuiteData, 'side'> {
  const read = (file: string): { file: string; text: string } => {
    return { file, text: readFileSync(join(root, 'test/fixtures/vectors', file), 'utf8') };
  };
  const vectors = units.flatMap((unit) => {
    const input = read(`${unit}.jsonl`);
    return jsonLines(input).map((line) => vectorLine(input.file, line));
  });
  const sequences = units.flatMap((unit) => {
    const input = read(`${unit}.sequences.jsonl`);
    return jsonLines(input).map((line) => ({
      file: input.file,
      number: line.number,
      line: sequenceLine(input.file, line),
    }));
  });
  const layoutLines = readFileSync(join(root, 'test/hw/layouts.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const records = readRecords(readFileSync(join(root, 'test/hw/records.txt'), 'utf8'));
  return { withScenarios, vectors, sequences, records, layoutLines, layouts: layoutLines.flatMap(parseLayout) };
}

/** The part of the data that a file can have an effect on. */
export function dataFor(data: SuiteData, file: string): SuiteData {
  const unit = units.find((name) => file.includes(`/${name}`) || (name === 'smmuv3' && file.includes('/smmu')));
  if (data.side === 'decoder' || unit === undefined) return data;
  return {
    ...data,
    vectors: data.vectors.filter((line) => line.unit === unit),
    sequences: data.sequences.filter(({ line }) => line.unit === unit),
    layouts: data.layouts.filter((layout) => layout.unit === unit),
  };
}

/** Interrupt mapping of a device table entry: read as two words, and written by nobody here. */
const notEncoded = /^Interrupt /;

const layoutLine = /^(\S+) (\S+?)(?: at \S+)?: (.*)$/;

function parseLayout(line: string): SuiteLayout[] {
  const [, unit = '', name = '', list = ''] = layoutLine.exec(line) ?? [];
  if (unit !== 'vtd' && unit !== 'smmuv3' && unit !== 'amd') return [];
  const parsed = list.split(', ').map(parseField);
  const constant = parsed.filter(({ fixed }) => fixed !== undefined);
  const fixed = Object.fromEntries(constant.map((field) => [field.name, field.fixed ?? 0]));
  const values = constant.map(({ runs, fixed: value = 0 }) => ({ runs, value: BigInt(value) }));
  const free = parsed.filter((field) => field.fixed === undefined && !notEncoded.test(field.name));
  return [
    {
      unit,
      name,
      fixed,
      fields: free.map((field) => suiteField(field, values)),
      constants: constant.map((field) => suiteField(field, [])),
      named: wordsOf(parsed.map(({ runs }) => ({ runs, value: -1n }))),
    },
  ];
}

interface Parsed {
  readonly name: string;
  readonly fixed: number | undefined;
  readonly isAddress: boolean;
  readonly runs: readonly Run[];
}

function suiteField(
  field: Parsed,
  others: readonly { readonly runs: readonly Run[]; readonly value: bigint }[],
): SuiteField {
  return {
    name: field.name,
    largest: field.runs.reduce((all, run) => all | (ones(run.width) << BigInt(run.from)), 0n),
    words: wordsOf([...others, { runs: field.runs, value: -1n }]),
    tooLarge: tooLarge(field.runs),
    refusal: refusalOf(field),
    bits: bitsText(field.runs),
  };
}

function bitsText(runs: readonly Run[]): string {
  const ranges = runs.map(({ low, width }) => ({
    low,
    text: width === 1 ? String(low) : `${String(low + width - 1)}:${String(low)}`,
  }));
  return ranges
    .sort((a, b) => b.low - a.low)
    .map(({ text }) => text)
    .join(' ');
}

/** The sentence of a refusal: how many bits there are, or which bits of an address. */
function refusalOf({ runs, isAddress }: Parsed): string {
  const top = Math.max(...runs.map((run) => run.from + run.width));
  const low = Math.min(...runs.map((run) => run.from));
  const fits = isAddress && low > 0 ? `an address of bits ${String(top - 1)}:${String(low)}` : `${String(top)} bits`;
  return `: 0x${(1n << BigInt(top)).toString(16)} does not fit ${fits}`;
}

interface Run {
  readonly low: number;
  readonly width: number;
  readonly from: number;
}

const ones = (width: number): bigint => (1n << BigInt(width)) - 1n;

function parseField(text: string): Parsed {
  const [head = '', bits = ''] = text.split(' ');
  const [name = '', fixed] = head.split('=');
  let next = 0;
  const runs = bits
    .replace('@', '')
    .split('+')
    .map((part): Run => {
      const [place = '', value] = part.split('=');
      const { low, width } = range(place);
      const inPlace = bits.startsWith('@') ? low % 64 : next;
      const from = value === undefined ? inPlace : range(value).low;
      next += width;
      return { low, width, from };
    });
  return {
    name: name.replaceAll('~', ' '),
    fixed: fixed === undefined ? undefined : Number(fixed),
    isAddress: bits.startsWith('@'),
    runs,
  };
}

function range(text: string): { low: number; width: number } {
  const [high = 0, low = high] = text.split(':').map(Number);
  return { low, width: high - low + 1 };
}

function tooLarge(runs: readonly Run[]): bigint | undefined {
  const top = Math.max(...runs.map((run) => run.from + run.width));
  return top >= 64 ? undefined : 1n << BigInt(top);
}

function wordsOf(parts: readonly { readonly runs: readonly Run[]; readonly value: bigint }[]): bigint[] {
  const words = Array.from({ length: 8 }, () => 0n);
  for (const { runs, value } of parts) {
    for (const { low, width, from } of runs) {
      const word = Math.floor(low / 64);
      const bits = (value >> BigInt(from)) & ones(width);
      words[word] = (words[word] ?? 0n) | (bits << BigInt(low % 64));
    }
  }
  return words;
}
