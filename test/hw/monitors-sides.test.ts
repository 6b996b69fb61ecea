import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jsonLines } from '../../src/compat/conform/json-lines.js';
import { sequenceLine } from '../../src/compat/conform/sequences/sequence-line.js';
import { sequenceTrace } from '../../src/compat/conform/sequences/to-trace.js';
import { sequenceSides } from '../../src/compat/conform/witnesses.js';
import { SpecMonitors } from '../../src/compat/hw-spec/index.js';

const units = ['vtd', 'smmuv3', 'amd'] as const;

/** What a side stores, in the order in which it stores it: golden lines have some words in address order only. */
describe.each(sequenceSides.map(({ alone }) => [alone.side, alone] as const))('%s', (_, player) => {
  it.each(units)('breaks no clause of %s in any golden operation', (unit) => {
    const file = `${unit}.sequences.jsonl`;
    const text = readFileSync(new URL(`../fixtures/vectors/${file}`, import.meta.url), 'utf8');
    const lines = jsonLines({ file, text }).map((line) => sequenceLine(file, line));
    let played = 0;
    const broken = lines.flatMap((line) => {
      const steps = player.play(line);
      if (steps === null) return [];
      played += 1;
      const trace = sequenceTrace({ ...line, steps });
      const monitors = new SpecMonitors({ platform: line.unit });
      monitors.scan(trace.before);
      monitors.settle();
      const findings = [...monitors.scan(trace.steps), ...monitors.finish(trace.steps.length)];
      return findings.map((finding) => `${line.operation} ${finding.rule} ${finding.text}`);
    });
    expect(broken).toEqual([]);
    expect(played).toBe(lines.length);
  });
});
