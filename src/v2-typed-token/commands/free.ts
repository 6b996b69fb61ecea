/** Gives an id back: its owner lets go, its users may still hold it. */
import { refusal } from '../answer.js';
import type { FreeOutcome } from '../api.js';
import { stateFreePending } from '../records.js';
import type { SetRecord } from '../set-record.js';
import { eventNumbers, type State } from '../state.js';
import { slotOf } from './look-up.js';
import { callChain } from './notify.js';
import { decrement } from './references.js';

const unknownId = refusal('ENOENT', 'unknown-id');
const otherSet = refusal('EACCES', 'other-set');

export function free(state: State, set: SetRecord | null, id: number): FreeOutcome | number {
  state.lock();
  return freeLocked(state, set, id);
}

/** Frees what the active allocator has under a member's id. */
export function freeInSet(state: State, set: SetRecord, slot: number): void {
  freeLocked(state, set, state.records.id[slot]!);
}

function freeLocked(state: State, set: SetRecord | null, id: number): FreeOutcome | number {
  const { records } = state;
  const slot = slotOf(state, id);
  if (slot < 0) {
    state.machine.remark('error', 'free-of-unknown-id');
    return unknownId;
  }
  if (records.set[slot] !== set || set === null) {
    state.machine.remark('warning', 'free-by-another-set');
    return otherSet;
  }
  if (records.state[slot] === stateFreePending && state.decisions.fires('second-free')) return 'pending';
  records.state[slot] = stateFreePending;
  const generation = records.generation[slot];
  state.touch(set);
  if (!state.globalChain.empty || !set.chain.empty) {
    const payload = { event: eventNumbers.free, id, spid: records.spid[slot]!, set, priv: records.priv[slot]! };
    callChain(state, state.globalChain, payload);
    callChain(state, set.chain, payload);
  }
  if (records.generation[slot] !== generation) {
    if (!state.decisions.fires('put-in-free-handler')) state.machine.remark('warn-on', 'reference-dropped-twice');
    return 'reclaimed';
  }
  return decrement(state, slot) ? 'reclaimed' : 'pending';
}
