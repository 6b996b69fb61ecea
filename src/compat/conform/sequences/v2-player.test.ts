import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conformSequences } from './run.js';
import { v2ChainPlayer, v2Player } from './v2-player.js';

const golden = (unit: string) => ({
  file: `${unit}.sequences.jsonl`,
  text: readFileSync(new URL(`../../../../test/fixtures/vectors/${unit}.sequences.jsonl`, import.meta.url), 'utf8'),
});

describe.each([
  ['vtd', 266],
  ['smmuv3', 197],
  ['amd', 115],
] as const)('golden sequences of %s on v2', (unit, lines) => {
  it.each([
    ['each line alone', { alone: v2Player }],
    ['each chain on one machine', { alone: v2Player, chained: v2ChainPlayer }],
  ])('agree in every step, %s', (_, side) => {
    const report = conformSequences([golden(unit)], [side]);
    expect(
      report.problems.slice(0, 12).map(({ line, subject, detail }) => `${String(line)} ${subject}: ${detail}`),
    ).toEqual([]);
    expect(report.totals).toMatchObject({ agreed: lines, mismatched: 0, notCovered: 0 });
  });
});
