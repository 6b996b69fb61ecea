/** A real kernel tree: every place where a name stands is accounted for, every finding was reviewed. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ioasidPair } from '../../src/compat/ioasid-pair.js';
import { RuleRunner } from '../../tools/call-sites/run-rules.js';
import { readTree, type ReadTree } from '../../tools/c/read-tree.js';
import { kernelTree } from '../../tools/repo/unpack-linux.js';
import { fixtures, pintle } from './reading.js';

const { folder, reason } = kernelTree();
const isContinuous = process.env['CI'] === 'true';
if (folder === null && !isContinuous) process.stdout.write(`kernel tree tests are skipped: ${reason}\n`);

/** Reviewed lines: `count file name kind`, with a `#` for the reader. */
function table(name: string): readonly string[] {
  const text = readFileSync(`${fixtures}linux-6.1/${name}`, 'utf8');
  return text.split('\n').flatMap((line) => (line === '' || line.startsWith('#') ? [] : [line.replace(/\s+#.*$/, '')]));
}

it.runIf(isContinuous)('has a kernel tree to run on', () => {
  expect(folder, reason).not.toBeNull();
});

describe.skipIf(folder === null)('Linux 6.1', () => {
  const root = folder ?? '';
  let tree: ReadTree;

  beforeAll(async () => {
    tree = await readTree([root], ioasidPair, { cwd: root });
  }, 300_000);

  it('accounts for every line that grep finds', () => {
    const names = [...tree.names.finder.names].join('|');
    const found = execFileSync('grep', ['-rnwoE', names, '--include=*.c', '--include=*.h', '.'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const own = tree.files.flatMap(({ file, scan }) => scan.hits.map(({ line, name }) => `./${file}:${line}:${name}`));
    expect(own.sort()).toEqual(found.trim().split('\n').sort());
    expect(own.length).toBeGreaterThan(100);
  }, 120_000);

  it('says what each of them is, as reviewed', () => {
    const counts = new Map<string, number>();
    for (const { file, scan } of tree.files) {
      for (const { name, kind } of scan.hits) {
        const key = `${file} ${name} ${kind}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    expect([...counts].map(([key, count]) => `${count} ${key}`).sort()).toEqual([...table('hits.txt')].sort());
    expect(tree.notRead).toEqual([]);
  });

  it('finds what the review found, and nothing in drivers with id spaces of their own', () => {
    const runner = new RuleRunner(ioasidPair, 'c');
    const findings = tree.files.flatMap(({ facts }) => runner.run(facts));
    const found = findings.map(({ file, scope, type, symbol }) => `${file} ${scope} ${type} ${symbol}`);
    expect(found.sort()).toEqual([...table('findings.txt')].sort());
    const silent = /amdkfd|ocxl|drivers\/dma\/idxd|mm\/init-mm|arch\/x86\/kernel\/traps/;
    expect(findings.filter(({ file }) => silent.test(file))).toEqual([]);
    expect(findings.every(({ evidence }) => evidence === 'types' || evidence === 'pattern')).toBe(true);
  });

  it('compares its header with the one that the pair tells about', async () => {
    const { out, code } = await pintle(root, 'compare', 'c:base', 'include/linux/ioasid.h', '-o', 'json');
    const { changes, stubs } = JSON.parse(out) as { changes: { symbol: string; kind: string }[]; stubs: unknown[] };
    expect(changes.filter(({ kind }) => kind !== 'added')).toEqual([]);
    expect([stubs, code]).toEqual([[], 0]);
  });

  it('moves what can be moved and lists the rest', async () => {
    const { err, code } = await pintle(root, 'migrate', 'drivers/iommu', 'include/linux/sched', '-o', 'json');
    expect(code).toBe(1);
    expect(err).toContain('drivers/iommu/iommu-sva-lib.c');
    expect(err).toContain('which set owns the id?');
  });
});
