/** API deltas: what `compare` prints and `review` joins to patches. */
import type { ChangeGroup } from '../../src/compat/pair-model.js';

export type DeltaKind =
  | 'added'
  | 'removed'
  | 'renamed'
  | 'parameter-added'
  | 'parameter-dropped'
  | 'retyped'
  | 'result-changed'
  | 'constant-changed'
  | 'stub-changed'
  | 'behaviour-changed'
  | 'same';

/** `told`: the map says so. `drift`: same symbol, other change. `unknown`: not in the map. `half`: callers are not moved. */
export type DeltaStatus = 'told' | 'drift' | 'unknown' | 'half';

export interface ApiDelta {
  readonly symbol: string;
  readonly kind: DeltaKind;
  readonly group: ChangeGroup;
  readonly status: DeltaStatus;
  /** Declaration before, or null when there was none. */
  readonly old: string | null;
  readonly new: string | null;
}
