import { surfaceOf } from '../code/surface.js';
import type { Check } from './check.js';
import { isHeader } from './check.js';

/** A function whose neighbours have stubs and which has none. */
export const stubMissing: Check = {
  id: 'stub-missing',
  level: 'warning',
  certainty: 'likely',
  why: 'A caller that builds with the option on gets an undeclared function with it off.',
  looksAt: isHeader,
  find: (source) =>
    surfaceOf(source).stubProblems.flatMap(({ problem, symbol, line, message }) =>
      problem === 'missing' ? [{ line, symbol, message }] : [],
    ),
};
