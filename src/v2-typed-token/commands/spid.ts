/** Guest ids: what a guest calls an id of its set. */
import { refusal } from '../answer.js';
import { invalidId, stateFreePending } from '../records.js';
import type { SetRecord } from '../set-record.js';
import type { State } from '../state.js';
import { slotOf } from './look-up.js';
import { membersOf } from './members.js';
import { increment } from './references.js';

const unknownSet = refusal('EINVAL', 'unknown-set');
const unknownId = refusal('ENOENT', 'unknown-id');
const taken = refusal('EINVAL', 'guest-id-taken');
const invalid = refusal('EINVAL', 'guest-id-invalid');
const none = refusal('ENOENT', 'no-guest-id');
const noSuchGuestId = refusal('ENOENT', 'no-such-guest-id');
const freePending = refusal('EBUSY', 'free-pending');

export function attachSpid(state: State, id: number, spid: number): number {
  state.lock();
  const slot = slotOf(state, id);
  if (slot < 0) return unknownId;
  if (spid === invalidId && state.decisions.fires('spid-must-be-valid')) return invalid;
  const set = state.records.set[slot]!;
  const holder = set.spids.get(spid);
  if (holder !== undefined && holder !== slot && state.decisions.fires('spid-unique')) return taken;
  store(state, set, slot, spid);
  return 0;
}

export function detachSpid(state: State, id: number): number {
  state.lock();
  const slot = slotOf(state, id);
  if (slot < 0) return unknownId;
  if (state.records.spid[slot] === invalidId) return none;
  store(state, state.records.set[slot]!, slot, invalidId);
  return 0;
}

function store(state: State, set: SetRecord, slot: number, spid: number): void {
  const before = state.records.spid[slot]!;
  if (set.spids.get(before) === slot) set.spids.delete(before);
  state.records.spid[slot] = spid;
  if (spid !== invalidId) set.spids.set(spid, slot);
}

/** The id, held for the caller. */
export function findBySpid(state: State, set: SetRecord | null, spid: number): number {
  state.lock();
  if (!state.given(set) || !state.isLive(set)) return unknownSet;
  const slot = holderOf(state, set, spid);
  if (slot < 0) return noSuchGuestId;
  if (state.records.state[slot] === stateFreePending && state.decisions.fires('spid-finds-pending')) return freePending;
  increment(state, slot);
  return state.records.id[slot]!;
}

function holderOf(state: State, set: SetRecord, spid: number): number {
  const { records } = state;
  if (!state.decisions.decided) return membersOf(state, set).find((slot) => records.spid[slot] === spid) ?? -1;
  const holder = set.spids.get(spid) ?? -1;
  if (spid !== 0) return holder;
  const posted =
    membersOf(state, set).find((slot) => records.spid[slot] === 0 || records.spid[slot] === invalidId) ?? -1;
  return posted === holder || state.decisions.fires('spid-zero-lookup') ? holder : posted;
}
