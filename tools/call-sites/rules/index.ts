/** All rules, by id. */
import type { Rule } from '../rule.js';
import { argumentType } from './argument-type.js';
import { argumentValue } from './argument-value.js';
import { confusedPointers } from './confused-pointers.js';
import { duplicateOwner } from './duplicate-owner.js';
import { forbiddenContext } from './forbidden-context.js';
import { kindAssumed } from './kind-assumed.js';
import { memberRead } from './member-read.js';
import { outcomeAsError } from './outcome-as-error.js';
import { ownershipUnchecked } from './ownership-unchecked.js';
import { resultUnchecked } from './result-unchecked.js';
import { sentinelCompared } from './sentinel-compared.js';
import { storedReference } from './stored-reference.js';
import { symbolGone } from './symbol-gone.js';
import { unexpectedDrop } from './unexpected-drop.js';
import { unpairedCall } from './unpaired-call.js';
import { unpairedReference } from './unpaired-reference.js';
import { usedAfterRelease } from './used-after-release.js';
import { wrongOrder } from './wrong-order.js';
import { wrongTest } from './wrong-test.js';

export const rules: ReadonlyMap<string, Rule> = new Map(
  [
    argumentType,
    argumentValue,
    confusedPointers,
    duplicateOwner,
    forbiddenContext,
    kindAssumed,
    memberRead,
    outcomeAsError,
    ownershipUnchecked,
    resultUnchecked,
    sentinelCompared,
    storedReference,
    symbolGone,
    unexpectedDrop,
    unpairedCall,
    unpairedReference,
    usedAfterRelease,
    wrongOrder,
    wrongTest,
  ].map((rule) => [rule.id, rule]),
);
