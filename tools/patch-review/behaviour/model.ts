/** Changes of behaviour: those the map tells, and those read out of the code of the series. */
import type { ScenarioVerdict } from '../../../src/compat/pair-model.js';

export interface BehaviourRow {
  /** Id of the map (`B3`), or `S1` for a change that was read out of the code. */
  readonly id: string;
  /** Symbol of the map's entry, or the name of the function that changed. */
  readonly entry: string;
  readonly status: 'shown' | 'not-shown';
  readonly text: string;
  /** Scenarios that show it, with their verdicts. */
  readonly scenarios: readonly string[];
  readonly verdicts: readonly ScenarioVerdict[];
  /** Logs that name it: 0 is the cover letter. */
  readonly namedIn: readonly number[];
  /** Where in the series it was seen, when it was seen in code. */
  readonly file?: string;
  readonly line?: number;
  readonly patch?: number;
  /** Why it counts as not shown. */
  readonly because?: string;
}
