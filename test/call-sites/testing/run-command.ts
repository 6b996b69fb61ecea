/** Runs a command in the process, with its streams caught. */
import { parseArgs } from 'node:util';
import type { ApiPair } from '../../../src/compat/pair-model.js';
import type { Command } from '../../../tools/cli/command.js';
import { NotWrittenError, UsageError } from '../../../tools/cli/errors.js';
import { exitCodes } from '../../../tools/cli/exit-codes.js';
import { globalOptions } from '../../../tools/cli/global-options.js';
import { shelfPair } from '../shelf-pair.js';

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  readonly pair?: ApiPair;
}

/** Exit code and texts of `pintle COMMAND ARGS`, without a process. */
export async function runCommand(command: Command, args: readonly string[], options: RunOptions): Promise<Ran> {
  let out = '';
  let err = '';
  const io = {
    cwd: options.cwd,
    env: options.env ?? {},
    stdoutIsTty: options.tty ?? false,
    write: (text: string) => void (out += text),
    note: (text: string) => void (err += text),
    readStdin: () => Promise.resolve(new Uint8Array()),
  };
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { ...globalOptions, ...command.options },
    allowPositionals: true,
  });
  try {
    const exit = await command.run({ values, positionals, pair: options.pair ?? shelfPair }, io);
    return { code: exitCodes[exit].code, out, err };
  } catch (error) {
    if (error instanceof UsageError)
      return { code: exitCodes.usage.code, out, err: `${err}pintle: ${error.message}\n` };
    if (error instanceof NotWrittenError)
      return { code: exitCodes.notWritten.code, out, err: `${err}pintle: ${error.message}\n` };
    throw error;
  }
}
