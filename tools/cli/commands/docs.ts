/** `pintle docs`: the side-by-side pages of a pair. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from '../command.js';
import { NotWrittenError, UsageError } from '../errors.js';
import type { Exit } from '../exit-codes.js';

export const docs: Command = {
  name: 'docs',
  summary: 'Write one page per symbol, old and new side by side, with hazards, rewriting and proof.',
  usage: 'pintle docs [--check] [DIR]',
  options: { check: { type: 'boolean' } },
  optionHelp: { check: 'write nothing; name the pages that are stale and end with 1' },
  async run({ values, positionals, pair }, io): Promise<Exit> {
    if (positionals.length > 1) throw new UsageError('docs: give one directory');
    const { generatedDocuments } = await import('../../docs-gen/documents.js');
    const root = resolve(io.cwd, positionals[0] ?? '.');
    const files = generatedDocuments(pair);
    const stale = [...files].filter(([file, text]) => read(join(root, file)) !== text);

    if (values['check'] === true) {
      for (const [file] of stale) io.write(`${file}: stale\n`);
      return stale.length > 0 ? 'findings' : 'clean';
    }
    for (const [file, text] of stale) write(join(root, file), text);
    io.note(`pintle: ${stale.length} of ${files.size} pages written\n`);
    return 'clean';
  },
};

function read(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

function write(file: string, text: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new NotWrittenError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
