/** Reads a file or stdin as text: plain or gzip, with a limit, and with one clear error. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Io } from '../cli/command.js';
import { UsageError } from '../cli/errors.js';

/** Largest input, packed or unpacked, in bytes. */
export const largestInput = 256 * 1024 * 1024;

export interface TextInput {
  /** Name as the user gave it; `-` is stdin. */
  readonly file: string;
  readonly text: string;
}

/** @throws {UsageError} naming the file, the cause and what to do. */
export async function readInput(name: string, io: Io): Promise<TextInput> {
  const bytes = name === '-' ? await io.readStdin() : fileBytes(name, resolve(io.cwd, name));
  if (bytes.length > largestInput) throw tooLarge(name);
  return { file: name === '-' ? '<stdin>' : name, text: textOf(name, unpacked(name, bytes)) };
}

function fileBytes(name: string, path: string): Uint8Array {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new UsageError(`${name}: no such file; check the path`);
  if (stat.isDirectory()) throw new UsageError(`${name}: is a directory; name the files in it`);
  if (stat.size > largestInput) throw tooLarge(name);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(`${name}: cannot be read (${reason(error)}); check its permissions`, { cause: error });
  }
}

function unpacked(name: string, bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: largestInput });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(name);
    throw new UsageError(`${name}: damaged gzip file (${reason(error)}); get it again`, { cause: error });
  }
}

function textOf(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new UsageError(`${name}: not UTF-8 text; give a text file, plain or gzip`, { cause: error });
  }
}

const tooLarge = (name: string): UsageError => {
  return new UsageError(`${name}: larger than ${String(largestInput / 1024 / 1024)} MiB; split it`);
};

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
