import { describe, expect, it } from 'vitest';
import { divergences } from '../divergences/index.js';
import { parseScenario } from '../scenarios/parse.js';
import { scenarioTexts } from '../scenarios/bundle.js';
import { parityEngines, ports } from './engines.js';
import { answered, sameOutcome, type Outcome } from './outcome.js';
import { judge, judgeRuns } from './verdict.js';
import type { Run } from './run.js';

const names = parityEngines.scenarioNames();

describe('three-way parity', () => {
  it.each(names.map((name) => [name]))('%s', (name) => {
    const verdict = parityEngines.runScenario(name);
    expect(verdict).toMatchObject({ verdict: expect.stringMatching(/^(equal|diverges-as-told)$/) });
    expect(verdict.effects).toBeGreaterThan(0);
  });

  it('the same scenario gives the same run twice', () => {
    const text = scenarioTexts['two-guests-one-host'];
    const [first, second] = [parityEngines.judge('a', text), parityEngines.judge('a', text)];
    expect(second).toEqual(first);
  });
});

describe('declared divergences', () => {
  it('every one fires in its witness, and in no scenario that does not expect it', () => {
    for (const { id, witness } of divergences) expect(parityEngines.runScenario(witness).divergences).toContain(id);
  });

  it.each(divergences.map((one) => [one.id, one] as const))('%s does not hide its near miss', (_, divergence) => {
    const scenario = parseScenario(scenarioTexts[divergence.witness]);
    const platform = scenario.platforms[0]!;
    const { runs } = judge(scenario, platform, ports);
    const at = runs.v1.steps.findIndex(
      ({ step }, index) =>
        (divergence.scope.verbs as readonly string[]).includes(step.verb) &&
        !sameOutcome(runs.v1.outcomes[index]!, runs.v2.outcomes[index]!),
    );
    const missed = { ...runs, v2: withOutcome(runs.v2, at, divergence.nearMiss) };
    expect(judgeRuns(scenario, platform, missed).kind).toBe('outcome-differs');
  });
});

describe('a verdict cannot be had for nothing', () => {
  const platform = 'psc 1\n# shows nothing\nplatform vtd\nmm A\ndev d0@iommu0\n';

  it('a scenario without an effect is vacuous', () => {
    const text = `${platform}actor vfio {\n  s = set.alloc mm=A quota=1\n  set.free s\n}\n`;
    expect(parityEngines.judge('vacuous', text).verdict.verdict).toBe('vacuous');
  });

  it('a scenario that is refused at once is vacuous', () => {
    const text = `${platform}actor vfio {\n  bind d0 7\n}\n`;
    expect(parityEngines.judge('refused', text).verdict.verdict).toBe('vacuous');
  });

  it('an expected divergence that does not come is a difference', () => {
    const text = scenarioTexts['quota-exhausted'].replace('expect parity', 'expect diverge quota-zero');
    expect(parityEngines.judge('unfulfilled', text).verdict.verdict).toBe('outcome-differs');
  });

  it('an undeclared answer is a difference', () => {
    const scenario = parseScenario(scenarioTexts['quota-exhausted']);
    const { runs } = judge(scenario, scenario.platforms[0]!, ports);
    const changed = { ...runs, v2: withOutcome(runs.v2, 1, answered(77)) };
    expect(judgeRuns(scenario, scenario.platforms[0]!, changed).kind).toBe('outcome-differs');
  });
});

function withOutcome(run: Run, at: number, outcome: Outcome): Run {
  return { ...run, outcomes: run.outcomes.map((one, index) => (index === at ? outcome : one)) };
}
