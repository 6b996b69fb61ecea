/** What a conformance run found: the model of `pintle.conform/1`, from which every output is rendered. */

/** Per line of a file: agreed when every reader or model that applies agrees to the end. */
export interface ConformCounts {
  agreed: number;
  /** A decision that ends the comparison fired, and everything before it agrees. */
  deviated: number;
  mismatched: number;
  skipped: number;
  /** A reader that should know the structure or operation does not. */
  notCovered: number;
}

export interface ConformFile extends Readonly<ConformCounts> {
  readonly file: string;
  /** Unit of the lines: `vtd`, `smmuv3`, `amd`; several are joined by `+`. */
  readonly unit: string;
  /** Number of lines, under the name of what they are. */
  readonly vectors?: number;
  readonly sequences?: number;
  /** Counts by structure or operation. */
  readonly subjects: Readonly<Record<string, ConformCounts>>;
}

/** One disagreement, or one thing that a reader does not know. */
export interface ConformProblem {
  readonly kind: 'mismatched' | 'not-covered';
  readonly file: string;
  readonly line: number;
  /** Structure or operation. */
  readonly subject: string;
  readonly reader: string;
  readonly detail: string;
}

export interface ConformReport {
  readonly schema: 'pintle.conform/1';
  readonly kind: 'vectors' | 'sequences';
  readonly readers: readonly string[];
  readonly files: readonly ConformFile[];
  readonly problems: readonly ConformProblem[];
  readonly totals: Readonly<ConformCounts>;
}

/** A file to check: its name for messages and its whole text. */
export interface ConformInput {
  readonly file: string;
  readonly text: string;
}

/** A line that is no vector, sequence or recording. The message begins with `file:line`. */
export class MalformedLineError extends Error {
  override readonly name = 'MalformedLineError';
}

export function emptyCounts(): ConformCounts {
  return { agreed: 0, deviated: 0, mismatched: 0, skipped: 0, notCovered: 0 };
}

export function sumCounts(all: readonly Readonly<ConformCounts>[]): ConformCounts {
  const sum = emptyCounts();
  for (const counts of all) for (const key of countNames) sum[key] += counts[key];
  return sum;
}

export const countNames = ['agreed', 'deviated', 'mismatched', 'skipped', 'notCovered'] as const;
