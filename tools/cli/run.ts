/** From the words of the command line to an exit: finds the command, parses its options, loads the pair, runs. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Command, Io } from './command.js';
import { commands } from './commands.js';
import { UsageError } from './errors.js';
import type { Exit } from './exit-codes.js';
import { globalOptions } from './global-options.js';
import { commandHelp, generalHelp } from './help.js';
import { nearest } from './nearest.js';
import { loadPair } from './load-pair.js';
import { versionText } from './version.js';

/** Runs `argv` (without node and script). Throws UsageError, NotWrittenError, or what a bug throws. */
export async function run(argv: readonly string[], io: Io): Promise<Exit> {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    io.write(await generalHelp());
    return first === undefined ? 'usage' : 'clean';
  }
  if (first === '--version') {
    io.write(await versionText());
    return 'clean';
  }
  const command = await findCommand(first);
  const { values, positionals } = parse(command, rest);
  if (values['help'] === true) {
    io.write(commandHelp(command));
    return 'clean';
  }
  const cwd = typeof values['C'] === 'string' ? resolve(io.cwd, values['C']) : io.cwd;
  if (!isDirectory(cwd)) throw new UsageError(`-C ${cwd}: no such directory`);
  const pair = await loadPair(values['api'], cwd);
  return command.run({ values, positionals, pair }, { ...bound(io), cwd });
}

async function findCommand(name: string): Promise<Command> {
  const load = commands.get(name);
  if (load !== undefined) return load();
  const meant = nearest(name, commands.keys());
  const hint = meant === undefined ? 'see pintle --help' : `did you mean ${meant}?`;
  throw new UsageError(`${name}: no such command; ${hint}`);
}

function parse(command: Command, args: readonly string[]) {
  const options = { ...globalOptions, ...command.options };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(`${command.name}: ${explainParseError(error, Object.keys(options))}`, { cause: error });
  }
}

function explainParseError(error: unknown, names: readonly string[]): string {
  const message = error instanceof Error ? (error.message.split('. ')[0] ?? error.message) : String(error);
  const unknown = /^Unknown option '--?([^']+)'/.exec(message)?.[1];
  if (unknown === undefined) return message;
  const meant = nearest(unknown, names);
  return `unknown option --${unknown}; ${meant === undefined ? 'see --help' : `did you mean --${meant}?`}`;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function bound(io: Io): Io {
  return {
    cwd: io.cwd,
    env: io.env,
    stdoutIsTty: io.stdoutIsTty,
    write: (text) => io.write(text),
    note: (text) => io.note(text),
    readStdin: () => io.readStdin(),
  };
}
