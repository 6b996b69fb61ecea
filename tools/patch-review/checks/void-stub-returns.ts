import { declarationsOf } from '../code/declarations.js';
import { statementsOf, walkStatements } from '../code/statements.js';
import type { Check } from './check.js';
import { isHeader } from './check.js';

/** `static inline void f(void) { return -ENOTSUPP; }`. */
export const voidStubReturns: Check = {
  id: 'void-stub-returns',
  level: 'error',
  certainty: 'certain',
  why: 'A void function cannot return a value; the header does not build where the stub is used.',
  looksAt: isHeader,
  find: (source) =>
    declarationsOf(source).flatMap((declared) => {
      if (!declared.hasBody || declared.result !== 'void') return [];
      let line = 0;
      walkStatements(statementsOf(declared.body), (statement) => {
        if (statement.kind === 'return' && statement.value.length > 0) line = statement.line;
      });
      return line === 0 ? [] : [{ line, symbol: declared.name, message: 'is void and returns a value' }];
    }),
};
