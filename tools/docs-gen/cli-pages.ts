/** Reference of the command line, from its own tables. */
import { commandHelps } from '../cli/help.js';
import { exitCodes } from '../cli/exit-codes.js';
import { fence, generated, table } from './markdown.js';

/** The pages, file name to content: they are about pintle itself and belong to no pair. */
export async function cliDocuments(): Promise<ReadonlyMap<string, string>> {
  return new Map([
    ['docs/reference/cli.md', await cliPage()],
    ['docs/reference/exit-codes.md', exitCodePage()],
  ]);
}

async function cliPage(): Promise<string> {
  const helps = await commandHelps();
  return generated('Command line') + helps.map(({ name, text }) => `## ${name}\n\n${fence('text', text)}`).join('\n');
}

function exitCodePage(): string {
  const rows = Object.values(exitCodes).map(({ code, means }) => [String(code), means]);
  return `${generated('Exit codes')}${table(['exit', 'meaning'], rows)}\n3 wins over 1, 1 wins over 0.\n`;
}
