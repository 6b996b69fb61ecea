/** Private data of ids. */
import { refusal } from '../answer.js';
import type { SetRecord } from '../set-record.js';
import type { State } from '../state.js';
import { slotOf } from './look-up.js';

const unknownId = refusal('ENOENT', 'unknown-id');
const otherSet = refusal('EACCES', 'other-set');
const noData = refusal('ENOENT', 'no-data');

/** Slot of an id that is in `set`, or a refusal; a null set is not compared. May be called from a handler. */
export function find(state: State, set: SetRecord | null, id: number): number {
  const slot = slotOf(state, id);
  if (slot < 0) return unknownId;
  return set !== null && state.records.set[slot] !== set ? otherSet : slot;
}

export function attachData(state: State, id: number, priv: object | null): number {
  state.lock();
  const slot = slotOf(state, id);
  if (slot < 0) return unknownId;
  state.records.priv[slot] = priv;
  return 0;
}

export function detachData(state: State, id: number): number {
  state.lock();
  const slot = slotOf(state, id);
  if (slot < 0) return unknownId;
  if (state.records.priv[slot] === null) return noData;
  state.records.priv[slot] = null;
  return 0;
}
