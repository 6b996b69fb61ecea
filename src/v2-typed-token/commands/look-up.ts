/** The record of an id. */
import { PoisonError } from '../errors.js';
import { danglingSlot } from '../id-table.js';
import type { State } from '../state.js';

/** Slot of an id in the active allocator's table, or -1. An entry that leads to a freed record is the end. */
export function slotOf(state: State, id: number): number {
  const slot = state.table.slotOf(id);
  if (slot === danglingSlot) throw new PoisonError(`the record of id ${id} is used after it was freed`);
  return slot;
}
