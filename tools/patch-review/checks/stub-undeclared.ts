import { declarationsOf } from '../code/declarations.js';
import { byName } from '../delta/header-delta.js';
import type { Check } from './check.js';
import { isHeader } from './check.js';

/** A stub that stands for nothing. */
export const stubUndeclared: Check = {
  id: 'stub-undeclared',
  level: 'warning',
  certainty: 'likely',
  why: 'A caller that builds with the option off gets an undeclared function with it on.',
  looksAt: isHeader,
  find: (source) =>
    source.whole
      ? [...byName(declarationsOf(source))].flatMap(([name, { main }]) =>
          main.isStub && main.kind === 'function' && !main.name.startsWith('__')
            ? [{ line: main.line, symbol: name, message: 'has a stub but no declaration' }]
            : [],
        )
      : [],
};
