import { TraceArgumentError } from './args.js';
import { compareEvents, compareResult, compareState } from './compare.js';
import type { Explain, TraceDifference } from './compare.js';
import { TraceFormatError } from './format-error.js';
import { TraceHarness } from './harness.js';
import type { TraceOp, TraceResult, TraceSequence } from './model.js';
import type { ConformProfile, FiredDecision, TracePlayer, TraceSession } from './player-model.js';

/** The first place where a model and a recording part without a reason. */
export interface TraceMismatch {
  readonly sequence: string;
  /** Line of the sequence in its file, from 1. */
  readonly line: number;
  /** Index of the operation, or the number of operations when the final state differs. */
  readonly op: number;
  readonly opName: string;
  /** `crash`: the recording ends in a crash here and the model goes on, or the other way round. */
  readonly within: TraceDifference['within'] | 'crash';
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

export type ReplayVerdict = 'agreed' | 'deviated' | 'mismatched';

export interface ReplayOutcome {
  readonly verdict: ReplayVerdict;
  /** Decisions that fired, in order, up to where comparing ended. */
  readonly fired: readonly FiredDecision[];
  readonly mismatch: TraceMismatch | null;
}

/** Replays one sequence on a witness and compares operation by operation. `file` is for error messages only. */
export function replaySequence(
  file: string,
  sequence: TraceSequence,
  player: TracePlayer,
  profile: ConformProfile,
): ReplayOutcome {
  return new Replay(file, sequence, player, profile).run();
}

class Replay {
  readonly #file: string;
  readonly #sequence: TraceSequence;
  readonly #player: TracePlayer;
  readonly #harness = new TraceHarness();
  readonly #session: TraceSession;
  readonly #fired: FiredDecision[] = [];

  constructor(file: string, sequence: TraceSequence, player: TracePlayer, profile: ConformProfile) {
    this.#file = file;
    this.#sequence = sequence;
    this.#player = player;
    this.#session = player.open(this.#harness, sequence.variant, profile);
  }

  run(): ReplayOutcome {
    const { ops, final } = this.#sequence;
    for (const [index, op] of ops.entries()) {
      const outcome = this.#step(index, op);
      if (outcome) return outcome;
    }
    const difference = final === null ? null : compareState(final, this.#session.dump(), this.#explain);
    return difference ? this.#mismatch(ops.length, 'final', difference) : this.#outcome('agreed', null);
  }

  /** One operation; an outcome when comparing ends here. */
  #step(index: number, op: TraceOp): ReplayOutcome | null {
    if (op.state !== undefined) {
      const difference = compareState(op.state, this.#session.dump(), this.#explain);
      return difference ? this.#mismatch(index, op.op, difference) : null;
    }
    const ran = this.#carryOut(index, op);
    const events = this.#harness.events.take();
    const fired = this.#session.takeFired();
    this.#fired.push(...fired);
    if (fired.some((decision) => decision.kind === 'state')) return this.#outcome('deviated', null);
    if (op.crash !== undefined) return this.#crashed(index, op, ran);
    if ('died' in ran) return this.#mismatch(index, op.op, { ...crashPlace, expected: op.result, got: ran.died });
    const difference =
      compareResult(op.result ?? {}, ran.result, this.#explain) ?? compareEvents(op.events, events, this.#explain);
    return difference ? this.#mismatch(index, op.op, difference) : null;
  }

  #carryOut(index: number, op: TraceOp): { readonly result: TraceResult } | { readonly died: string } {
    try {
      return { result: this.#harness.apply(op.op, op.args) ?? this.#session.apply(op.op, op.args) };
    } catch (error) {
      if (this.#player.isPoison(error)) return { died: error instanceof Error ? error.message : String(error) };
      if (!(error instanceof TraceArgumentError)) throw error;
      const { name, line } = this.#sequence;
      throw new TraceFormatError(this.#file, line, `op ${index} (${op.op}) of ${name}: ${error.message}`);
    }
  }

  /** The recording died at this operation: so must the model, unless a decision that fired kept it alive. */
  #crashed(index: number, op: TraceOp, ran: object): ReplayOutcome {
    if ('died' in ran) return this.#outcome('agreed', null);
    if (this.#fired.length > 0) return this.#outcome('deviated', null);
    return this.#mismatch(index, op.op, { ...crashPlace, expected: op.crash, got: 'no crash' });
  }

  readonly #explain: Explain = (field) => this.#session.explainField(field) !== null;

  #outcome(verdict: ReplayVerdict, mismatch: TraceMismatch | null): ReplayOutcome {
    return { verdict, fired: this.#fired, mismatch };
  }

  #mismatch(
    op: number,
    opName: string,
    difference: Omit<TraceMismatch, 'sequence' | 'line' | 'op' | 'opName'>,
  ): ReplayOutcome {
    const { name, line } = this.#sequence;
    return this.#outcome('mismatched', { sequence: name, line, op, opName, ...difference });
  }
}

const crashPlace = { within: 'crash', path: '' } as const;
