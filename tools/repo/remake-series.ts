/**
 * Makes a shipped series anew from the tree it is meant for: applies its patches with git, writes them with git. Run it
 * after the tree changed: `node dist/tools/repo/remake-series.js TREE FOLDER|MBOX...`. Dates, names and message-ids are
 * those of the series, so that a second run changes no byte.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const mark = /^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001$/m;

/** Text of each mail of a folder of format-patch files or of an mbox, by file name. */
export function mailsOf(path: string): Map<string, string> {
  if (!statSync(path).isDirectory()) return new Map([[path, readFileSync(path, 'utf8')]]);
  const names = readdirSync(path).filter((name) => name.endsWith('.patch'));
  return new Map(names.sort().map((name) => [join(path, name), readFileSync(join(path, name), 'utf8')]));
}

/** The series of `path` as git writes it on top of `tree`, by file name. Throws what git says when it does not apply. */
export function remade(tree: string, path: string): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'pintle-series-'));
  try {
    return remadeIn(folder, tree, mailsOf(path));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function remadeIn(folder: string, tree: string, files: ReadonlyMap<string, string>): Map<string, string> {
  const git = (args: readonly string[], date: string, input = ''): string =>
    execFileSync('git', ['-c', 'user.name=Robin Ashe', '-c', 'user.email=robin@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
      input,
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
    });
  const mails = [...files.values()]
    .flatMap((text) => text.split(/^(?=From [0-9a-f]{40} Mon Sep 17 00:00:00 2001$)/m))
    .filter((text) => mark.test(text));
  const [cover = '', ...patches] = mails;
  const start = '2026-11-02T08:00:00Z';
  cpSync(tree, folder, { recursive: true });
  git(['init', '-q', '-b', 'main'], start);
  git(['add', '-A'], start);
  git(['commit', '-q', '-m', 'Add the example tree'], start);
  const base = git(['rev-parse', 'HEAD'], start).trim();
  for (const patch of patches) git(['am', '-q', '--committer-date-is-author-date', '-'], dateOf(patch), patch);
  const version = /^Subject: \[PATCH v(\d+)/m.exec(cover)?.[1] ?? '1';
  const written = git(
    [
      'format-patch',
      '--stdout',
      '--cover-letter',
      `-v${version}`,
      '--thread=shallow',
      '--signature=git',
      `--base=${base}`,
      `${base}..HEAD`,
    ],
    dateOf(patches.at(-1) ?? ''),
  );
  return packed(files, withOldWords(written, mails));
}

function dateOf(mail: string): string {
  return /^Date: (.*)$/m.exec(mail)?.[1] ?? '2026-11-03T09:00:00Z';
}

/** New diffs under the old message-ids, threading headers and cover letter. */
function withOldWords(written: string, old: readonly string[]): string[] {
  const fresh = written.split(/^(?=From [0-9a-f]{40} Mon Sep 17 00:00:00 2001$)/m);
  return fresh.map((mail, i) => {
    const before = old[i] ?? '';
    const subject = /^Subject: .*$/m.exec(before)?.[0] ?? '';
    const heads = (text: string): string[] =>
      [...text.split('\n\n')[0]!.matchAll(/^(?:Message-Id|In-Reply-To|References|Date): .*$/gm)].map(
        (match) => match[0],
      );
    let text = mail;
    const [now, then] = [heads(mail), heads(before)];
    now.forEach((line, at) => (text = text.replace(line, () => then[at] ?? line)));
    if (i > 0) return text;
    const words = before.slice(before.indexOf('\n\n') + 2, before.search(/^Robin Ashe \(\d+\):$/m)).trim();
    return text.replace(/^Subject: .*$/m, () => subject).replace('*** BLURB HERE ***', () => words);
  });
}

function packed(files: ReadonlyMap<string, string>, mails: readonly string[]): Map<string, string> {
  const names = [...files.keys()];
  if (names.length === 1) return new Map([[names[0]!, mails.join('')]]);
  return new Map(names.map((name, i) => [name, mails[i] ?? '']));
}

function main(args: readonly string[]): void {
  const [tree, ...series] = args;
  if (tree === undefined || series.length === 0) throw new Error('usage: remake-series TREE FOLDER|MBOX...');
  for (const path of series) for (const [name, text] of remade(resolve(tree), path)) writeFileSync(name, text);
}

const started = process.argv[1];
if (started !== undefined && /remake-series\.[jt]s$/.test(started)) main(process.argv.slice(2));
