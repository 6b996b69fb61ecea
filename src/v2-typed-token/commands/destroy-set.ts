/** The end of a set. */
import { invalidId } from '../records.js';
import type { SetRecord } from '../set-record.js';
import { eventNumbers, type State } from '../state.js';
import { unindex } from './alloc-set.js';
import { detachFromDead } from './mm-notifiers.js';
import { callChain } from './notify.js';

/** Gives the quota back, tells of it, and forgets the set. */
export function destroy(state: State, set: SetRecord): void {
  unindex(state, set);
  state.available = (state.available + set.quota) >>> 0;
  detachFromDead(state, set);
  const named = state.globalChain.empty || !state.decisions.fires('set-free-payload') ? 0 : invalidId;
  callChain(state, state.globalChain, { event: eventNumbers['set-free'], id: named, spid: named, set, priv: null });
  state.sets[set.sid] = undefined;
  state.setNumbers.release(set.sid);
  state.liveSets--;
  set.alive = false;
}
