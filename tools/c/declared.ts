/** What a header declares. */
import type { Span } from './model.js';

export interface CParameter {
  readonly name: string;
  readonly type: string;
}

export interface CDeclaration extends Span {
  readonly name: string;
  readonly kind: 'function' | 'macro' | 'constant' | 'type' | 'member' | 'variable';
  /** On one line, blanks squeezed, without body, with `;` for a function. */
  readonly signature: string;
  readonly params: readonly CParameter[];
  /** Ends with `...`. */
  readonly isVariadic: boolean;
  /** Type of the result, storage class and `inline` dropped; of a variable or member its type; of a macro empty. */
  readonly result: string;
  /** Value of a constant, body of a macro, values of an enum; blanks squeezed. */
  readonly value: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Conditions of the preprocessor around it, outermost first; the include guard is none. */
  readonly conditions: readonly string[];
  readonly isStatic: boolean;
  readonly isInline: boolean;
  /** A function with a body, blanks squeezed; null for a prototype. */
  readonly body: string | null;
  /** It stands in for the real one where the configuration switches that off. */
  readonly isStub: boolean;
  /** A comment of the kernel-doc kind ends right before it. */
  readonly isDocumented: boolean;
}

export interface CDeclarations {
  readonly declarations: readonly CDeclaration[];
  /** Places that the grammar could not follow, from the first line of each. */
  readonly broken: readonly { readonly line: number; readonly column: number; readonly text: string }[];
}
