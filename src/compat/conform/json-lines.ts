/** Lines of JSON: one object a line, with errors that name file and line. */
import { type ConformInput, MalformedLineError } from './report.js';

export type JsonObject = Readonly<Record<string, unknown>>;

export interface NumberedLine {
  readonly number: number;
  readonly value: JsonObject;
}

/** A line longer than this is no line of ours. */
const longestLine = 4_000_000;

/**
 * Reads one object per line; empty lines are passed over.
 *
 * @throws {MalformedLineError} naming file and line.
 */
export function jsonLines(input: ConformInput): NumberedLine[] {
  const lines: NumberedLine[] = [];
  let number = 0;
  for (const text of input.text.split('\n')) {
    number += 1;
    if (text.trim() === '') continue;
    lines.push({ number, value: jsonLine(input.file, number, text) });
  }
  return lines;
}

/** Reads one line. @throws {MalformedLineError} naming file and line. */
export function jsonLine(file: string, number: number, text: string): JsonObject {
  if (text.length > longestLine) throw malformed(file, number, `line is longer than ${String(longestLine)} characters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed(file, number, `not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(value)) throw malformed(file, number, 'expected a JSON object');
  return value;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function malformed(file: string, line: number, what: string): MalformedLineError {
  return new MalformedLineError(`${file}:${String(line)}: ${what}`);
}

const hexNumber = /^0x[0-9a-f]{1,16}$/i;

/** A number of a file: an integer below 2^32, or a hex string of at most 64 bits; undefined for anything else. */
export function wideNumber(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? BigInt(value) : undefined;
  return typeof value === 'string' && hexNumber.test(value) ? BigInt(value) : undefined;
}

/** A 64-bit word as files write it. */
export function wordText(value: bigint): string {
  return `0x${value.toString(16).padStart(16, '0')}`;
}
