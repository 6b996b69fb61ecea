/** What `parity` prints: one line per scenario, and for one scenario the steps and the decoded effects side by side. */
import type { DetailedVerdict, ScenarioVerdict } from '../../src/compat/pair-model.js';

const words: Readonly<Record<ScenarioVerdict['verdict'], string>> = {
  equal: 'equal',
  'diverges-as-told': 'as told',
  diverges: 'DIVERGES',
  vacuous: 'VACUOUS',
  'outcome-differs': 'DIFFERS',
};

/** True for a verdict that is no failure. */
export function passes({ verdict }: ScenarioVerdict): boolean {
  return verdict === 'equal' || verdict === 'diverges-as-told';
}

export interface ParityTotals {
  readonly scenarios: number;
  readonly equal: number;
  readonly divergesAsTold: number;
  readonly failed: number;
  readonly effects: number;
}

export function totalsOf(verdicts: readonly ScenarioVerdict[]): ParityTotals {
  const count = (kind: ScenarioVerdict['verdict']) => verdicts.filter(({ verdict }) => verdict === kind).length;
  return {
    scenarios: verdicts.length,
    equal: count('equal'),
    divergesAsTold: count('diverges-as-told'),
    failed: verdicts.filter((verdict) => !passes(verdict)).length,
    effects: verdicts.reduce((sum, { effects }) => sum + effects, 0),
  };
}

/** A table of verdicts, then totals. */
export function parityText(verdicts: readonly ScenarioVerdict[]): string {
  const width = Math.max(8, ...verdicts.map(({ name }) => name.length));
  let text = '';
  for (const verdict of verdicts) {
    const mark = passes(verdict) ? '  ' : '>>';
    text += `${mark} ${words[verdict.verdict].padEnd(9)} ${verdict.name.padEnd(width)} ${String(verdict.effects).padStart(6)}  `;
    text += `${verdict.platforms.join(' ')}${verdict.divergences.length === 0 ? '' : `  ${verdict.divergences.join(' ')}`}\n`;
    if (verdict.first !== undefined) text += `     ${verdict.first}\n`;
  }
  const { scenarios, equal, divergesAsTold, failed, effects } = totalsOf(verdicts);
  return `${text}${scenarios} scenarios: ${equal} equal, ${divergesAsTold} diverge as told, ${failed} failed; ${effects} effects compared\n`;
}

const column = 60;

/** One scenario in full. */
export function scenarioText({ verdict, steps, effects, broken }: DetailedVerdict): string {
  let text = `${words[verdict.verdict]}: ${verdict.name}: ${verdict.shows}\n`;
  if (verdict.first !== undefined) text += `${verdict.first}\n`;
  for (const line of broken) text += `>> ${line}\n`;
  steps.forEach((step, index) => {
    const [v1, shim, v2] = step.outcomes;
    const same = v1 === shim && v1 === v2;
    text += `\n${String(index + 1).padStart(3)}  ${step.actor}: ${step.text}  -> ${same ? v1 : `${v1} | shim ${shim} | ${v2}`}\n`;
    text += sideBySide(
      effects.old.filter((effect) => effect.step === index).map((effect) => effect.text),
      effects.new.filter((effect) => effect.step === index).map((effect) => effect.text),
    );
  });
  return text;
}

/** Two columns; a row whose sides differ has a mark between them. */
function sideBySide(old: readonly string[], now: readonly string[]): string {
  let text = '';
  for (let row = 0; row < Math.max(old.length, now.length); row++) {
    const [a, b] = [old[row] ?? '', now[row] ?? ''];
    if (a === b) text += `       = ${a}\n`;
    else text += `       ! ${a.padEnd(column)} | ${b}\n`;
  }
  return text;
}
