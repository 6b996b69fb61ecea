/** One thing that a function does otherwise after a patch. */
import type { Token } from '../code/lex.js';

export type ChangeKind =
  | 'refusal-added'
  | 'refusal-dropped'
  | 'outcome-changed'
  | 'condition-changed'
  | 'constant-changed'
  | 'call-dropped'
  | 'test-dropped';

export interface BodyChange {
  readonly kind: ChangeKind;
  /** Line in the file after the patch; before it for what is gone. */
  readonly line: number;
  readonly side: 'old' | 'new';
  /** Words for the report, with the function as the subject: `now returns -EINVAL when !quota`. */
  readonly text: string;
  /** Condition as text; empty for calls and constants. */
  readonly condition: string;
  readonly outcome: string;
  /** Words of the code that a sentence about it would name. */
  readonly subjects: readonly string[];
}

/** What is known about the series when two bodies are compared. */
export interface ComparisonContext {
  /** Calls whose loss is no change of behaviour of this function: the series replaces them everywhere. */
  readonly replacedCalls: ReadonlySet<string>;
  /** Names that the series brings in; tests of their results come with them. */
  readonly newCalls: ReadonlySet<string>;
}

/** Words of tokens, once each. */
export function wordsOf(tokens: readonly Token[]): string[] {
  return [...new Set(tokens.filter((token) => token.kind === 'word').map((token) => token.text))];
}

/** Parts of a name, `__` and the like dropped. */
export function nameParts(name: string): string[] {
  return name.split('_').filter((part) => part !== '');
}
