/** What the user named: mails and, where it can be told, the tree they are meant for. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { ReviewInputError } from './errors.js';
import type { MailFile } from './mail/source.js';
import { bytesAsFile, mailFiles } from './mail/source.js';
import type { Series } from './series/model.js';
import { folderTree } from './tree/folder-tree.js';
import { commitOf, commitTree, rangeAsMail } from './tree/git.js';
import type { BaseTree } from './tree/model.js';

export interface OpenedInput {
  readonly name: string;
  readonly files: readonly MailFile[];
  /** Commit that a git range starts from. */
  readonly rangeBase: string | null;
}

/** Opens a mailbox, a folder, a git range or standard input. */
export async function openInput(name: string, cwd: string, readStdin: () => Promise<Uint8Array>): Promise<OpenedInput> {
  if (name === '-') {
    const bytes = await readStdin();
    if (bytes.length === 0) throw new ReviewInputError('-: standard input is empty; pipe a mailbox into it');
    return { name, files: [bytesAsFile('-', bytes)], rangeBase: null };
  }
  const path = resolve(cwd, name);
  if (statSync(path, { throwIfNoEntry: false }) !== undefined)
    return { name, files: mailFiles(path, name), rangeBase: null };
  const looksLikePath = /\.(?:mbox|mbx|patch|eml|mail|gz|diff)$/i.test(name);
  if (looksLikePath)
    throw new ReviewInputError(`${name}: no such file; name a mailbox, a folder, a git range A..B or -`);
  const { mail, base } = rangeAsMail(cwd, name);
  return { name, files: [bytesAsFile(name, mail)], rangeBase: base };
}

/** The tree to apply a series to: what was asked for, the start of a range, or the commit that the series names. */
export function chooseBase(
  asked: string | undefined,
  opened: OpenedInput,
  series: Series,
  cwd: string,
): { base: BaseTree | null; isNamed: boolean; root: string | null } {
  if (asked !== undefined) {
    const path = resolve(cwd, asked);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) return { base: folderTree(path, asked), isNamed: false, root: path };
    const commit = commitOf(cwd, asked);
    if (commit === null) throw new ReviewInputError(`--tree ${asked}: neither a folder nor a commit; name one of them`);
    return { base: commitTree(cwd, commit), isNamed: series.baseCommit === commit, root: null };
  }
  const wanted = opened.rangeBase ?? series.baseCommit;
  const commit = wanted === null ? null : commitOf(cwd, wanted);
  return {
    base: commit === null ? null : commitTree(cwd, commit),
    isNamed: commit !== null && opened.rangeBase === null,
    root: null,
  };
}
