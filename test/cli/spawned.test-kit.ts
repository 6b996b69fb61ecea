/** Runs the built command line as a process of its own, as a user does. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const main = join(root, 'dist', 'tools', 'cli', 'main.js');

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function pintle(args: readonly string[], { cwd = root, input = '' } = {}): Ran {
  if (!existsSync(main)) throw new Error('the command line is not built; run: npm run build');
  return ran(process.execPath, [main, ...args], cwd, input);
}

/** A line of shell in which `pintle` stands for the built command line. */
export function shell(line: string, cwd = root): Ran {
  return ran('bash', ['-c', `set -o pipefail; pintle() { '${process.execPath}' '${main}' "$@"; }; ${line}`], cwd, '');
}

function ran(command: string, args: readonly string[], cwd: string, input: string): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}
