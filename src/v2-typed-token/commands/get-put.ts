/** Users hold ids. */
import { refusal } from '../answer.js';
import type { PutOutcome } from '../api.js';
import { stateFreePending } from '../records.js';
import type { SetRecord } from '../set-record.js';
import type { State } from '../state.js';
import { slotOf } from './look-up.js';
import { decrement, increment } from './references.js';

const unknownToGet = refusal('EINVAL', 'unknown-id');
const unknownId = refusal('ENOENT', 'unknown-id');
const freePending = refusal('EBUSY', 'free-pending');
const otherSet = refusal('EACCES', 'other-set');
const notMm = refusal('EINVAL', 'not-an-mm-set');
const otherOwner = refusal('EPERM', 'other-owner');

/** A null set matches any. */
export function getLocked(state: State, set: SetRecord | null, id: number): number {
  const slot = slotOf(state, id);
  if (slot < 0) {
    state.machine.remark('error', 'get-of-unknown-id');
    return unknownToGet;
  }
  if (state.records.state[slot] === stateFreePending) return freePending;
  if (set !== null && state.records.set[slot] !== set) return otherSet;
  increment(state, slot);
  return 0;
}

/** A null set matches any. */
export function putLocked(state: State, set: SetRecord | null, id: number): PutOutcome | number {
  const slot = slotOf(state, id);
  if (slot < 0) {
    state.machine.remark('error', 'put-of-unknown-id');
    return unknownId;
  }
  if (set !== null && state.records.set[slot] !== set) {
    state.machine.remark('warning', 'put-by-another-set');
    return otherSet;
  }
  return decrement(state, slot) ? 'reclaimed' : 'held';
}

/** Get, if the id belongs to the set of this mm. */
export function getIfOwned(state: State, current: object, id: number): number {
  const slot = slotOf(state, id);
  if (slot < 0) return unknownId;
  const set = state.records.set[slot]!;
  if (set.kind !== 'mm') return notMm;
  if (set.token !== current) return otherOwner;
  return getLocked(state, set, id);
}
