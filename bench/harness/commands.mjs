/** Runs a command and says what it cost: wall and CPU time by the shell, memory by GNU time where that is there. */
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where a program is in PATH, or null. */
export function programPath(name) {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // The next folder may have it.
    }
  }
  return null;
}

/** For `missing` of a row or peer: the sentence, or null when the program is there. */
export const missingProgram = (name) => () => (programPath(name) === null ? `${name} is not installed` : null);

const timer = programPath('time');

/**
 * Runs `argv` with its output thrown away. `exits` lists the exit codes that are right; any other one throws, with what
 * the command said on its standard error.
 */
export async function runCommand({ argv, cwd = process.cwd(), exits = [0], env = {} }) {
  const folder = mkdtempSync(join(tmpdir(), 'pintle-bench-'));
  try {
    const [times, memory, said] = ['times', 'memory', 'said'].map((name) => join(folder, name));
    const measured = timer === null ? argv : [timer, '-f', '%M', '-o', memory, ...argv];
    const script = `TIMEFORMAT='%R %U %S'; { time "$@" >/dev/null 2>"$SAID"; } 2>"$TIMES"`;
    const child = spawn('bash', ['-c', script, 'bash', ...measured], {
      cwd,
      stdio: 'ignore',
      env: { ...process.env, ...env, TIMES: times, SAID: said, LC_ALL: 'C' },
    });
    const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    if (!exits.includes(code)) {
      throw new Error(`${argv.join(' ')} ended with ${code}: ${readFileSync(said, 'utf8').trim().slice(0, 500)}`);
    }
    const [wall, user, system] = readFileSync(times, 'utf8').trim().split(/\s+/).map(Number);
    const peak = timer === null ? 0 : Number(readFileSync(memory, 'utf8').trim().split('\n').at(-1));
    return { wallNs: wall * 1e9, cpuNs: (user + system) * 1e9, peakBytes: peak * 1024 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
