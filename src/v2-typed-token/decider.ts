import type { DecisionId, DecisionReport, Profile } from './decisions.js';

/** The decisions of one instance. */
export class Decisions {
  readonly #decided: boolean;
  readonly #report: DecisionReport;

  constructor(profile: Profile, report: DecisionReport) {
    this.#decided = profile === 'decided';
    this.#report = report;
  }

  /** True in profile `decided`; the two profiles part here, so it is reported. */
  fires(id: DecisionId): boolean {
    if (this.#decided) this.#report(id);
    return this.#decided;
  }

  get decided(): boolean {
    return this.#decided;
  }
}
