/** What is asked of git. */
import { execFileSync } from 'node:child_process';

/** git said no; the message is its first line. */
export class GitError extends Error {
  override readonly name = 'GitError';
}

export function git(cwd: string, args: readonly string[], input?: string): string {
  try {
    return execFileSync('git', args, {
      cwd,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input === undefined ? {} : { input }),
    });
  } catch (error) {
    const { stderr, code } = error as { stderr?: string; code?: string };
    const reason = code === 'ENOENT' ? 'git is not installed' : (stderr ?? '').trim().split('\n')[0];
    throw new GitError(reason === undefined || reason === '' ? `git ${args[0]} failed` : reason, { cause: error });
  }
}

/** Top folder of the repository around a folder, or undefined outside of one. */
export function repositoryOf(folder: string): string | undefined {
  try {
    return git(folder, ['rev-parse', '--show-toplevel']).trim();
  } catch {
    return undefined;
  }
}

/** Files that git knows and that differ from its last commit. */
export function changedFiles(repository: string): readonly string[] {
  return git(repository, ['status', '--porcelain', '--untracked-files=no', '-z'])
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => line.slice(3));
}

export function gitConfig(repository: string, key: string): string | undefined {
  try {
    return git(repository, ['config', '--get', key]).trim();
  } catch {
    return undefined;
  }
}
