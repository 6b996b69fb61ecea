import type { TraceSequence, TraceVariant } from './model.js';
import type { ConformProfile, TracePlayer } from './player-model.js';
import { replaySequence } from './replay.js';
import type { TraceMismatch } from './replay.js';

/** A file of recordings, read. */
export interface TraceFile {
  readonly name: string;
  readonly sequences: readonly TraceSequence[];
}

export interface ConformCounts {
  /** Whole agreement, a crash at the same operation included. */
  readonly agreed: number;
  /** A decision parted the two lives and everything before it agrees. */
  readonly deviated: number;
  readonly mismatched: number;
  /** Not replayed although a model applies: `skips` says why. */
  readonly skipped: number;
  /** No model of this variant. */
  readonly notCovered: number;
}

export interface ConformFileReport extends ConformCounts {
  readonly file: string;
  /** The variants in the file, joined by a comma. */
  readonly variant: string;
  readonly sequences: number;
  readonly skips: readonly { readonly reason: string; readonly sequences: number }[];
  readonly mismatches: readonly TraceMismatch[];
}

/** The traces half of `pintle.conform/1`. */
export interface ConformTracesReport {
  readonly schema: 'pintle.conform/1';
  readonly kind: 'traces';
  readonly profile: ConformProfile;
  readonly files: readonly ConformFileReport[];
  /** Every decision of the players that ran, with the number of times it fired. */
  readonly decisions: readonly { readonly id: string; readonly side: 'v1' | 'v2'; readonly fired: number }[];
  readonly totals: ConformCounts;
}

/** Injections into nodes of the kernel's own index have no counterpart in another implementation. */
const internalReason = 'internal: injects a failure into the index of the kernel';

/** Replays files on the players that have a model of their variants. Throws `TraceFormatError` for a malformed operation. */
export function conformTraces(
  files: readonly TraceFile[],
  profile: ConformProfile,
  players: readonly TracePlayer[],
): ConformTracesReport {
  const fired = new Map<string, number>();
  const ran = new Set<TracePlayer>();
  const reports = files.map((file) => {
    const tally = new Tally(file);
    for (const sequence of file.sequences) {
      const player = players.find((candidate) => candidate.variants.includes(sequence.variant));
      if (!player) tally.add('notCovered');
      else if (sequence.tags.includes('internal')) tally.skip(internalReason);
      else {
        ran.add(player);
        const outcome = replaySequence(file.name, sequence, player, profile);
        for (const { id } of outcome.fired) fired.set(keyOf(player, id), (fired.get(keyOf(player, id)) ?? 0) + 1);
        tally.add(outcome.verdict, outcome.mismatch);
      }
    }
    return tally.report();
  });
  const decisions = [...ran].flatMap((player) =>
    player.decisions.map(({ id }) => ({ id, side: player.side, fired: fired.get(keyOf(player, id)) ?? 0 })),
  );
  return { schema: 'pintle.conform/1', kind: 'traces', profile, files: reports, decisions, totals: sum(reports) };
}

function keyOf(player: TracePlayer, decision: string): string {
  return `${player.side}/${decision}`;
}

class Tally {
  readonly #file: TraceFile;
  readonly #counts = { agreed: 0, deviated: 0, mismatched: 0, skipped: 0, notCovered: 0 };
  readonly #skips = new Map<string, number>();
  readonly #mismatches: TraceMismatch[] = [];

  constructor(file: TraceFile) {
    this.#file = file;
  }

  add(kind: keyof ConformCounts, mismatch: TraceMismatch | null = null): void {
    this.#counts[kind] += 1;
    if (mismatch) this.#mismatches.push(mismatch);
  }

  skip(reason: string): void {
    this.add('skipped');
    this.#skips.set(reason, (this.#skips.get(reason) ?? 0) + 1);
  }

  report(): ConformFileReport {
    const variants = new Set<TraceVariant>(this.#file.sequences.map((sequence) => sequence.variant));
    return {
      file: this.#file.name,
      variant: [...variants].join(','),
      sequences: this.#file.sequences.length,
      ...this.#counts,
      skips: [...this.#skips].map(([reason, sequences]) => ({ reason, sequences })),
      mismatches: this.#mismatches,
    };
  }
}

function sum(reports: readonly ConformCounts[]): ConformCounts {
  const total = (key: keyof ConformCounts): number => reports.reduce((count, report) => count + report[key], 0);
  return {
    agreed: total('agreed'),
    deviated: total('deviated'),
    mismatched: total('mismatched'),
    skipped: total('skipped'),
    notCovered: total('notCovered'),
  };
}
