/** Golden operation sequences of the three IOMMUs: the shape of one line and of its steps (reference 6, 6.1). */

/** A number below 2^32, or a hex string. */
export type Wide = number | string;

export interface SequenceRegion {
  readonly name: string;
  readonly phys: string;
  readonly size: number;
}

/** One step of a line, as recorded. Keys depend on `op`; values are numbers or hex strings. */
export interface SequenceStep {
  readonly op: string;
  readonly [key: string]: unknown;
}

/** One line: an operation with what it starts from and the effects it had. */
export interface SequenceLine {
  readonly unit: 'vtd' | 'smmuv3' | 'amd';
  readonly operation: string;
  readonly chain: string;
  readonly step: number;
  readonly config: Readonly<Record<string, unknown>>;
  readonly regions: readonly SequenceRegion[];
  readonly initial: { readonly queue?: Readonly<Record<string, number>>; readonly memory?: readonly unknown[] };
  readonly steps: readonly SequenceStep[];
  readonly source: string;
}

/**
 * How one witness plays one line: it builds the state of `initial`, runs its driver function for the operation and
 * leaves the effects on its bus.
 */
export interface SequencePlayer {
  readonly side: 'v1' | 'v2';
  /**
   * Returns what was observed in the form of the line's own steps (`mem_write` with `how: 'once'` for each store in program
   * order; the comparer reduces them where the line says `plain`), or null when the operation is not known to this side.
   */
  play(line: SequenceLine): readonly SequenceStep[] | null;
}
