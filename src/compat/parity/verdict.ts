/** Three runs of one scenario become one verdict: the old version, old callers on the new engine, the new version. */
import type { Platform, Scenario } from '../scenarios/model.js';
import { causesPerRecord, traceKinds, wordsPerRecord, type BusTrace } from '../hw-spec/trace.js';
import { compareImages, compareTraces, type Difference } from './compare.js';
import { explainOutcomes } from './explain-outcomes.js';
import type { MakePort, Side } from './port.js';
import { runScenario, type Run } from './run.js';

export type VerdictKind = 'equal' | 'diverges-as-told' | 'diverges' | 'vacuous' | 'outcome-differs';

/** Where a side first parts from the old version. */
export interface FirstDifference {
  readonly side: Side;
  /** Index of the step. */
  readonly step: number | null;
  readonly difference: Difference | null;
}

export interface PlatformVerdict {
  readonly kind: VerdictKind;
  readonly platform: Platform;
  /** Hardware effects after the boot that were compared. */
  readonly effects: number;
  readonly divergences: readonly string[];
  readonly first: FirstDifference | null;
  readonly runs: Readonly<Record<Side, Run>>;
}

export type Ports = Readonly<Record<Side, MakePort>>;

/** Runs a scenario on a platform on all three sides. */
export function judge(scenario: Scenario, platform: Platform, ports: Ports): PlatformVerdict {
  const runs = {
    v1: runScenario(scenario, platform, ports.v1),
    'v1-over-v2': runScenario(scenario, platform, ports['v1-over-v2']),
    v2: runScenario(scenario, platform, ports.v2),
  };
  return judgeRuns(scenario, platform, runs);
}

/** The verdict over runs that are there already. */
export function judgeRuns(scenario: Scenario, platform: Platform, runs: Readonly<Record<Side, Run>>): PlatformVerdict {
  const effects = effectsAfterBoot(runs.v1.trace);
  const verdict = (
    kind: VerdictKind,
    divergences: readonly string[],
    first: FirstDifference | null,
  ): PlatformVerdict => ({
    kind,
    platform,
    effects,
    divergences,
    first,
    runs,
  });
  const fired = new Set<string>();
  for (const side of ['v1-over-v2', 'v2'] as const) {
    const [old, now] = [runs.v1, runs[side]];
    const outcomes = explainOutcomes(old, now, side === 'v2' ? 'v1 and v2' : 'v1 and shim');
    outcomes.fired.forEach((id) => fired.add(id));
    // No declaration reaches hardware: effects and images must be equal whatever the answers were.
    const difference =
      compareTraces(old.trace, now.trace) ?? compareImages(old.image, now.image, [old.trace, now.trace]);
    if (difference !== null) {
      return verdict('diverges', [...fired], { side, step: stepOf(old.trace, now.trace, difference), difference });
    }
    if (outcomes.unexplained !== null) {
      return verdict('outcome-differs', [...fired], { side, step: outcomes.unexplained, difference: null });
    }
  }
  if (effects === 0) return verdict('vacuous', [...fired], null);
  const told = scenario.expect.flatMap((expectation) => (expectation.kind === 'diverge' ? [expectation.id] : []));
  const unexpected = [...fired].filter((id) => !told.includes(id));
  const missing = told.filter((id) => !fired.has(id));
  if (unexpected.length + missing.length > 0) return verdict('outcome-differs', [...fired], null);
  return verdict(fired.size > 0 ? 'diverges-as-told' : 'equal', [...fired], null);
}

/** Effects of steps; memory that is given out is no effect on hardware. */
function effectsAfterBoot(trace: BusTrace): number {
  let count = 0;
  for (let record = 0; record < trace.length; record++) {
    const kind = trace.words[record * wordsPerRecord]! & 0xff;
    const afterBoot = trace.causes[record * causesPerRecord]! > 0;
    if (afterBoot && kind !== traceKinds.region && kind !== traceKinds.software) count++;
  }
  return count;
}

function stepOf(a: BusTrace, b: BusTrace, difference: Difference): number | null {
  if (difference.kind !== 'effect') return null;
  const at = difference.index * causesPerRecord;
  const operation = a.causes[at] ?? b.causes[at];
  return operation === undefined || operation === 0 ? null : operation - 1;
}
