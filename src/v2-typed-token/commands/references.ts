/** Counts of a record, and what happens when the last reference goes. */
import { saturated } from '../records.js';
import type { State } from '../state.js';
import { unlistById } from './members.js';
import { destroy } from './destroy-set.js';

/** One more. At 0 or below that is a warning, and the count stays where it can do no more harm. */
export function increment(state: State, slot: number): void {
  const refs = state.records.refs[slot]!;
  if (refs > 0) {
    state.records.refs[slot] = refs + 1;
    return;
  }
  state.machine.remark('warn-on', 'reference-of-dead-record');
  state.records.refs[slot] = saturated;
}

/** One less; true when it was the last, and the record is gone. */
export function decrement(state: State, slot: number): boolean {
  const refs = state.records.refs[slot]! - 1;
  state.records.refs[slot] = refs;
  if (refs === 0) {
    reclaim(state, slot);
    return true;
  }
  if (refs < 0) {
    state.machine.remark('warn-on', 'reference-dropped-twice');
    state.records.refs[slot] = saturated;
  }
  return false;
}

/** Frees the id: the allocator first, which still sees it, then the tables, then the set. */
function reclaim(state: State, slot: number): void {
  const { records } = state;
  const id = records.id[slot]!;
  const set = records.set[slot]!;
  if (state.active !== null) state.active.ops.free(id, state.active.ops.data);
  state.touch(set);
  state.table.remove(id);
  // By number, as the posted code does: a set that took the number over pays for it.
  const counted = state.sets[set.sid];
  if (counted !== undefined) {
    counted.count--;
    unlistById(state, counted, slot);
  }
  const charge = state.charges[slot] ?? null;
  if (charge !== null) {
    state.charges[slot] = null;
    state.charger?.uncharge(charge);
  }
  records.release(slot);
  if (set.closing && set.alive && set.listed === 0) destroy(state, set);
}
