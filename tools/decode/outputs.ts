/** `-o FMT[=FILE]`: which renderings are wanted and where they go; files are replaced by rename, whole or not at all. */
import { resolve } from 'node:path';
import type { Io } from '../cli/command.js';
import { NotWrittenError, UsageError } from '../cli/errors.js';
import { replaceFile } from '../diagnostics/write-file.js';

export interface Output<Format extends string> {
  readonly format: Format;
  /** Absent for stdout. */
  readonly file?: string;
}

/** @throws {UsageError} for a format that the command does not have, or two outputs on stdout. */
export function parseOutputs<Format extends string>(
  given: unknown,
  formats: readonly Format[],
  fallback: Format,
): readonly Output<Format>[] {
  const list: readonly unknown[] = given === undefined ? [fallback] : Array.isArray(given) ? given : [given];
  const outputs = list.map((item) => parseOne(String(item), formats));
  if (outputs.filter(({ file }) => file === undefined).length > 1) {
    throw new UsageError('-o: two formats for stdout; give one of them a file, -o json=FILE');
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
  if (file === '') throw new UsageError(`-o ${item}: no file name after =`);
  return { format, file };
}

/** Writes every output; @throws {NotWrittenError} naming the file. */
export function writeOutputs<Format extends string>(
  outputs: readonly Output<Format>[],
  render: (format: Format) => string,
  io: Io,
): void {
  for (const { format, file } of outputs) {
    const text = render(format);
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
