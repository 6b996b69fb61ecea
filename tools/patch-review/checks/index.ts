/** The review checks, in the order of the documentation. */
import type { Check } from './check.js';
import { cursorAfterLoop } from './cursor-after-loop.js';
import { stubDiffers } from './stub-differs.js';
import { stubUndeclared } from './stub-undeclared.js';
import { undocumentedExport } from './undocumented-export.js';
import { voidStubReturns } from './void-stub-returns.js';

export const checks: readonly Check[] = [
  stubDiffers,
  stubUndeclared,
  voidStubReturns,
  undocumentedExport,
  cursorAfterLoop,
];
