/** The engines of the built-in pair: runs scenarios on three sides and says what they showed. */
import { decodeTrace, effectText, SpecMonitors } from '../hw-spec/index.js';
import type { BusTrace } from '../hw-spec/trace.js';
import type { DetailedVerdict, PairEngines, ScenarioVerdict } from '../pair-model.js';
import { scenarioTexts } from '../scenarios/bundle.js';
import { ScenarioError, type Platform, type Scenario } from '../scenarios/model.js';
import { parseScenario } from '../scenarios/parse.js';
import { printScenario, printStep } from '../scenarios/print.js';
import { outcomeText } from './outcome.js';
import { makeV1Port } from './ports/v1-port.js';
import { makeV2Port } from './ports/v2-port.js';
import { judge, type PlatformVerdict, type Ports, type VerdictKind } from './verdict.js';

export const ports: Ports = {
  v1: (config) => makeV1Port(config, 'v1'),
  'v1-over-v2': (config) => makeV1Port(config, 'v2'),
  v2: makeV2Port,
};

/** Worst first: one platform that differs makes the scenario differ. */
const order: readonly VerdictKind[] = ['diverges', 'outcome-differs', 'vacuous', 'diverges-as-told', 'equal'];

const verdicts = new Map<string, ScenarioVerdict>();

export const parityEngines: PairEngines = {
  scenarioNames: () => Object.keys(scenarioTexts),
  scenarioText: (name) =>
    Object.hasOwn(scenarioTexts, name) ? scenarioTexts[name as keyof typeof scenarioTexts] : null,
  runScenario(name) {
    const known = verdicts.get(name);
    if (known !== undefined) return known;
    const text = parityEngines.scenarioText(name);
    if (text === null) throw new RangeError(`there is no scenario ${name}`);
    const verdict = parityEngines.judge(name, text).verdict;
    verdicts.set(name, verdict);
    return verdict;
  },
  judge(name, text) {
    const scenario = parseScenario(text);
    const judged = scenario.platforms.map((platform) => watched(judge(scenario, platform, ports)));
    const worst = judged.reduce((a, b) => (order.indexOf(b.kind) < order.indexOf(a.kind) ? b : a));
    return { verdict: summary(name, scenario, judged, worst), ...detail(worst) };
  },
  format: (text) => printScenario(parseScenario(text)),
  parse: (text) => parseScenario(text),
  isTextError: (error): error is Error & { line: number } => error instanceof ScenarioError,
};

/** A side that breaks a clause of the specification is no proof, however equal the sides are. */
function watched(judged: PlatformVerdict): PlatformVerdict {
  if (judged.kind === 'diverges') return judged;
  for (const run of Object.values(judged.runs)) {
    const monitors = new SpecMonitors({ platform: judged.platform.name });
    if (monitors.scan(run.trace).length > 0) return { ...judged, kind: 'diverges' };
  }
  return judged;
}

function summary(
  name: string,
  scenario: Scenario,
  judged: readonly PlatformVerdict[],
  worst: PlatformVerdict,
): ScenarioVerdict {
  const first = firstText(worst);
  return {
    name,
    platforms: judged.map(({ platform }) => platform.name),
    verdict: worst.kind,
    effects: judged.reduce((sum, { effects }) => sum + effects, 0),
    divergences: [...new Set(judged.flatMap(({ divergences }) => divergences))],
    shows: scenario.shows,
    ...(first === null ? {} : { first }),
  };
}

function firstText(worst: PlatformVerdict): string | null {
  const { first, runs, platform } = worst;
  if (first === null) return worst.kind === 'diverges' ? (monitorTexts(worst)[0] ?? null) : null;
  const step = first.step === null ? undefined : runs.v1.steps[first.step]?.step;
  const where = step === undefined ? '' : ` at "${printStep(step)}"`;
  const side = `${first.side} on ${platform.name}`;
  if (first.difference === null) {
    const [a, b] = [runs.v1.outcomes[first.step ?? 0]!, runs[first.side].outcomes[first.step ?? 0]!];
    return `${side}${where}: v1 says ${outcomeText(a)}, ${first.side} says ${outcomeText(b)}`;
  }
  if (first.difference.kind !== 'effect') return `${side}${where}: ${first.difference.kind} differ after the last step`;
  const { index } = first.difference;
  const [a, b] = [textAt(runs.v1.trace, platform, index), textAt(runs[first.side].trace, platform, index)];
  return `${side}${where}: effect ${index + 1} is "${a}" in v1 and "${b}" in ${first.side}`;
}

function textAt(trace: BusTrace, platform: Platform, index: number): string {
  const effect = decodeTrace(trace, { platform: platform.name }).find(({ record }) => record >= index);
  return effect === undefined ? 'nothing' : effectText(effect);
}

function monitorTexts({ runs, platform }: PlatformVerdict): string[] {
  return Object.entries(runs).flatMap(([side, run]) =>
    new SpecMonitors({ platform: platform.name }).scan(run.trace).map(({ rule, text }) => `${side}: ${rule}: ${text}`),
  );
}

function detail(worst: PlatformVerdict): Omit<DetailedVerdict, 'verdict'> {
  const { runs, platform } = worst;
  const decoded = (trace: BusTrace) =>
    decodeTrace(trace, { platform: platform.name }).filter(({ operation }) => operation > 0);
  const lines = (trace: BusTrace) =>
    decoded(trace).map((effect) => ({ step: effect.operation - 1, text: effectText(effect) }));
  return {
    steps: runs.v1.steps.map(({ actor, step }, index) => ({
      actor,
      text: printStep(step),
      outcomes: [runs.v1, runs['v1-over-v2'], runs.v2].map((run) => outcomeText(run.outcomes[index]!)),
    })),
    effects: { old: lines(runs.v1.trace), new: lines(runs.v2.trace) },
    broken: monitorTexts(worst),
  };
}
