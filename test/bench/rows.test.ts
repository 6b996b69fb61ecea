import { describe, expect, it } from 'vitest';
import { benchModule, runBench, type BenchRecord, type Measured, type Row } from './bench.test-kit.js';

interface Collected {
  readonly module: string;
  readonly index: number;
  readonly row: Row;
}

const { collectRows } = await benchModule<{ collectRows: () => Promise<Collected[]> }>('harness/collect.mjs');
const { measureRow } = await benchModule<{ measureRow: (row: Row, options: object) => Promise<Measured> }>(
  'harness/measure.mjs',
);
const collected = await collectRows();

describe('rows', () => {
  it('have names of their own', () => {
    const names = collected.map(({ row }) => `${row.side}: ${row.name}`);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(['base', 'v1', 'v2'])('are there for every operation of %s', (side) => {
    const names = collected.filter(({ row }) => row.side === side).map(({ row }) => row.name);
    expect(names).toEqual(
      expect.arrayContaining([
        'alloc+free pair, 0 live',
        'alloc+free pair, 1k live',
        'alloc+free pair, 100k live',
        'free a random live id + alloc, 100k live',
        'find, random of 100k',
        'fill 2^20 ids, per alloc',
        'drain 2^20 ids in random order, per free',
      ]),
    );
  });

  it('of the libraries stand beside the kernel of the same side', () => {
    const row = (side: string) =>
      collected.find(({ row }) => row.side === side && row.name === 'find, random of 100k')!.row;
    expect(row('base').reference).toMatchObject({ best: 12, median: 14, of: 'kernel C, base' });
    expect(row('v1').reference).toMatchObject({ best: 74, median: 78 });
    expect(row('v2').reference).toMatchObject({ best: 19, median: 22 });
    expect(row('v2').target).toEqual({ most: 22 });
  });

  // Commands are started by the test below; here everything runs that runs in one process.
  it.each(
    collected.filter(({ row }) => row.prepare !== undefined).map(({ row }) => [row.side, row.name, row] as const),
  )('%s: %s runs', async (_side, _name, row) => {
    const measured = await measureRow(row, { repetitions: 1, tiny: true });
    expect(measured.missing).toBeNull();
    expect(measured.wall).toBeGreaterThan(0);
    expect(measured.peakBytes).toBeGreaterThan(0);
  });
});

describe('npm run bench', () => {
  it('runs a command and its peer in turn', () => {
    const { status, stdout } = runBench('--only', 'pintle --help', '--tiny', '--repetitions', '1', '-o', 'json');
    const { format, rows, machine } = JSON.parse(stdout) as {
      format: string;
      rows: BenchRecord[];
      machine: { cores: number };
    };
    expect([status, format]).toEqual([0, 'pintle.bench/1']);
    expect(machine.cores).toBeGreaterThan(0);
    const [row] = rows;
    expect(row!.failed).toBeNull();
    expect(row!.ratio).toBeCloseTo(row!.measured!.wall / row!.peer!.wall);
  });

  it('lists rows without running them', () => {
    const { status, stdout } = runBench('--list', '--only', 'v2:');
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toContain('v2: find, random of 100k');
    expect(stdout).not.toContain('v1:');
  });

  it.each([
    [['--only', 'no such row'], 'bench: no row has "no such row" in its name\n'],
    [['-o', 'xml'], 'bench: -o xml: text or json\n'],
    [['--repetitions', '0'], 'bench: --repetitions 0: a number from 1\n'],
  ])('%j is refused in one sentence', (args, message) => {
    expect(runBench(...args)).toEqual({ status: 2, stdout: '', stderr: message });
  });
});
