/** The register of declared divergences: one file each, named for its id. */
import type { DivergenceId } from './ids.js';
import type { DeclaredDivergence } from './model.js';
import { capacityDefault } from './capacity-default.js';
import { capacityRefused } from './capacity-refused.js';
import { deadSetFreed } from './dead-set-freed.js';
import { freeByStranger } from './free-by-stranger.js';
import { freeOfUnknownId } from './free-of-unknown-id.js';
import { lateUse } from './late-use.js';
import { lookupWrongKind } from './lookup-wrong-kind.js';
import { quotaZero } from './quota-zero.js';
import { secondSetForMm } from './second-set-for-mm.js';

const byId = {
  'capacity-default': capacityDefault,
  'capacity-refused': capacityRefused,
  'dead-set-freed': deadSetFreed,
  'free-by-stranger': freeByStranger,
  'free-of-unknown-id': freeOfUnknownId,
  'late-use': lateUse,
  'lookup-wrong-kind': lookupWrongKind,
  'quota-zero': quotaZero,
  'second-set-for-mm': secondSetForMm,
} as const satisfies Record<DivergenceId, DeclaredDivergence>;

export const divergences: readonly DeclaredDivergence[] = Object.values(byId);
