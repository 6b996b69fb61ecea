/** One version of an API as it was read: from a header, an entry point, or the surface of a pair. */
import type { Language, SymbolParam } from '../../src/compat/pair-model.js';
import type { NotRead } from '../diagnostics/model.js';

/** A second declaration for a configuration without the API. */
export interface StubFacts {
  readonly signature: string;
  readonly line: number;
  readonly params: readonly SymbolParam[];
  readonly result: string;
  /** Body without blanks at its ends; text of a macro. */
  readonly body: string;
  readonly isMacro: boolean;
  readonly isStatic: boolean;
  readonly isInline: boolean;
}

export interface SurfaceItem {
  readonly name: string;
  readonly kind: 'function' | 'constant' | 'type' | 'macro' | 'member' | 'variable';
  readonly params: readonly SymbolParam[];
  readonly isVariadic: boolean;
  /** Result of a function, type of a member or variable. */
  readonly result: string;
  /** What makes a constant, a macro or a type what it is; empty when that is not known. */
  readonly value: string;
  readonly signature: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly stub: StubFacts | null;
}

/** A stub that does not stand in for its function. */
export interface StubProblem {
  readonly symbol: string;
  readonly problem:
    'signature-differs' | 'missing' | 'undeclared' | 'errno-from-unsigned' | 'errno-as-pointer' | 'not-static-inline';
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface ApiSurface {
  readonly language: Language;
  /** As it is printed: words, or the path that was given. */
  readonly title: string;
  /** False when only the declarations that callers see are known. */
  readonly hasStubs: boolean;
  readonly items: ReadonlyMap<string, SurfaceItem>;
  readonly stubProblems: readonly StubProblem[];
  readonly notRead: readonly NotRead[];
}
