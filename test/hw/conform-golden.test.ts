import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { conformance } from '../../src/compat/conform/index.js';

const read = (file: string) => ({
  file,
  text: readFileSync(new URL(`../fixtures/vectors/${file}`, import.meta.url), 'utf8'),
});

describe('the golden files', () => {
  it.each([
    ['vtd.jsonl', 678],
    ['smmuv3.jsonl', 838],
    ['amd.jsonl', 509],
  ])('%s agrees with both encoders and the decoder', (file, lines) => {
    const report = conformance.vectors([read(file)]);
    expect(report.readers).toEqual(['v1', 'v2', 'decoder']);
    expect(report.problems).toEqual([]);
    expect(report.totals).toEqual({ agreed: lines, deviated: 0, mismatched: 0, skipped: 0, notCovered: 0 });
  });

  it.each([
    ['vtd.sequences.jsonl', 266],
    ['smmuv3.sequences.jsonl', 197],
    ['amd.sequences.jsonl', 115],
  ])('%s is what both sides do, line by line and chain by chain', (file, lines) => {
    const report = conformance.sequences([read(file)]);
    expect(report.readers).toEqual(['v1', 'v2', 'decoder']);
    expect(report.problems).toEqual([]);
    expect(report.totals).toEqual({ agreed: lines, deviated: 0, mismatched: 0, skipped: 0, notCovered: 0 });
  });
});
