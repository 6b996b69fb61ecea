/** Files of a revision, through the git program; only reads. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

function git(cwd: string, args: readonly string[]): Buffer | null {
  const run = spawnSync('git', ['-c', 'core.quotePath=false', '-c', 'core.fsmonitor=false', ...args], {
    cwd,
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
  });
  return run.error === undefined && run.status === 0 ? run.stdout : null;
}

/** `REV` and `path` of `REV:path`; null when REV is no revision of the repository around `cwd`. */
export function splitRevision(word: string, cwd: string): { readonly rev: string; readonly path: string } | null {
  const cut = word.indexOf(':');
  if (cut <= 0 || word.startsWith('-')) return null;
  const rev = word.slice(0, cut);
  const found = git(cwd, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{tree}`]);
  return found === null ? null : { rev, path: word.slice(cut + 1) };
}

/** Bytes of a file; the path counts from the top of the repository, else from `cwd`. Null when it is not there. */
export function fileOfRevision(rev: string, path: string, cwd: string): Buffer | null {
  return git(cwd, ['cat-file', 'blob', `${rev}:${path}`]) ?? git(cwd, ['cat-file', 'blob', `${rev}:./${path}`]);
}

/** Paths of a revision from the top of the repository, below `folder` when that is not empty. */
export function pathsOfRevision(rev: string, folder: string, cwd: string): readonly string[] {
  const below = folder === '' ? [] : ['--', folder];
  const list = git(cwd, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', rev, ...below]);
  return list === null
    ? []
    : list
        .toString('utf8')
        .split('\0')
        .filter((path) => path !== '');
}

/** Unpacks a revision into a temporary folder that `done` takes away; null when that fails. */
export function unpackRevision(rev: string, cwd: string): { readonly folder: string; done(): void } | null {
  const archive = git(cwd, ['archive', '--format=tar', rev]);
  if (archive === null) return null;
  const folder = mkdtempSync(join(tmpdir(), 'pintle-side-'));
  const done = () => rmSync(folder, { recursive: true, force: true });
  const run = spawnSync('tar', ['-x', '-C', folder], { input: archive, stdio: ['pipe', 'ignore', 'ignore'] });
  if (run.status === 0) return { folder, done };
  done();
  return null;
}
