import { surfaceOf } from '../code/surface.js';
import type { Check } from './check.js';
import { isHeader } from './check.js';

const wrong = new Set(['errno-from-unsigned', 'errno-as-pointer', 'not-static-inline']);

/** A stub that answers in a way its callers cannot tell from success, or that clashes where it is included twice. */
export const stubAnswerWrong: Check = {
  id: 'stub-answer-wrong',
  level: 'error',
  certainty: 'likely',
  why: 'Callers test the answer of the real function; what the stub answers passes that test.',
  looksAt: isHeader,
  find: (source) =>
    surfaceOf(source).stubProblems.flatMap(({ problem, symbol, line, message }) =>
      wrong.has(problem) ? [{ line, symbol, message }] : [],
    ),
};
