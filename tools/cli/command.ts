/** One command of the command line: what help prints and what runs. */
import type { ParseArgsConfig } from 'node:util';
import type { ApiPair } from '../../src/compat/pair-model.js';
import type { Exit } from './exit-codes.js';

/** What a command may touch of the outside. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdoutIsTty: boolean;
  write(text: string): void;
  /** To stderr. */
  note(text: string): void;
  readStdin(): Promise<Uint8Array>;
}

export interface Invocation {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
  /** The pair that `--api` names; the first built-in one without it. */
  readonly pair: ApiPair;
}

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** Options besides the global ones. */
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** Sentence for each option, for help. */
  readonly optionHelp: Readonly<Record<string, string>>;
  run(invocation: Invocation, io: Io): Promise<Exit>;
}
