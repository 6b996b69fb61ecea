import { surfaceOf } from '../code/surface.js';
import type { Check } from './check.js';
import { isHeader } from './check.js';

/** A caller that builds with the option on does not build with it off. */
export const stubDiffers: Check = {
  id: 'stub-differs',
  level: 'error',
  certainty: 'certain',
  why: 'Callers are written against the declaration; a kernel that is built without the option gets the stub.',
  looksAt: isHeader,
  find: (source) =>
    surfaceOf(source).stubProblems.flatMap(({ problem, symbol, line, message }) =>
      problem === 'signature-differs' ? [{ line, symbol, message }] : [],
    ),
};
