/** An allowed difference: what may differ, why, who decided it, and what must still fail. */
import type { Outcome } from '../parity/outcome.js';
import type { ScenarioId } from '../scenarios/bundle.js';
import type { VerbName } from '../scenarios/verbs.js';

/** What an outcome looks like. `refused` without errno is any refusal. */
export type OutcomePattern = { readonly kind: 'ok' } | { readonly kind: 'refused'; readonly errno?: string };

export interface DeclaredDivergence {
  /** Kebab-case, equals the file's name. */
  readonly id: string;
  /** Only answers can be declared: no field here could name a hardware effect. */
  readonly class: 'answer';
  readonly scope: {
    readonly verbs: readonly VerbName[];
    /** Pairs of engines it is about. */
    readonly between: 'v1 and v2' | 'v1 and both';
    readonly old: OutcomePattern;
    readonly new: OutcomePattern;
  };
  readonly reason: string;
  /** Message-IDs of the mails, or sections of the reference, that decided it. */
  readonly decidedBy: readonly string[];
  readonly witness: ScenarioId;
  /** The witness with this answer of the new side in the same place must still fail. */
  readonly nearMiss: Outcome;
}
