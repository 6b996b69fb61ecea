/** What a header declares: functions, constants, values of enums, types. */
import type { Token } from './lex.js';

export interface Declared {
  readonly name: string;
  readonly kind: 'function' | 'constant' | 'macro' | 'type';
  /** `int a`, `struct x *b`; empty for none. */
  readonly params: readonly string[];
  readonly variadic: boolean;
  /** Type of the result, `static inline` and attributes dropped; value of a constant. */
  readonly result: string;
  /** On one line, without body. */
  readonly signature: string;
  readonly line: number;
  /** A function with a body. */
  readonly hasBody: boolean;
  readonly body: readonly Token[];
  readonly isStatic: boolean;
  /** Conditions of the preprocessor around it, innermost last: `IS_ENABLED(CONFIG_X)`, `!(...)`. */
  readonly conditions: readonly string[];
  /** Stands in where the option is off. */
  readonly isStub: boolean;
  /** A comment that starts with two stars ends right before it. */
  readonly documented: boolean;
}
