/** Series that real git made, applied in memory, give the files that real git has; and `git am` agrees. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { textOf } from '../../tools/patch-review/clean.js';
import { SeriesTree } from '../../tools/patch-review/tree/series-tree.js';
import { commitTree } from '../../tools/patch-review/tree/git.js';
import { folderTree } from '../../tools/patch-review/tree/folder-tree.js';
import { seriesOf } from './mail-builder.js';
import { leaseSeries } from './lease-series.js';
import { leaseTree, Repository } from './repository.js';
import { leasePair } from './lease-pair.js';
import { runCommand } from './run-command.js';

const made: Repository[] = [];
afterAll(() => made.forEach((repository) => repository.remove()));

/** A small generator of numbers, so that a failing case can be repeated by its seed. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Commits random edits: changed lines, new, renamed, deleted files, CR LF, missing newlines, odd bytes. */
function randomSeries(seed: number, commits: number): Repository {
  const next = random(seed);
  const repository = new Repository(leaseTree);
  made.push(repository);
  const files = new Map<string, string[]>();
  for (let i = 0; i < 4; i++)
    files.set(
      `src/f${i}.c`,
      Array.from({ length: 40 + next(40) }, (_, line) => `line ${line} of ${i}`),
    );
  for (let commit = 0; commit < commits; commit++) {
    for (let edit = 0; edit < 1 + next(4); edit++) mutate(files, next, `${commit}-${edit}`);
    repository.git('rm', '-rq', '--ignore-unmatch', 'src');
    for (const [file, lines] of files)
      repository.edit({ file, from: null, to: lines.join('\n') + (lines.length % 5 === 0 ? '' : '\n') });
    repository.git('add', '-A');
    repository.git('commit', '-q', '--allow-empty', '-m', `change ${commit}\n\nFrom here on, seed ${seed}.`);
  }
  return repository;
}

function mutate(files: Map<string, string[]>, next: (below: number) => number, mark: string): void {
  const names = [...files.keys()];
  const name = names[next(names.length)] ?? 'src/x.c';
  const lines = files.get(name) ?? [];
  const at = next(lines.length + 1);
  const kind = next(8);
  if (kind === 0) files.set(`src/new ${mark}.c`, [`fresh ${mark}`, '-- ', '--- a/x', '+++ b/x', '@@ -1 +1 @@']);
  else if (kind === 1 && names.length > 2) files.delete(name);
  else if (kind === 2) {
    files.delete(name);
    files.set(`src/moved-${mark}.c`, lines);
  } else if (kind === 3) lines.splice(at, 1);
  else if (kind === 4) lines.splice(at, 2, `changed ${mark}`, '');
  else if (kind === 5) lines.splice(at, 0, `with return ${mark}\r`);
  else if (kind === 6) lines.splice(at, 0, `umlaut ä ${mark}`, 'From the start');
  else lines.splice(at, 0, `added ${mark}`, '> quoted', '>From there');
}

describe('series of real git', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i ends with the files that git has', async (seed) => {
    const repository = randomSeries(seed, 6);
    const base = repository.git('rev-list', '--max-parents=0', 'HEAD').trim();
    const series = await seriesOf(Buffer.from(repository.mailbox('-M', '-C')));
    const tree = new SeriesTree(commitTree(repository.folder, base));
    for (const patch of series.patches) {
      for (const file of patch.diff.files) expect(tree.apply(file).problems, `${patch.number}`).toEqual([]);
    }
    const paths = repository
      .git('ls-files', '-z', 'src')
      .split('\0')
      .filter((path) => path !== '');
    expect(paths.length).toBeGreaterThan(1);
    for (const path of paths) {
      const text =
        tree
          .source(path)
          ?.spans.map((span) => span.text)
          .join('') ?? '';
      expect(textOf(text), path).toBe(repository.git('show', `HEAD:${path}`));
    }
    expect(
      tree
        .touched()
        .filter((path) => path.startsWith('src/'))
        .sort(),
    ).toEqual(paths.sort());
  });

  it('git am takes the same mailbox', async () => {
    const repository = new Repository(leaseTree);
    made.push(repository);
    for (const commit of leaseSeries) repository.commit(commit);
    const mailbox = repository.mailbox();
    const series = await seriesOf(Buffer.from(mailbox));
    const folder = mkdtempSync(join(tmpdir(), 'pintle-am-'));
    writeFileSync(join(folder, 'series.mbx'), mailbox);
    const tip = repository.git('rev-parse', 'HEAD^{tree}');
    repository.git('checkout', '-q', repository.git('rev-list', '--max-parents=0', 'HEAD').trim());
    const tree = new SeriesTree(folderTree(repository.folder, 'tree'));
    for (const patch of series.patches) for (const file of patch.diff.files) tree.apply(file);
    repository.git('am', '-q', join(folder, 'series.mbx'));
    expect(repository.git('rev-parse', 'HEAD^{tree}')).toBe(tip);
    for (const path of tree.touched()) {
      expect(tree.source(path)?.spans[0]?.text, path).toBe(repository.git('show', `HEAD:${path}`));
    }
    rmSync(folder, { recursive: true });
  });

  it('a git range is reviewed with its own start as the base, and a commit can be named as the tree', async () => {
    const repository = new Repository(leaseTree);
    made.push(repository);
    for (const commit of leaseSeries) repository.commit(commit);
    const setup = { cwd: repository.folder, pair: leasePair({ 'two-pools': 'equal', 'pool-life': 'equal' }) };
    const range = await runCommand(['HEAD~3..HEAD'], { output: ['json'] }, setup);
    const report = JSON.parse(range.out) as {
      patches: unknown[];
      findings: { file: string; line: number; type: string }[];
    };
    expect(report.patches).toHaveLength(3);
    expect(report.findings.map(({ file, line, type }) => `${file}:${line} ${type}`)).toEqual([
      'drivers/beta.c:8 CALL_LEFT_BEHIND',
      'drivers/macros.h:4 CALL_LEFT_BEHIND',
      'lib/lease.c:35 BEHAVIOUR_NOT_SHOWN',
    ]);
    writeFileSync(join(repository.folder, 'box.mbx'), repository.mailbox());
    const named = await runCommand(['box.mbx'], { output: ['json'], tree: 'HEAD~3' }, setup);
    expect((JSON.parse(named.out) as { findings: unknown }).findings).toEqual(report.findings);
    await expect(runCommand(['HEAD~3..nowhere'], {}, setup)).rejects.toThrow(/no such file, folder or git range/);
    await expect(runCommand(['HEAD..HEAD'], {}, setup)).rejects.toThrow(/an empty range/);
    await expect(runCommand(['box.mbx'], { tree: '--all' }, setup)).rejects.toThrow(/neither a folder nor a commit/);
  });
});
