/** The review checks, in the order of the documentation. */
import type { Check } from './check.js';
import { checkOutsideLock } from './check-outside-lock.js';
import { cursorAfterLoop } from './cursor-after-loop.js';
import { freedIdReturned } from './freed-id-returned.js';
import { freedWhilePointedAt } from './freed-while-pointed-at.js';
import { lockOrder } from './lock-order.js';
import { payloadUninitialised } from './payload-uninitialised.js';
import { referenceKept } from './reference-kept.js';
import { stubAnswerWrong } from './stub-answer-wrong.js';
import { stubDiffers } from './stub-differs.js';
import { stubMissing } from './stub-missing.js';
import { stubUndeclared } from './stub-undeclared.js';
import { undocumentedExport } from './undocumented-export.js';
import { voidStubReturns } from './void-stub-returns.js';

export const checks: readonly Check[] = [
  stubDiffers,
  stubUndeclared,
  stubMissing,
  stubAnswerWrong,
  voidStubReturns,
  undocumentedExport,
  cursorAfterLoop,
  referenceKept,
  freedIdReturned,
  checkOutsideLock,
  freedWhilePointedAt,
  payloadUninitialised,
  lockOrder,
];
