import { expect, it } from 'vitest';
import { benchModule, type BenchRecord, type Measured, type Row } from './bench.test-kit.js';

const { measureRow } = await benchModule<{ measureRow: (row: Row, options: object) => Promise<Measured> }>(
  'harness/measure.mjs',
);
const { toRecord } = await benchModule<{ toRecord: (row: Row, measured: object) => BenchRecord }>('harness/record.mjs');
const { renderTable } = await benchModule<{
  renderTable: (records: readonly BenchRecord[], machine: object) => string;
}>('harness/table.mjs');
const { median, shuffled } = await benchModule<{
  median: (numbers: readonly number[]) => number;
  shuffled: (count: number) => Uint32Array;
}>('harness/numbers.mjs');

const machine = { cpu: 'a processor', cores: 2, memoryGiB: 4, platform: 'linux x64', node: 'v20', load: [0, 0, 0] };
const figures = { wall: 30, best: 20, cpu: 25, peakBytes: 1 << 20 };
const measured = { ...figures, missing: null, peerMissing: null, peer: null };

it('the median is the middle, or between the two middles', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([9, 1, 5, 6])).toBe(5.5);
  expect(() => median([])).toThrow(RangeError);
});

it('an order without pattern has every number once', () => {
  const order = shuffled(1000);
  expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, index) => index));
  expect(order).not.toEqual(Uint32Array.from({ length: 1000 }, (_, index) => index));
  expect(shuffled(1000)).toEqual(order);
});

it('a row and its peer run in turn, what comes before a run is not a run', async () => {
  const order: string[] = [];
  const part = (name: string) => ({
    prepare: () => ({ before: () => void order.push(`before ${name}`), run: () => void order.push(name) }),
  });
  const row = { side: 's', name: 'row', operations: 1, ...part('row'), peer: { name: 'peer', ...part('peer') } };
  const { peer } = await measureRow(row, { repetitions: 2 });
  expect(peer).not.toBeNull();
  expect(order.slice(-8)).toEqual([
    ...['before row', 'row', 'before peer', 'peer'],
    ...['before row', 'row', 'before peer', 'peer'],
  ]);
});

it('a command that fails fails its row, and says what the command said', async () => {
  const command = () => ({ argv: [process.execPath, '-e', 'console.error("out of order"); process.exit(3)'] });
  await expect(measureRow({ side: 's', name: 'row', command }, { repetitions: 1 })).rejects.toThrow(
    /ended with 3: out of order/,
  );
});

it('a command may have other exit codes that are right', async () => {
  const command = () => ({ argv: [process.execPath, '-e', 'process.exit(1)'], exits: [1] });
  const { wall } = await measureRow({ side: 's', name: 'row', command }, { repetitions: 1 });
  expect(wall).toBeGreaterThan(0);
});

it('a row whose peer is missing says so', async () => {
  const peer = { name: 'spatch', missing: () => 'spatch is not installed', command: () => ({ argv: ['spatch'] }) };
  const row: Row = {
    side: 's',
    name: 'row',
    operations: 1,
    prepare: () => () => undefined,
    target: { ratio: 2 },
    peer,
  };
  const record = toRecord(row, await measureRow(row, { repetitions: 1 }));
  expect(record).toMatchObject({ peerMissing: 'spatch is not installed', peer: null, ratio: null, reached: null });
  expect(renderTable([record], machine)).toContain('spatch: spatch is not installed');
});

it.each([
  ['at most, reached', { target: { most: 25 } }, true],
  ['at most, missed', { target: { most: 24.9 } }, false],
  ['at least, reached', { unit: 'ops/s', target: { least: 4e7 } }, true],
  ['at least, missed', { unit: 'ops/s', target: { least: 4.1e7 } }, false],
  ['a ratio without a peer is not decided', { target: { ratio: 1 } }, null],
  ['no target', {}, null],
])('targets: %s', (_, part, expected) => {
  expect(toRecord({ side: 's', name: 'row', ...part }, measured).reached).toBe(expected);
});

it('the ratio to a peer is that of wall times, the ratio to a figure from elsewhere that of CPU time to its median', () => {
  const row = { side: 's', name: 'row', peer: { name: 'peer' }, target: { ratio: 0.5 } };
  const beside = toRecord(row, { ...measured, peer: { ...figures, wall: 60 } });
  expect(beside).toMatchObject({ ratio: 0.5, cpuRatio: 1, reached: true });
  const alone = toRecord({ side: 's', name: 'row', reference: { of: 'C', best: 40, median: 50 } }, measured);
  expect(alone).toMatchObject({ ratio: null, cpuRatio: 0.5, reference: { kind: 'reference figure' } });
});

it('the table marks what is missed and what failed', () => {
  const missed = toRecord({ side: 's', name: 'slow', target: { most: 1 } }, measured);
  const failed = toRecord({ side: 's', name: 'broken' }, { failed: 'Error: no' });
  const table = renderTable([missed, failed], machine);
  expect(table).toMatch(/s: slow .* MISSED\n/);
  expect(table).toMatch(/s: broken .*FAILED: Error: no\n/);
});
