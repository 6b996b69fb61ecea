/** The register of hazards: one file each, named for its kind. */
import type { HazardSpec } from '../../pair-model.js';
import type { HazardKind } from '../hazard-kinds.js';
import { detachOrder } from './detach-order.js';
import { duplicateToken } from './duplicate-token.js';
import { errorTestWrong } from './error-test-wrong.js';
import { errorUnchecked } from './error-unchecked.js';
import { handlerContext } from './handler-context.js';
import { heldTakenForError } from './held-taken-for-error.js';
import { initMmToken } from './init-mm-token.js';
import { lookupReferenceLeaked } from './lookup-reference-leaked.js';
import { mmAssumed } from './mm-assumed.js';
import { ownerUnchecked } from './owner-unchecked.js';
import { rangeFreed } from './range-freed.js';
import { referenceNotTaken } from './reference-not-taken.js';
import { sentinelCompared } from './sentinel-compared.js';
import { staleSet } from './stale-set.js';
import { staticSet } from './static-set.js';
import { tokenDataConfused } from './token-data-confused.js';
import { tokenKindUnstated } from './token-kind-unstated.js';
import { tokenOutlived } from './token-outlived.js';

const byKind = {
  'detach-order': detachOrder,
  'duplicate-token': duplicateToken,
  'error-test-wrong': errorTestWrong,
  'error-unchecked': errorUnchecked,
  'handler-context': handlerContext,
  'held-taken-for-error': heldTakenForError,
  'init-mm-token': initMmToken,
  'lookup-reference-leaked': lookupReferenceLeaked,
  'mm-assumed': mmAssumed,
  'owner-unchecked': ownerUnchecked,
  'range-freed': rangeFreed,
  'reference-not-taken': referenceNotTaken,
  'sentinel-compared': sentinelCompared,
  'stale-set': staleSet,
  'static-set': staticSet,
  'token-data-confused': tokenDataConfused,
  'token-kind-unstated': tokenKindUnstated,
  'token-outlived': tokenOutlived,
} as const satisfies Record<HazardKind, HazardSpec>;

export const hazards: readonly HazardSpec[] = Object.values(byKind);
