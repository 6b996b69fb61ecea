/** A review check: one kind of defect that can be seen in the text of a file. */
import type { Certainty, FindingLevel } from '../../../src/compat/pair-model.js';
import type { Source } from '../tree/model.js';

export interface CheckHit {
  readonly line: number;
  readonly symbol: string;
  /** What is there. Equal texts of one symbol before and after a patch are the same defect. */
  readonly message: string;
}

/** What a check may know besides the file. */
export interface CheckContext {
  /** Functions that take a reference for their caller, with those that give it back. */
  readonly takers: ReadonlyMap<string, readonly string[]>;
  /** Text between the braces of a struct, by its name. */
  structBody(name: string): string | undefined;
}

export interface Check {
  /** Kebab-case. */
  readonly id: string;
  readonly level: FindingLevel;
  readonly certainty: Certainty;
  /** One sentence: why it matters. */
  readonly why: string;
  /** True for the files it looks at. */
  readonly looksAt: (path: string) => boolean;
  readonly find: (source: Source, context: CheckContext) => CheckHit[];
}

/** Headers. */
export function isHeader(path: string): boolean {
  return path.endsWith('.h');
}

/** C sources, headers included: a header may hold inline functions. */
export function isCode(path: string): boolean {
  return /\.[ch]$/.test(path);
}
