/** Parity scenarios as a check on mutants: with one side changed, a scenario must not show what it showed before. */
import { parityEngines } from '../../../src/compat/parity/engines.js';
import type { SuiteData } from './suite-data.js';

/** Verdict of every scenario, as text; both sides and the monitors have their say in it. */
export function scenarioVerdicts(): Record<string, string> {
  return Object.fromEntries(parityEngines.scenarioNames().map((name) => [name, verdictOf(name)]));
}

/** The first scenario that shows something else; undefined when none does. */
export function scenarioDifference({ verdicts = {} }: SuiteData): string | undefined {
  const name = Object.keys(verdicts).find((candidate) => verdictOf(candidate) !== verdicts[candidate]);
  return name === undefined ? undefined : `scenario ${name}`;
}

function verdictOf(name: string): string {
  const text = parityEngines.scenarioText(name);
  if (text === null) return 'no such scenario';
  const { verdict, effects, broken } = parityEngines.judge(name, text);
  return JSON.stringify([verdict.verdict, verdict.effects, verdict.divergences, effects, broken]);
}
