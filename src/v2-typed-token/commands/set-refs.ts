/** References to sets, and the end of a set. */
import { refusal } from '../answer.js';
import type { PutOutcome } from '../api.js';
import type { SetRecord } from '../set-record.js';
import type { State } from '../state.js';
import { unindex } from './alloc-set.js';
import { destroy } from './destroy-set.js';
import { freeInSet } from './free.js';
import { membersOf, unlist } from './members.js';

const unknownSet = refusal('EINVAL', 'unknown-set');

export function setGet(state: State, set: SetRecord | null): number {
  state.lock();
  if (!state.given(set)) return unknownSet;
  if (!state.isLive(set)) {
    state.machine.remark('warn-on', 'set-get-on-dead-set');
    return unknownSet;
  }
  set.refs++;
  return 0;
}

export function setPut(state: State, set: SetRecord | null): PutOutcome | number {
  state.lock();
  if (!state.given(set)) return unknownSet;
  if (!state.isLive(set)) {
    state.machine.remark('warn-on', 'set-put-on-dead-set');
    return unknownSet;
  }
  if (--set.refs > 0) return 'held';
  return end(state, set);
}

function end(state: State, set: SetRecord): PutOutcome {
  if (set.listed > 0) {
    // No look-up may find it any more, while its members still lead to it.
    const members = membersOf(state, set);
    for (const slot of members) freeInSet(state, set, slot);
    if (set.listed > 0) {
      if (pinnedMembers(state, set) && state.decisions.fires('set-waits-for-members')) {
        set.closing = true;
        unindex(state, set);
        return 'held';
      }
      for (const slot of membersOf(state, set)) unlist(state, set, slot);
    }
  }
  destroy(state, set);
  return 'reclaimed';
}

function pinnedMembers(state: State, set: SetRecord): boolean {
  return membersOf(state, set).some((slot) => {
    const id = state.records.id[slot]!;
    return state.table.slotOf(id) === slot && state.records.set[slot] === set;
  });
}
