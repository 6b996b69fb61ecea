/** A work queue that runs under one id of its owner's set. */
import { INVALID_IOASID, isErr } from 'pintle/v1';
import type { IoasidSet, IoasidV1 } from 'pintle/v1';

export interface Doorbell {
  ring(pasid: number): void;
}

/** Takes an id from the set and rings; false when there is none. */
export function submit(ioasid: IoasidV1, set: IoasidSet, doorbell: Doorbell): boolean {
  const pasid = ioasid.ioasidAlloc(set, 1, 0xffff, null);
  if (pasid === INVALID_IOASID) return false;
  doorbell.ring(pasid);
  ioasid.ioasidFree(pasid);
  return true;
}

/** Whether the id still belongs to the set. */
export function belongs(ioasid: IoasidV1, set: IoasidSet, pasid: number): boolean {
  const found = ioasid.ioasidFind(set, pasid); // private data is of no interest here
  return !isErr(found);
}
