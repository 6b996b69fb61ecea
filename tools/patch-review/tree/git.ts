/** `git` as a program: ranges as mail, commits as trees. Only reads. */
import { spawnSync } from 'node:child_process';
import { ReviewInputError } from '../errors.js';
import { limits } from '../limits.js';
import type { BaseTree } from './model.js';

/** Settings of the user that would change what is read, or run a program, are switched off. */
const neutral = [
  '-c',
  'core.quotePath=true',
  '-c',
  'diff.external=',
  '-c',
  'diff.noprefix=false',
  '-c',
  'diff.mnemonicPrefix=false',
  '-c',
  'color.ui=never',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'format.attach=',
  '-c',
  'format.signature=git',
];

function git(cwd: string, args: readonly string[], input?: string): { ok: boolean; out: Buffer; error: string } {
  const run = spawnSync('git', [...neutral, ...args], {
    cwd,
    maxBuffer: 1 << 30,
    ...(input === undefined ? {} : { input }),
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
  });
  const error = run.error === undefined ? run.stderr.toString('utf8').trim() : run.error.message;
  return { ok: run.error === undefined && run.status === 0, out: run.stdout ?? Buffer.alloc(0), error };
}

/** Full name of a commit, or null when git or the commit is not there. */
export function commitOf(cwd: string, rev: string): string | null {
  if (rev === '' || rev.startsWith('-')) return null;
  const found = git(cwd, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`]);
  return found.ok ? found.out.toString('utf8').trim() : null;
}

/** A range `A..B` (or `A`, meaning `A..HEAD`) as mail, and the commit it starts from. */
export function rangeAsMail(cwd: string, range: string): { mail: Uint8Array; base: string } {
  const [from, to] = range.includes('..') ? range.split(/\.{2,3}/) : [range, 'HEAD'];
  const start = commitOf(cwd, from === undefined || from === '' ? 'HEAD' : from);
  const end = commitOf(cwd, to === undefined || to === '' ? 'HEAD' : to);
  if (start === null || end === null) {
    throw new ReviewInputError(
      `${range}: no such file, folder or git range; name a mailbox, a folder, a range A..B or -`,
    );
  }
  const merge = git(cwd, ['merge-base', start, end]);
  const base = merge.ok ? merge.out.toString('utf8').trim() : start;
  const made = git(cwd, [
    'format-patch',
    '--stdout',
    '--no-ext-diff',
    '--no-textconv',
    '--no-color',
    '--numbered',
    '--thread=shallow',
    '-M',
    `${base}..${end}`,
  ]);
  if (!made.ok) throw new ReviewInputError(`${range}: git format-patch failed (${made.error.split('\n')[0] ?? ''})`);
  if (made.out.length === 0) throw new ReviewInputError(`${range}: an empty range, nothing to review`);
  return { mail: made.out, base };
}

/** The files of a commit. */
export function commitTree(cwd: string, commit: string): BaseTree {
  const contents = new Map<string, string | null>();
  const read = (path: string): string | null => {
    const known = contents.get(path);
    if (known !== undefined) return known;
    const shown = git(cwd, ['cat-file', 'blob', `${commit}:${path}`]);
    const content = shown.ok && shown.out.length <= limits.sourceBytes ? shown.out.toString('latin1') : null;
    contents.set(path, content);
    return content;
  };
  return {
    name: commit.slice(0, 12),
    read,
    filesNaming: (words) => {
      if (words.length === 0) return { paths: [], looked: 0 };
      const all = git(cwd, ['ls-tree', '-r', '--name-only', '-z', '--full-tree', commit]);
      const looked = all.out
        .toString('utf8')
        .split('\0')
        .filter((path) => /\.(?:c|h|S|inc)$/.test(path)).length;
      const patterns = words.flatMap((word) => ['-e', word]);
      const found = git(cwd, [
        'grep',
        '-l',
        '-z',
        '-F',
        '--full-name',
        ...patterns,
        commit,
        '--',
        ':/*.c',
        ':/*.h',
        ':/*.S',
        ':/*.inc',
      ]);
      const prefix = `${commit}:`;
      const paths = found.out
        .toString('utf8')
        .split('\0')
        .filter((line) => line.startsWith(prefix))
        .map((line) => line.slice(prefix.length));
      return { paths: paths.sort(), looked };
    },
  };
}
