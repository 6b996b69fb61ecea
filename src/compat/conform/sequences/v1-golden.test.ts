import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { encodeStructure } from '../../../v1-void-token/hw/index.js';
import { encoderReader } from '../vectors/reader.js';
import { conformVectors } from '../vectors/run.js';
import { conformSequences } from './run.js';
import { v1ChainPlayer, v1SequencePlayer } from './v1-player.js';

const golden = (file: string) => ({
  file,
  text: readFileSync(new URL(`../../../../test/fixtures/vectors/${file}`, import.meta.url), 'utf8'),
});
const units = ['vtd', 'smmuv3', 'amd'] as const;
const side = { alone: v1SequencePlayer, chained: v1ChainPlayer };

describe('the old API against the golden files', () => {
  it.each(units)('encodes every vector of %s', (unit) => {
    const input = golden(`${unit}.jsonl`);
    const report = conformVectors([input], [encoderReader('v1', encodeStructure)]);
    expect(report.problems).toEqual([]);
    const lines = input.text.trim().split('\n').length;
    expect(report.totals).toEqual({ agreed: lines, deviated: 0, mismatched: 0, skipped: 0, notCovered: 0 });
  });

  it.each(units)('plays every operation of %s, each line alone and in its chain', (unit) => {
    const input = golden(`${unit}.sequences.jsonl`);
    const report = conformSequences([input], [side]);
    expect(report.problems).toEqual([]);
    const lines = input.text.trim().split('\n').length;
    expect(report.totals).toEqual({ agreed: lines, deviated: 0, mismatched: 0, skipped: 0, notCovered: 0 });
  });
});

describe('a line that says something else', () => {
  /** The first line of an operation with one text of it replaced. */
  const changed = (unit: string, operation: string, from: string, to: string) => {
    const line = golden(`${unit}.sequences.jsonl`)
      .text.split('\n')
      .find((text) => text.includes(`"operation":"${operation}"`) && text.includes(from));
    if (line === undefined) throw new RangeError(`no ${operation} with ${from}`);
    const at = line.lastIndexOf(from);
    return { file: 'made.jsonl', text: `${line.slice(0, at)}${to}${line.slice(at + from.length)}` };
  };

  it.each([
    ['vtd', 'pasid_tear_down_entry', '0x7ffffffffffff001', '0x7ffffffffffff003'],
    ['vtd', 'bind_gpasid_nested', '0x00000000888880c9', '0x00000000888880c1'],
    ['smmuv3', 'sva_bind', '0x00216205c0003510', '0x00216205c0003511'],
    ['smmuv3', 'sva_mm_release', '"cons":"0x24"', '"cons":"0x25"'],
    ['amd', 'set_gcr3', '0x7ffffffffffff007', '0x7ffffffffffff003'],
    ['amd', 'attach_device_full', 'pci_reset_pri', 'pci_disable_pri'],
  ])('is told: %s %s', (unit, operation, from, to) => {
    const report = conformSequences([changed(unit, operation, from, to)], [side]);
    expect(report.problems.filter(({ reader }) => reader === 'v1')).toHaveLength(1);
    expect(report.totals.mismatched).toBe(1);
  });

  it('is not covered when nobody knows the operation', () => {
    const report = conformSequences([changed('amd', 'flush_tlb', '"flush_tlb"', '"flush_everything"')], [side]);
    expect(report.totals).toMatchObject({ agreed: 0, notCovered: 1 });
  });
});
