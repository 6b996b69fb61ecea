/** What running the scenarios of an entry showed. */
import type { ApiPair, MapEntry, ScenarioVerdict } from '../../src/compat/pair-model.js';

const words: Readonly<Record<ScenarioVerdict['verdict'], string>> = {
  equal: 'equal',
  'diverges-as-told': 'diverges as told',
  diverges: 'DIVERGES',
  vacuous: 'VACUOUS',
  'outcome-differs': 'OUTCOME DIFFERS',
};

export function verdictWord(verdict: ScenarioVerdict['verdict']): string {
  return words[verdict];
}

/** Scenarios of an entry with verdicts; null for an exempt entry. */
export function verdictsOf(pair: ApiPair, entry: MapEntry): readonly ScenarioVerdict[] | null {
  const { parity } = entry;
  const { engines } = pair;
  if (parity.kind === 'exempt' || engines === undefined) return null;
  return parity.scenarios.map((name) => engines.runScenario(name));
}
