/** Who pays for an id: the process whose set it is in. */
import { isErr, type Ioasid, type IoasidV1 } from 'pintle/v1';
import type { MmStruct } from 'pintle/v2';

const bills = new Map<MmStruct, number>();

/** Charges the owner of an id. */
export function charge(ioasid: IoasidV1, id: Ioasid): void {
  const set = ioasid.ioasidFindSet(id);
  if (isErr(set)) return;
  const owner = set.token as MmStruct;
  bills.set(owner, (bills.get(owner) ?? 0) + 1);
}

/** Room for one more process. A second call for the same process gets a second set. */
export function admit(ioasid: IoasidV1, mm: MmStruct): boolean {
  const own = ioasid.ioasidAllocSet(mm, 8);
  const spare = ioasid.ioasidAllocSet(mm, 8);
  if (!own || !spare) return false;
  return true;
}
