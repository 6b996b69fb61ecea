/** A small change of source text that a check must notice. */

export type MutantKind =
  /** A number is one larger or one smaller: constant, shift, width, mask. */
  | 'plus-one'
  | 'minus-one'
  /** A statement that writes, or a step of a list of steps, is left out. */
  | 'drop'
  /** Two neighbouring writes change places. */
  | 'swap';

export interface Mutant {
  /** Number of the switch that turns it on. */
  readonly number: number;
  /** Stable name: file, declaration, kind, text, and which of several alike. */
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly kind: MutantKind;
  /** The text that changes, on one line. */
  readonly text: string;
}

/** A source file whose mutants can be switched on one at a time. */
export interface Instrumented {
  readonly file: string;
  readonly text: string;
  readonly mutants: readonly Mutant[];
  /** First number for the next file. */
  readonly next: number;
}
