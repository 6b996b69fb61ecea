/** A machine may use PASIDs of its own process only. */
import type { IoasidSet } from 'pintle/v1';
import type { MmStruct } from './container.js';

export function belongsTo(set: IoasidSet, mm: MmStruct): boolean {
  return (set.token as MmStruct) === mm;
}
