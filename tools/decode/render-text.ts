/** Text of a decoding: one table per entry, one line per effect. */
import { effectText, type HwEffect } from '../../src/compat/hw-spec/index.js';
import { fullName } from './choose-structure.js';
import type { DecodedEntry, DecodedOperation, Decoding } from './model.js';

/** `plain`: one fact per line, bits in words, for screen readers. */
export function decodingText({ items, notDecoded }: Decoding, plain: boolean): string {
  const blocks = items.map((item) => {
    if (item.kind === 'operation') return operationText(item);
    return plain ? plainEntry(item) : entryText(item);
  });
  const rest = notDecoded.map(({ file, line, reason }) => `${file}:${String(line)}: not decoded: ${reason}`);
  return `${[...blocks, ...(rest.length > 0 ? [rest.join('\n')] : [])].join('\n\n')}\n`;
}

const hexWord = (value: bigint): string => `0x${value.toString(16).padStart(16, '0')}`;

/** Heading, words, then every field of the words that are not all zero. */
export function entryText(entry: DecodedEntry): string {
  const { decoded, given } = entry;
  const { structure, words } = decoded;
  const lines = [
    headingOf(entry),
    ...words.slice(0, given).map((word, index) => `  qw${String(index)} ${hexWord(word)}`),
  ];
  if (given < words.length) lines.push(`  qw${range(given, words.length - 1)} not given, taken as 0`);
  const rows = decoded.fields
    .filter(({ name }) => !inZeroWord(entry, name))
    .map(({ bits, name, text }) => ({ bits, name, text }));
  const bits = Math.max(4, ...rows.map((row) => row.bits.length));
  const name = Math.max(5, ...rows.map((row) => row.name.length));
  lines.push(`  ${'bits'.padStart(bits)}  ${'field'.padEnd(name)}  value`);
  for (const row of rows) lines.push(`  ${row.bits.padStart(bits)}  ${row.name.padEnd(name)}  ${row.text}`);
  const zero = words.flatMap((word, index) => (word === 0n && index < given ? [index] : []));
  if (rows.length < structure.fields.length) lines.push(`  all fields of qw${zero.join(', qw')} are 0`);
  return [...lines, ...unnamedLines(entry), ...entry.notes.map((note) => `  note: ${note}`)].join('\n');
}

function headingOf({ file, line, label, decoded: { structure } }: DecodedEntry): string {
  const where = `${file}:${String(line)}${label === '' ? '' : `: ${label}`}`;
  return `${where}\n${fullName(structure)}: ${structure.title}  [${structure.section}]`;
}

const range = (from: number, to: number): string => (from === to ? String(from) : `${String(from)}..${String(to)}`);

/** Fields of words that are zero, or that were not given, say nothing; the first word is always told in full. */
function inZeroWord({ decoded }: DecodedEntry, name: string): boolean {
  const field = decoded.structure.fields.find((candidate) => candidate.name === name);
  return field?.runs.every(({ low }) => low >= 64 && decoded.words[Math.floor(low / 64)] === 0n) ?? false;
}

function unnamedLines({ decoded: { unnamed } }: DecodedEntry): string[] {
  return unnamed.flatMap((bits, index) => {
    return bits === 0n ? [] : [`  !! qw${String(index)}: bits ${hexWord(bits)} are set and have no field`];
  });
}

function plainEntry(entry: DecodedEntry): string {
  const { decoded } = entry;
  return [
    headingOf(entry),
    ...decoded.words.map((word, index) => `word ${String(index)} is ${hexWord(word)}`),
    ...decoded.fields.map(({ name, bits, text }) => `${name}, bits ${bits.replaceAll(':', ' to ')}, is ${text}`),
    ...unnamedLines(entry),
    ...entry.notes.map((note) => `note: ${note}`),
  ].join('\n');
}

/** One line per effect; the section of the specification stands at the end of it. */
export function operationText({ file, line, unit, operation, effects }: DecodedOperation): string {
  const lines = effects.map(
    (effect, index) => `  ${String(index).padStart(3)}  ${effectText(effect)}${sectionText(effect)}`,
  );
  const heading = `${file}:${String(line)}: ${unit} ${operation}, ${String(effects.length)} effects`;
  return [heading, ...lines].join('\n');
}

function sectionText(effect: HwEffect): string {
  return 'section' in effect && effect.section !== '' ? `  [${effect.section}]` : '';
}
