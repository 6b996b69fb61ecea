/** The texts that `--help` prints, from the command table. */
import type { Command } from './command.js';
import { commands } from './commands.js';
import { exitCodes } from './exit-codes.js';
import { globalOptionHelp, globalOptions } from './global-options.js';

function optionLine(name: string, short: string | undefined, help: string): string {
  const spelled = name.length === 1 ? `-${name}` : `${short === undefined ? '' : `-${short}, `}--${name}`;
  return `  ${spelled.padEnd(22)} ${help}\n`;
}

/** Help of the whole program. */
export async function generalHelp(): Promise<string> {
  let text = 'usage: pintle COMMAND [OPTION]... [ARGUMENT]...\n\n';
  text += 'Review an API change in a patch series, move its callers, and see that both versions do the same.\n';
  text += 'Reads files and stdin, writes text. Never opens a socket, never sends.\n\ncommands\n';
  for (const [name, load] of commands) text += `  ${name.padEnd(22)} ${(await load()).summary}\n`;
  text += '\noptions of every command\n';
  for (const [name, option] of Object.entries(globalOptions)) {
    const short = 'short' in option ? option.short : undefined;
    text += optionLine(name, short, globalOptionHelp[name as keyof typeof globalOptions]);
  }
  text += optionLine('version', undefined, 'versions of pintle and of the TypeScript that judges code');
  text += '\nexit codes\n';
  for (const { code, means } of Object.values(exitCodes)) text += `  ${String(code).padEnd(22)} ${means}\n`;
  return text;
}

/** Help of one command. */
export function commandHelp(command: Command): string {
  let text = `usage: ${command.usage}\n\n${command.summary}\n`;
  const own = Object.entries(command.options);
  if (own.length > 0) text += '\noptions\n';
  for (const [name, option] of own) text += optionLine(name, option.short, command.optionHelp[name] ?? '');
  return `${text}\nOptions of every command and exit codes: pintle --help\n`;
}

/** Help of the whole program and of every command, for the reference. */
export async function commandHelps(): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const own = await Promise.all([...commands].map(async ([name, load]) => ({ name, text: commandHelp(await load()) })));
  return [{ name: 'pintle', text: await generalHelp() }, ...own];
}
