import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonLines } from '../../src/compat/conform/json-lines.js';
import type { SequenceLine, SequenceStep } from '../../src/compat/conform/sequence-model.js';
import { sequenceLine } from '../../src/compat/conform/sequences/sequence-line.js';
import { sequenceTrace } from '../../src/compat/conform/sequences/to-trace.js';
import { SpecMonitors } from '../../src/compat/hw-spec/monitors/monitors.js';

function lines(unit: string): SequenceLine[] {
  const file = `${unit}.sequences.jsonl`;
  const text = readFileSync(new URL(`../fixtures/vectors/${file}`, import.meta.url), 'utf8');
  return jsonLines({ file, text }).map((line) => sequenceLine(file, line));
}

function findings(line: SequenceLine) {
  const { before, steps } = sequenceTrace(line);
  const monitors = new SpecMonitors({ platform: line.unit });
  monitors.scan(before);
  monitors.settle();
  return [...monitors.scan(steps), ...monitors.finish(steps.length)];
}

/** Words of a device table entry are recorded in address order, not in the order in which they were stored. */
const inAddressOrder = new Set(['attach_device', 'attach_device_full']);

describe('what the real drivers did', () => {
  it.each(['vtd', 'smmuv3', 'amd'])('breaks no clause in any sequence of %s', (unit) => {
    const broken = lines(unit).flatMap((line) => {
      const all = findings(line).filter(({ rule }) => !(rule === 'half-written' && inAddressOrder.has(line.operation)));
      return all.map(({ rule, text }) => `${line.operation} ${rule} ${text}`);
    });
    expect(broken).toEqual([]);
  });
});

const without = (line: SequenceLine, drop: (step: SequenceStep, index: number) => boolean): SequenceLine => ({
  ...line,
  steps: line.steps.filter((step, index) => !drop(step, index)),
});

const clears = (line: SequenceLine): boolean => line.steps.some((step) => step.op === 'mem_write');

describe('a step left out', () => {
  it('is noticed for every invalidation and wait of a tear-down', () => {
    const tearDowns = lines('vtd').filter((line) => /^pasid_tear_down_entry/.test(line.operation) && clears(line));
    expect(tearDowns.length).toBeGreaterThan(60);
    for (const line of tearDowns) {
      const waits = line.steps.flatMap((step, index) => (step.op === 'wait' ? [index] : []));
      const [firstWait = 0, secondWait = 0] = waits;
      expect(findings(without(line, (step) => step.op === 'iq_desc')).length, line.chain).toBeGreaterThan(0);
      expect(
        findings(without(line, (_, index) => index < firstWait && line.steps[index]?.op === 'iq_desc')).length,
      ).toBeGreaterThan(0);
      const second = (index: number): boolean =>
        index > firstWait && index < secondWait && line.steps[index]?.op === 'iq_desc';
      expect(findings(without(line, (_, index) => second(index))).length).toBeGreaterThan(0);
      expect(findings(without(line, (step) => step.op === 'wait')).map(({ rule }) => rule)).toContain('stale-at-end');
    }
  });

  it('is noticed when a context descriptor is cleared and nobody is told', () => {
    const unbinds = lines('smmuv3').filter(
      (line) => /^sva_unbind$|^sva_mm_release$/.test(line.operation) && clears(line),
    );
    expect(unbinds.length).toBeGreaterThan(8);
    for (const line of unbinds) {
      const rules = findings(without(line, (step) => step.op !== 'mem_write')).map(({ rule }) => rule);
      expect(rules, line.chain).toContain('stale-at-end');
    }
  });

  it('is noticed when a guest table entry is cleared and nobody is told', () => {
    const cleared = lines('amd').filter(
      (line) => /^(clear_gcr3|set_gcr3_replace)$/.test(line.operation) && clears(line),
    );
    expect(cleared.length).toBe(20);
    for (const line of cleared) {
      const rules = findings(without(line, (step) => step.op !== 'mem_write')).map(({ rule }) => rule);
      expect(rules, line.chain).toContain('stale-at-end');
    }
  });

  it('is noticed when the device is told before the IOMMU is done', () => {
    const replaced = lines('amd').filter((line) => line.operation === 'set_gcr3_replace' && line.config['ats'] === 1);
    expect(replaced.length).toBeGreaterThan(3);
    for (const line of replaced) {
      const early = without(line, (step, index) => step.op === 'wait' && index < 6);
      expect(
        findings(early).map(({ rule }) => rule),
        line.chain,
      ).toContain('invalidation-order');
    }
  });
});
