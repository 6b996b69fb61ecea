/** Where b4 looks for review files. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { commitOf } from './git.js';

/** `.git/b4-review/<HEAD>` of the repository around a folder, or null outside of one. */
export function b4ReviewFolder(cwd: string): string | null {
  const head = commitOf(cwd, 'HEAD');
  if (head === null) return null;
  const found = spawnSync('git', ['rev-parse', '--git-dir'], { cwd, encoding: 'utf8' });
  return found.status === 0 ? resolve(cwd, found.stdout.trim(), 'b4-review', head) : null;
}
