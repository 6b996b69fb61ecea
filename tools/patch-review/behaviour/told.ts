/** The behaviour changes that the map tells for the entries a series touches, each with what shows it. */
import type { ApiPair, BehaviourChange, MapEntry, ScenarioVerdict } from '../../../src/compat/pair-model.js';
import { cleanLine } from '../clean.js';

/** Runs scenarios once each; a scenario that cannot run is no proof and says why. */
export class ScenarioRunner {
  readonly #pair: ApiPair;
  readonly #known = new Map<string, ScenarioVerdict | string>();

  constructor(pair: ApiPair) {
    this.#pair = pair;
  }

  /** Verdict of a scenario, or why there is none. */
  run(name: string): ScenarioVerdict | string {
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const verdict = this.#try(name);
    this.#known.set(name, verdict);
    return verdict;
  }

  #try(name: string): ScenarioVerdict | string {
    const { engines } = this.#pair;
    if (engines === undefined) return 'the pair has no engines';
    try {
      return engines.runScenario(name);
    } catch (error) {
      return cleanLine(error instanceof Error ? error.message : String(error), 160);
    }
  }
}

export interface Proof {
  readonly verdicts: readonly ScenarioVerdict[];
  readonly isShown: boolean;
  /** Why not, when it is not. */
  readonly because: string;
}

/** What the scenarios of a behaviour show. All of them must run and end as the map says. */
export function proofOf(behaviour: BehaviourChange, runner: ScenarioRunner): Proof {
  if (behaviour.scenarios.length === 0) return { verdicts: [], isShown: false, because: 'no scenario covers it' };
  const answers = behaviour.scenarios.map((name) => ({ name, answer: runner.run(name) }));
  const verdicts = answers.flatMap(({ answer }) => (typeof answer === 'string' ? [] : [answer]));
  for (const { name, answer } of answers) {
    if (typeof answer === 'string')
      return { verdicts, isShown: false, because: `scenario ${name} did not run (${answer})` };
    if (answer.verdict !== 'equal' && answer.verdict !== 'diverges-as-told') {
      return { verdicts, isShown: false, because: `scenario ${name} ends with ${answer.verdict}` };
    }
  }
  return { verdicts, isShown: true, because: '' };
}

/** Entries of the symbols, once each, in the order of the map. */
export function touchedEntries(pair: ApiPair, names: ReadonlySet<string>): MapEntry[] {
  return pair.map.entries.filter(
    (entry) => entry.shared !== true && [entry.c, ...entry.aliases].some((name) => names.has(name)),
  );
}
