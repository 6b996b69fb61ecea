/** The list of a set's ids. */
import { invalidId } from '../records.js';
import type { SetRecord } from '../set-record.js';
import type { State } from '../state.js';

/** Lists a record in its set. A record with the same id that is listed there already is pushed out. */
export function listMember(state: State, set: SetRecord, slot: number): void {
  const { records } = state;
  if (state.orphansExist) {
    const before = memberWithId(state, set, records.id[slot]!);
    if (before >= 0) unlist(state, set, before);
  }
  records.previous[slot] = -1;
  records.next[slot] = set.first;
  if (set.first >= 0) records.previous[set.first] = slot;
  set.first = slot;
  set.listed++;
}

/** Takes whatever the set lists under this record's id out of the list. */
export function unlistById(state: State, set: SetRecord, slot: number): void {
  if (!state.orphansExist && state.records.set[slot] === set) {
    if (isListed(state, set, slot)) unlist(state, set, slot);
    return;
  }
  const found = memberWithId(state, set, state.records.id[slot]!);
  if (found >= 0) unlist(state, set, found);
}

/** Slots of the members, by ascending id. */
export function membersOf(state: State, set: SetRecord): readonly number[] {
  const { id, next } = state.records;
  const slots: number[] = [];
  for (let slot = set.first; slot >= 0; slot = next[slot]!) slots.push(slot);
  return slots.sort((a, b) => id[a]! - id[b]!);
}

/** Takes a listed record out of the list and out of the guest ids. */
export function unlist(state: State, set: SetRecord, slot: number): void {
  const { next, previous, spid } = state.records;
  const before = previous[slot]!;
  const after = next[slot]!;
  if (before >= 0) next[before] = after;
  else set.first = after;
  if (after >= 0) previous[after] = before;
  next[slot] = notListed;
  previous[slot] = -1;
  set.listed--;
  if (spid[slot] !== invalidId && set.spids.get(spid[slot]!) === slot) set.spids.delete(spid[slot]!);
}

/** In `next` of a record that no list has. */
export const notListed = -2;

function isListed(state: State, set: SetRecord, slot: number): boolean {
  return state.records.next[slot] !== notListed && set.listed > 0;
}

function memberWithId(state: State, set: SetRecord, id: number): number {
  const { records } = state;
  for (let slot = set.first; slot >= 0; slot = records.next[slot]!) if (records.id[slot] === id) return slot;
  return -1;
}
