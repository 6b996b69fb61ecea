/** What the C reader says about a text: where names stand, what they are there, and what could not be read. */

/** What a name is at one place. */
export type HitKind =
  | 'call'
  /** Its address or value is taken: `x = f`, `.alloc = f`, an argument. */
  | 'reference'
  /** `EXPORT_SYMBOL(f)` and its kin. */
  | 'export'
  /** A prototype, an `extern`, an enumerator, a tag with a body. */
  | 'declaration'
  | 'definition'
  /** The name of a `#define`. */
  | 'macro-definition'
  /** A type is named. */
  | 'type'
  /** A member of some structure, or a designator. */
  | 'member'
  /** A local variable, a parameter, a label or a static of this file with the same name. */
  | 'local'
  | 'comment'
  | 'string'
  /** In an `#include`, an `#if`, an `#undef`. */
  | 'directive'
  /** It is none of the above as far as the grammar can tell. */
  | 'unread';

/** Characters `start`..`end` of the text, `end` excluded. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Hit extends Span {
  readonly name: string;
  readonly kind: HitKind;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Kind `unread`: why. */
  readonly reason?: string;
}

export interface CArgument extends Span {
  readonly text: string;
}

/** A call of one of the names. */
export interface CCall extends Span {
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly line: number;
  readonly column: number;
  readonly args: readonly CArgument[];
  /** Enclosing function, null at file level and in the body of a macro. */
  readonly function: string | null;
  /** The `#define` whose body it stands in. */
  readonly macro: string | null;
  /** Conditions of the preprocessor around it, outermost first. */
  readonly conditions: readonly string[];
  /** A preprocessor line stands between its brackets: what the call is depends on the configuration. */
  readonly isSplit: boolean;
}

/** A name that is handed on without a call. */
export interface CReference extends Span {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly function: string | null;
  readonly macro: string | null;
}

export interface CNotRead {
  readonly file: string;
  readonly line: number;
  readonly symbol: string;
  readonly reason: string;
}

export interface CCalls {
  readonly calls: readonly CCall[];
  readonly references: readonly CReference[];
  /** Every place where one of the names stands as a word, in order. */
  readonly hits: readonly Hit[];
  readonly notRead: readonly CNotRead[];
}
