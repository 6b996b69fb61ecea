/** `-o FMT[=FILE]`: which formats go where. */
import { resolve } from 'node:path';
import { type Format, isFormat, renderers } from './renderers.js';
import type { RenderInput } from './report.js';
import { replaceFile } from './write-file.js';

export interface Output {
  readonly format: Format;
  /** Absolute; undefined is stdout. */
  readonly file: string | undefined;
}

/** A format is unknown, or two want stdout in a way that nobody can read. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

const lineFormats = new Set<Format>(['text', 'terse', 'github', 'md']);

/** Reads the words of `-o`; `fallback` is used when there is none for stdout to print. */
export function parseOutputs(words: readonly string[], cwd: string, fallback: Format): readonly Output[] {
  const outputs = words.map((word): Output => {
    const cut = word.indexOf('=');
    const format = cut < 0 ? word : word.slice(0, cut);
    const file = cut < 0 ? undefined : word.slice(cut + 1);
    if (file === '') throw new OutputError(`-o ${word}: the file name is missing`);
    const [name, version] = format.split('@');
    if (!isFormat(name!) || (version !== undefined && version !== '1')) {
      throw new OutputError(`-o ${word}: no such format; there is ${Object.keys(renderers).join(', ')}`);
    }
    return { format: name, file: file === undefined ? undefined : resolve(cwd, file) };
  });
  const toStdout = outputs.filter(({ file }) => file === undefined);
  if (toStdout.length > 1 && toStdout.some(({ format }) => !lineFormats.has(format))) {
    throw new OutputError(
      `-o ${toStdout.map(({ format }) => format).join(' -o ')}: only one of these can have stdout; write FMT=FILE`,
    );
  }
  return outputs.length === 0 ? [{ format: fallback, file: undefined }] : outputs;
}

/** Prints to stdout and writes the files. Throws what the file system says. */
export function emit(outputs: readonly Output[], input: RenderInput, write: (text: string) => void): void {
  for (const { format, file } of outputs) {
    const plain: RenderInput = file === undefined ? input : { ...input, style: { ...input.style, color: false } };
    const text = renderers[format](plain);
    if (file === undefined) write(text);
    else replaceFile(file, text);
  }
}
