/** Real git repositories in temporary folders, made from a folder and a list of edits. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Edit {
  readonly file: string;
  /** Text that is there once; null to write the whole file. */
  readonly from: string | null;
  readonly to: string;
}

export interface Commit {
  readonly message: string;
  readonly edits: readonly Edit[];
}

export const leaseTree = fileURLToPath(new URL('./fixtures/lease-tree/', import.meta.url));

export class Repository {
  readonly folder: string;

  constructor(tree: string) {
    this.folder = mkdtempSync(join(tmpdir(), 'pintle-review-'));
    cpSync(tree, this.folder, { recursive: true });
    this.git('init', '-q', '-b', 'main');
    this.git('add', '-A');
    this.git('commit', '-q', '-m', 'base');
  }

  git(...args: string[]): string {
    const date = '2026-11-02T10:00:00Z';
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
    };
    const who = ['-c', 'user.name=Robin Ashe', '-c', 'user.email=robin@example.org', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...who, ...args], { cwd: this.folder, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  }

  commit({ message, edits }: Commit): void {
    for (const edit of edits) this.edit(edit);
    this.git('add', '-A');
    this.git('commit', '-q', '-m', message);
  }

  edit({ file, from, to }: Edit): void {
    const path = join(this.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    if (from === null) {
      writeFileSync(path, to);
      return;
    }
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2)
      throw new Error(`${file}: "${from}" is there ${text.split(from).length - 1} times`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }

  /** Commits after the base as a mailbox. */
  mailbox(...options: string[]): string {
    const base = this.git('rev-list', '--max-parents=0', 'HEAD').trim();
    return this.git('format-patch', '--stdout', '--thread=shallow', ...options, `${base}..HEAD`);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
