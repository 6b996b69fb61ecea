/** The quota of a set. */
import { refusal } from '../answer.js';
import type { SetRecord } from '../set-record.js';
import type { State } from '../state.js';

const unknownSet = refusal('EINVAL', 'unknown-set');
const belowOne = refusal('EINVAL', 'quota-below-one');
const belowUse = refusal('EINVAL', 'quota-below-use');
const capacityExhausted = refusal('ENOSPC', 'capacity-exhausted');

/** `quota` is i32: the comparison with the count is a signed one. */
export function adjustSet(state: State, set: SetRecord | null, quota: number): number {
  state.lock();
  if (!state.given(set)) return unknownSet;
  state.touch(set);
  if (!state.isLive(set) && state.decisions.fires('adjust-dead-set')) return unknownSet;
  if (set.count > (quota | 0)) return belowUse;
  const posted = quota >>> 0 >= state.available;
  if ((quota | 0) < 1 && state.decisions.fires('adjust-below-one')) return belowOne;
  const grown = (quota | 0) - (set.quota | 0) > state.available;
  const refusedNow = posted === grown ? posted : state.decisions.fires('adjust-tests-growth') ? grown : posted;
  if (refusedNow) return capacityExhausted;
  state.available = (state.available + set.quota - quota) >>> 0;
  set.quota = quota;
  return 0;
}
