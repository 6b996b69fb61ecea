/** Source text as far as it is known, before and after each patch. One byte per character. */

/** A run of known lines. */
export interface SourceSpan {
  /** 1-based line of the first one. */
  readonly line: number;
  readonly text: string;
}

/** What is known of one file: all of it, or the places that patches showed. */
export interface Source {
  readonly path: string;
  readonly whole: boolean;
  readonly spans: readonly SourceSpan[];
}

/** The tree that a series is meant for. */
export interface BaseTree {
  /** For people: a folder, or a short commit. */
  readonly name: string;
  /** Content of a file, or null when there is none. */
  read(path: string): string | null;
  /** C files whose bytes hold one of the words, in order; and how many files were looked at. */
  filesNaming(words: readonly string[]): { readonly paths: readonly string[]; readonly looked: number };
}

/** A problem of bringing a patch and a tree together. */
export interface ApplyProblem {
  readonly path: string;
  /** Line of the diff, from 0. */
  readonly at: number;
  readonly why: string;
}
