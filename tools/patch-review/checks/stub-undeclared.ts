import { surfaceOf } from '../code/surface.js';
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
    surfaceOf(source).stubProblems.flatMap(({ problem, symbol, line, message }) =>
      problem === 'undeclared' ? [{ line, symbol, message }] : [],
    ),
};
