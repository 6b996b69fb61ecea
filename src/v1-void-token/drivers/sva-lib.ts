/** iommu-sva-lib: one PASID for each process that is bound, with the mm as the private data of the id (reference 3.7). */
import { INVALID_IOASID } from '../api.js';
import type { Ioasid, IoasidSet, IoasidV1 } from '../api.js';
import { Errno } from '../errno.js';
import type { MmStruct, MmuNotifiers } from './mm-struct.js';

interface MmPasid {
  readonly pasid: Ioasid;
  users: number;
}

export class SvaLib {
  readonly #ioasid: IoasidV1;
  readonly #set: IoasidSet;
  readonly #processes: MmuNotifiers;
  readonly #pasids = new Map<MmStruct, MmPasid>();

  /** `set` holds the ids of the host's processes. */
  constructor(ioasid: IoasidV1, set: IoasidSet, processes: MmuNotifiers) {
    this.#ioasid = ioasid;
    this.#set = set;
    this.#processes = processes;
  }

  /**
   * C: `iommu_sva_alloc_pasid`. Makes sure that a process has a PASID in `min`..`max`, both included, and counts one user.
   * Returns 0 or an errno: -EINVAL a bad range, -EOVERFLOW the one that it has is outside, -ENOMEM none is free.
   */
  allocPasid(mm: MmStruct, min: Ioasid, max: Ioasid): number {
    if (min === INVALID_IOASID || max === INVALID_IOASID || min === 0 || max < min) return -Errno.EINVAL;
    const known = this.#pasids.get(mm);
    if (known) {
      if (known.pasid < min || known.pasid > max) return -Errno.EOVERFLOW;
      known.users += 1;
      return 0;
    }
    const pasid = this.#ioasid.ioasidAlloc(this.#set, min, max, mm);
    if (pasid === INVALID_IOASID) return -Errno.ENOMEM;
    this.#pasids.set(mm, { pasid, users: 1 });
    return 0;
  }

  /** C: `iommu_sva_free_pasid`. One user less; with the last one the id is free. */
  freePasid(mm: MmStruct): void {
    const known = this.#pasids.get(mm);
    if (!known) return;
    known.users -= 1;
    if (known.users > 0) return;
    this.#pasids.delete(mm);
    this.#ioasid.ioasidFree(known.pasid);
  }

  /** C: `mm->pasid`; `INVALID_IOASID` when the process has none. */
  pasidOf(mm: MmStruct): Ioasid {
    return this.#pasids.get(mm)?.pasid ?? INVALID_IOASID;
  }

  /** C: `iommu_sva_find`. The process of a PASID, null when it has ended, or an `ErrPtr` as `ioasidFind` gives it. */
  find(pasid: Ioasid): unknown {
    return this.#ioasid.ioasidFind(this.#set, pasid, (priv) => !this.#processes.isDead(priv as MmStruct));
  }
}
