/** The ids of a set, one after the other. */
import { refusal } from '../answer.js';
import type { SetRecord } from '../set-record.js';
import type { State } from '../state.js';
import { membersOf } from './members.js';

const unknownSet = refusal('EINVAL', 'unknown-set');
const empty = refusal('ENOENT', 'set-empty');

/** Number of ids; a set without any is refused, as in the posted code. */
export function forEachId(state: State, set: SetRecord | null, visit: (id: number) => void): number {
  state.lock();
  if (!state.given(set)) return unknownSet;
  state.touch(set);
  const members = membersOf(state, set);
  if (members.length === 0) {
    state.machine.remark('warning', 'walk-over-empty-set');
    return empty;
  }
  for (const id of members.map((slot) => state.records.id[slot]!)) visit(id);
  return members.length;
}
