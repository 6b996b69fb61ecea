/** Allocates the lowest free id of a range. */
import type { AllocatorGroup } from '../allocator-list.js';
import { refusal } from '../answer.js';
import { danglingSlot } from '../id-table.js';
import { invalidId, stateActive } from '../records.js';
import type { SetRecord } from '../set-record.js';
import { eventNumbers, type State } from '../state.js';
import { listMember } from './members.js';
import { callChain } from './notify.js';

const unknownSet = refusal('EINVAL', 'unknown-set');
const quotaExhausted = refusal('ENOSPC', 'quota-exhausted');
const rangeExhausted = refusal('ENOSPC', 'range-exhausted');
const emptyRange = refusal('EINVAL', 'empty-range');
const noMemory = refusal('ENOMEM', 'no-memory');
const chargeRefused = refusal('EAGAIN', 'charge-refused');
const duplicate = refusal('EBUSY', 'duplicate-from-allocator');

/** The id, or a refusal. `min` and `max` are u32 and included. */
export function alloc(state: State, set: SetRecord | null, min: number, max: number, priv: object | null): number {
  state.lock();
  if (!state.given(set)) return unknownSet;
  if (!state.isLive(set)) {
    state.machine.remark('warn-on', 'alloc-in-dead-set');
    return unknownSet;
  }
  if (set.count >= (set.quota | 0)) return quotaExhausted;
  if (!state.machine.allocate('id-record')) return noMemory;
  let charge: object | null = null;
  if (state.charger !== null && set.kind === 'mm') {
    charge = state.charger.charge(set.token!);
    if (charge === null) return chargeRefused;
  }
  const id = state.active === null ? fromDefault(state, min, max) : fromCustom(state, state.active, min, max);
  if (id < 0) {
    if (charge !== null) state.charger!.uncharge(charge);
    return id === failedWithId ? failed : id;
  }
  record(state, set, id, priv, charge);
  return id;
}

/** An allocation failed after its id was chosen: what the posted code returns all the same. */
let failed = 0;
const failedWithId = -1000;

function fromDefault(state: State, min: number, max: number): number {
  const id = state.table.lowestFree(min, max);
  if (id < 0) return min > max ? emptyRange : rangeExhausted;
  if (id !== invalidId) return id;
  if (!state.decisions.fires('invalid-id-range')) state.table.put(id, danglingSlot);
  return rangeExhausted;
}

function fromCustom(state: State, { ops, table }: AllocatorGroup, min: number, max: number): number {
  const id = ops.alloc({ min, max }, ops.data);
  if (id === null || id === invalidId) return min > max ? emptyRange : rangeExhausted;
  if (table.slotOf(id) !== -1) {
    if (!state.decisions.fires('custom-duplicate-kept')) ops.free(id, ops.data);
    if (state.decisions.fires('failed-alloc-returns-id')) return duplicate;
    failed = id;
    return failedWithId;
  }
  if ((id < min || id > max) && state.decisions.fires('custom-range-checked')) {
    ops.free(id, ops.data);
    return rangeExhausted;
  }
  return id;
}

function record(state: State, set: SetRecord, id: number, priv: object | null, charge: object | null): void {
  const { records } = state;
  const slot = records.take();
  records.id[slot] = id;
  records.spid[slot] = state.decisions.fires('default-spid') ? invalidId : 0;
  records.refs[slot] = 1;
  records.state[slot] = stateActive;
  records.set[slot] = set;
  records.priv[slot] = priv;
  if (charge !== null) state.charges[slot] = charge;
  state.table.put(id, slot);
  listMember(state, set, slot);
  set.count++;
  if (set.chain.empty) return;
  const carried = state.decisions.fires('alloc-payload') ? priv : null;
  callChain(state, set.chain, { event: eventNumbers.alloc, id, spid: invalidId, set, priv: carried });
}
