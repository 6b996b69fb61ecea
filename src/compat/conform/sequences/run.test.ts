import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SequencePlayer, SequenceStep } from '../sequence-model.js';
import { conformSequences, type SequenceSide } from './run.js';

const golden = (unit: string) => ({
  file: `${unit}.sequences.jsonl`,
  text: readFileSync(new URL(`../../../../test/fixtures/vectors/${unit}.sequences.jsonl`, import.meta.url), 'utf8'),
});

/** Plays what is recorded, through a change. */
const echo = (change: (steps: readonly SequenceStep[]) => readonly SequenceStep[]): SequenceSide => ({
  alone: { side: 'v1', play: (line) => change(line.steps) },
});

const units = [
  ['vtd', 266],
  ['smmuv3', 197],
  ['amd', 115],
] as const;

describe('a player that repeats the recording', () => {
  it.each(units)('agrees with every line and chain of %s', (unit, lines) => {
    const report = conformSequences([golden(unit)], [echo((steps) => steps)]);
    expect(report.problems.slice(0, 5)).toEqual([]);
    expect(report.totals).toMatchObject({ agreed: lines, mismatched: 0, notCovered: 0 });
  });
});

describe('a player that keeps its machine', () => {
  it('is made anew for each file, and its mismatch is told apart', () => {
    let made = 0;
    const sides: SequenceSide[] = [
      {
        alone: { side: 'v2', play: (line) => line.steps },
        chained: () => {
          made += 1;
          return { side: 'v2', play: (line) => (line.step === 0 ? line.steps : line.steps.slice(1)) };
        },
      },
    ];
    const report = conformSequences([golden('amd'), golden('amd')], sides);
    expect(made).toBe(2);
    expect(report.readers).toEqual(['v2', 'decoder']);
    expect(report.totals.mismatched).toBeGreaterThan(100);
    expect(new Set(report.problems.map(({ reader }) => reader))).toEqual(new Set(['v2 in its chain']));
  });
});

describe('a player that does something else', () => {
  it.each(units)('is caught in every line of %s that has a step: last step missing', (unit) => {
    const report = conformSequences([golden(unit)], [echo((steps) => steps.slice(0, -1))]);
    const empty = golden(unit)
      .text.split('\n')
      .filter((line) => line.includes('"steps":[]')).length;
    expect(report.totals.agreed).toBe(empty);
  });

  it.each(units)('is caught in every line of %s that has a step: first step missing', (unit) => {
    const report = conformSequences([golden(unit)], [echo((steps) => steps.slice(1))]);
    const empty = golden(unit)
      .text.split('\n')
      .filter((line) => line.includes('"steps":[]')).length;
    expect(report.totals.agreed).toBe(empty);
  });

  it('is not covered when it does not know the operation', () => {
    const report = conformSequences([golden('amd')], [{ alone: { side: 'v2', play: () => null } }]);
    expect(report.totals).toMatchObject({ agreed: 0, notCovered: 115 });
    expect(conformSequences([golden('amd')], []).totals.notCovered).toBe(115);
  });

  it('is a mismatch when it throws', () => {
    const stops: SequencePlayer = {
      side: 'v2',
      play: () => {
        throw new RangeError('no such device');
      },
    };
    const report = conformSequences([golden('amd')], [{ alone: stops }]);
    expect(report.totals.mismatched).toBe(115);
    expect(report.problems[0]?.detail).toBe('stopped: no such device');
  });
});
