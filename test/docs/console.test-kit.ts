/**
 * Blocks of commands in documents. A fence ```console holds lines `$ command`, each followed by what it prints on stdout and
 * stderr. Lines `> more` right after it go on with the command. `# ends with 1` after a command tells an exit code other than 0; a line `...` stands for any lines.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main, root } from '../cli/spawned.test-kit.js';

export interface Command {
  /** Of the last line of the command. */
  readonly line: number;
  readonly command: string;
  readonly status: number;
  readonly output: readonly string[];
}

/** Documents that people write and that show commands. */
export function documentsWithCommands(): readonly string[] {
  const guides = readdirSync(join(root, 'docs', 'guides')).map((name) => `docs/guides/${name}`);
  return ['README.md', ...guides].filter((path) => readFileSync(join(root, path), 'utf8').includes('\n```console\n'));
}

export function commandsOf(text: string): readonly Command[] {
  const commands: Command[] = [];
  let inside = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (!inside) inside = line === '```console';
    else if (line === '```') inside = false;
    else if (line.startsWith('$ ')) commands.push(begin(line.slice(2), index + 1));
    else if (line.startsWith('> ') && commands.at(-1)!.output.length === 0) goOn(commands, line.slice(2), index + 1);
    else (commands.at(-1)!.output as string[]).push(line);
  }
  return commands;
}

function goOn(commands: Command[], more: string, line: number): void {
  const last = commands.pop()!;
  commands.push({ ...last, line, command: `${last.command}\n${more}` });
}

function begin(text: string, line: number): Command {
  const [, command, status] = /^(.*?)(?:\s+# ends with (\d+))?$/.exec(text)!;
  return { line, command: command!, status: Number(status ?? 0), output: [] };
}

/** A folder with the examples, a repository around them, and `pintle` on the path: where a reader would try the commands. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pintle-docs-'));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'pintle'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  chmodSync(join(folder, 'bin', 'pintle'), 0o755);
  const desk = join(folder, 'desk');
  cpSync(join(root, 'examples'), join(desk, 'examples'), { recursive: true });
  cpSync(join(root, 'docs', 'examples', 'guest-driver'), join(desk, 'guest-driver'), { recursive: true });
  mkdirSync(join(desk, 'guest-driver', 'node_modules'));
  symlinkSync(root, join(desk, 'guest-driver', 'node_modules', 'pintle'));
  symlinkSync(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), join(folder, 'bin', 'tsc'));
  writeFileSync(join(desk, '.gitignore'), 'node_modules\n');
  writeFileSync(join(folder, 'gitconfig'), '[user]\n\tname = Vito Frey\n\temail = vito@example.org\n');
  run(folder, 'git init -q -b main . && git add . && git commit -q -m "Begin"');
  return folder;
}

/** Runs a line of shell in the scratch folder; stdout and stderr as they come. */
export function run(folder: string, command: string): { readonly status: number | null; readonly output: readonly string[] } {
  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
  };
  const { status, stdout } = spawnSync('bash', ['-c', `exec 2>&1; ${command}`], { cwd: join(folder, 'desk'), env, encoding: 'utf8' });
  return { status, output: stdout === '' ? [] : stdout.replace(/\n$/, '').split('\n') };
}

/** Whether lines fit a pattern in which the line `...` stands for any number of lines. */
export function fits(lines: readonly string[], pattern: readonly string[]): boolean {
  const gap = pattern.indexOf('...');
  if (gap < 0) return lines.length === pattern.length && lines.every((line, index) => line === pattern[index]);
  if (!fits(lines.slice(0, gap), pattern.slice(0, gap)) || lines.length < gap) return false;
  const rest = pattern.slice(gap + 1);
  for (let at = gap; at <= lines.length; at++) if (fits(lines.slice(at), rest)) return true;
  return false;
}
