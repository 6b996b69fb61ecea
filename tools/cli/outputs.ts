/** `-o FMT[=FILE]`: which renderings are wanted and where they go; files are replaced by rename, whole or not at all. */
import { resolve } from 'node:path';
import { replaceFile } from '../diagnostics/write-file.js';
import type { Io } from './command.js';
import { NotWrittenError, UsageError } from './errors.js';

export interface Output<Format extends string> {
  readonly format: Format;
  /** Absent for stdout. */
  readonly file?: string;
}

/**
 * The outputs that a run was asked for, `fallback` on stdout when none. Formats of `inLines` can share stdout.
 *
 * @throws {UsageError} for a format that the command does not have, or two outputs on stdout that nobody could tell apart.
 */
export function parseOutputs<Format extends string>(
  given: unknown,
  formats: readonly Format[],
  fallback: Format,
  inLines: readonly Format[] = [],
): readonly Output<Format>[] {
  const words: readonly unknown[] = given === undefined ? [] : [given].flat();
  const outputs = (words.length > 0 ? words : [fallback]).map((item) => parseOne(String(item), formats));
  const onStdout = outputs.filter(({ file }) => file === undefined);
  if (onStdout.length > 1 && onStdout.some(({ format }) => !inLines.includes(format))) {
    const named = onStdout.map(({ format }) => `-o ${format}`).join(' ');
    throw new UsageError(`${named}: only one of these can have stdout; write FMT=FILE`);
  }
  return outputs;
}

function parseOne<Format extends string>(item: string, formats: readonly Format[]): Output<Format> {
  const [name = '', ...rest] = item.split('=');
  const [word, version] = name.split('@');
  const format = version === undefined || version === '1' ? formats.find((candidate) => candidate === word) : undefined;
  if (format === undefined) throw new UsageError(`-o ${item}: no such format here; there is ${formats.join(', ')}`);
  if (rest.length === 0) return { format };
  const file = rest.join('=');
  if (file === '') throw new UsageError(`-o ${item}: the file name is missing after =`);
  return { format, file };
}

/** Writes every output; @throws {NotWrittenError} naming the file. */
export function writeOutputs<Format extends string>(
  outputs: readonly Output<Format>[],
  render: (format: Format, toFile: boolean) => string,
  io: Io,
): void {
  for (const { format, file } of outputs) {
    const text = render(format, file !== undefined);
    if (file === undefined) io.write(text);
    else write(resolve(io.cwd, file), file, text);
  }
}

function write(path: string, name: string, text: string): void {
  try {
    replaceFile(path, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new NotWrittenError(`${name}: not written (${why}); choose another place`, { cause: error });
  }
}
