/** A migration as patch mail, one patch per package or folder, as `git format-patch` writes it. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { FileRewrite } from '../front-end.js';
import { git, gitConfig, GitError } from './git.js';
import { countLines, fileDiff } from './unified-diff.js';

export interface PatchMail {
  readonly name: string;
  readonly text: string;
  readonly files: number;
  readonly sites: number;
}

export interface PatchOptions {
  readonly repository: string;
  /** What is moved to: title of the new version. */
  readonly title: string;
  readonly version: string;
  readonly signOff: boolean;
}

interface Group {
  /** Folder below the repository, with `/`; empty for its top. */
  readonly folder: string;
  readonly rewrites: readonly FileRewrite[];
}

function below(repository: string, path: string): string {
  return relative(repository, path).split(sep).join('/');
}

/** Folder of the package around a file, or its own folder. */
function groupFolder(repository: string, path: string): string {
  for (let at = dirname(path); at.length > repository.length; at = dirname(at)) {
    if (existsSync(join(at, 'package.json'))) return at;
  }
  return dirname(path);
}

function groupsOf(repository: string, rewrites: readonly FileRewrite[]): readonly Group[] {
  const groups = new Map<string, FileRewrite[]>();
  for (const rewrite of rewrites) {
    const key = rewrite.group ?? below(repository, groupFolder(repository, rewrite.path));
    groups.set(key, [...(groups.get(key) ?? []), rewrite]);
  }
  return [...groups.values()]
    .map((own) => ({ folder: below(repository, groupFolder(repository, own[0]!.path)), rewrites: own }))
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

/** How subjects of earlier commits to these files begin. */
function subjectPrefix(repository: string, { folder, rewrites }: Group): string {
  const counts = new Map<string, number>();
  try {
    const subjects = git(repository, [
      'log',
      '-n',
      '50',
      '--format=%s',
      '--',
      ...rewrites.map(({ path }) => below(repository, path)),
    ]);
    for (const subject of subjects.split('\n')) {
      const prefix = /^(\S[^:]{0,40}(?:: [\w/.-]{1,30})*): /.exec(subject)?.[1];
      if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
    }
  } catch {
    counts.clear();
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return best?.[0] ?? (folder === '' ? 'callers' : folder.slice(folder.lastIndexOf('/') + 1));
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

/** Header text that is not ASCII, as RFC 2047 wants it. */
function encoded(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?UTF-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;
}

function fileName(number: number, subject: string): string {
  const words = subject.replace(/[^A-Za-z0-9.]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
  return `${String(number).padStart(4, '0')}-${words.slice(0, 52).replace(/[-.]+$/, '')}.patch`;
}

interface Author {
  readonly name: string;
  readonly mail: string;
  readonly base: string;
  readonly date: string;
}

/** Who is named, and on what the patches lie. The date is that of the base, so that two runs print the same. */
function authorOf(repository: string): Author {
  const name = gitConfig(repository, 'user.name');
  const mail = gitConfig(repository, 'user.email');
  if (name === undefined || mail === undefined)
    throw new GitError('git has no user.name or user.email; set both for the From line');
  const [base = '', date = ''] = git(repository, ['log', '-1', '--format=%H%n%aD']).split('\n');
  return { name, mail, base, date };
}

function statOf(diffs: readonly { name: string; diff: string }[]): string {
  const counts = diffs.map(({ name, diff }) => ({ name, ...countLines(diff) }));
  const width = Math.max(...counts.map(({ name }) => name.length));
  const sum = counts.reduce(
    (total, { added, removed }) => ({ added: total.added + added, removed: total.removed + removed }),
    { added: 0, removed: 0 },
  );
  const lines = counts.map(({ name, added, removed }) => {
    const marks = '+'.repeat(Math.min(added, 30)) + '-'.repeat(Math.min(removed, 30));
    return ` ${name.padEnd(width)} | ${added + removed} ${marks}`;
  });
  const files = `${counts.length} file${counts.length === 1 ? '' : 's'} changed`;
  const parts = [files];
  if (sum.added > 0) parts.push(`${sum.added} insertion${sum.added === 1 ? '' : 's'}(+)`);
  if (sum.removed > 0) parts.push(`${sum.removed} deletion${sum.removed === 1 ? '' : 's'}(-)`);
  return `${lines.join('\n')}\n ${parts.join(', ')}\n`;
}

/** The mails of a migration. Throws GitError. */
export function formatPatches(rewrites: readonly FileRewrite[], options: PatchOptions): readonly PatchMail[] {
  const { repository } = options;
  const author = authorOf(repository);
  const groups = groupsOf(repository, rewrites);
  return groups.map((group, at) => {
    const subject = `${subjectPrefix(repository, group)}: Move callers to ${options.title}`;
    const sites = group.rewrites.reduce((sum, item) => sum + item.sites, 0);
    const diffs = group.rewrites.map((rewrite) => {
      const name = below(repository, rewrite.path);
      return { name, diff: fileDiff(rewrite, name, true) };
    });
    const number =
      groups.length === 1 ? '' : ` ${String(at + 1).padStart(String(groups.length).length, '0')}/${groups.length}`;
    const body = wrap(
      `The API changed; ${sites} call site${sites === 1 ? '' : 's'} move with it. Made with pintle ${options.version} (pintle migrate); the result was ${group.rewrites.every(({ path }) => /\.[ch]$/.test(path)) ? 'parsed again' : 'type-checked'}.`,
      75,
    );
    const sign = options.signOff ? `\n\nSigned-off-by: ${author.name} <${author.mail}>` : '';
    const text = [
      `From ${author.base} Mon Sep 17 00:00:00 2001\n`,
      `From: ${encoded(author.name)} <${author.mail}>\n`,
      `Date: ${author.date}\n`,
      `Subject: [PATCH${number}] ${encoded(subject)}\n`,
      'MIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n',
      `${body}${sign}\n---\n${statOf(diffs)}\n`,
      diffs.map(({ diff }) => diff).join(''),
      `\nbase-commit: ${author.base}\n-- \npintle ${options.version}\n\n`,
    ].join('');
    return { name: fileName(at + 1, subject), text, files: group.rewrites.length, sites };
  });
}
