import type { TraceHarness } from './harness.js';
import type { TraceArgs, TraceResult, TraceState, TraceVariant } from './model.js';

/** Which behaviour a witness shows: the posted code with its defects, or every defect decided. */
export const conformProfiles = ['as-posted', 'decided'] as const;
export type ConformProfile = (typeof conformProfiles)[number];

/**
 * A decision that made the library behave otherwise than the posted code just now. `field`: only a value of its own differs
 * and comparing goes on; `state`: the two lives part here.
 */
export interface FiredDecision {
  readonly id: string;
  readonly kind: 'field' | 'state';
}

/** Where a value that differs stands: the innermost key (`spid`, `pdata`, ...) and in what it was found. */
export interface DifferingField {
  readonly within: 'result' | 'events' | 'state';
  readonly key: string;
  readonly recorded: unknown;
  readonly observed: unknown;
}

/** One instance of a witness under one sequence. */
export interface TraceSession {
  /**
   * Carries out one operation of the library (those of `TraceHarness.apply` and `dump` never come here) and returns its result
   * in the form of the format. Events go to `harness.events`. Throws `TraceArgumentError` for an operation or an argument that
   * the format does not have.
   */
  apply(op: string, args: TraceArgs): TraceResult;
  /** The state in the form of a dump. Must not change anything, nor record events. */
  dump(): TraceState;
  /** Decisions that fired since the last call, in order. */
  takeFired(): readonly FiredDecision[];
  /** Id of a `field` decision that maps the recorded value to the observed one; null when the difference is a mismatch. */
  explainField(field: DifferingField): string | null;
}

/** A witness as the replayer sees it. */
export interface TracePlayer {
  readonly side: 'v1' | 'v2';
  readonly variants: readonly TraceVariant[];
  /** Every decision of the witness, so that one that nothing fires can be named. */
  readonly decisions: readonly FiredDecision[];
  open(harness: TraceHarness, variant: TraceVariant, profile: ConformProfile): TraceSession;
  /** True for the error that the witness throws where the real code would have died. */
  isPoison(error: unknown): boolean;
}
