/** PASIDs of processes that the host binds to devices: one for each mm (C: iommu-sva-lib; reference 3.7). */
import { ioasid, type Ioasid, type IoasidRange, type IoasidSet, type IoasidV2 } from '../api.js';
import type { MmStruct } from '../pointers.js';
import { ok } from '../result.js';
import { finished, letGo, refuse, type DriverResult } from './outcome.js';
import type { ProcessLives } from './process-lives.js';

const lastPasid = 0xffff_fffe;

/** The mm is the *private data* of an id here, not the token of the set: the host's set has none. */
export class IommuSvaLib {
  readonly #ioasid: IoasidV2;
  readonly #set: IoasidSet;
  readonly #lives: ProcessLives;
  readonly #pasids = new Map<MmStruct, { readonly id: Ioasid; users: number }>();

  /** `set` is the host's set; it must stay live as long as the library is used. */
  constructor(api: IoasidV2, set: IoasidSet, lives: ProcessLives) {
    this.#ioasid = api;
    this.#set = set;
    this.#lives = lives;
  }

  /**
   * The PASID of a process, with one more user; allocated for the first (C: `iommu_sva_alloc_pasid`). EINVAL: no range of
   * valid PASIDs; EOVERFLOW: it has one outside of the range; ENOMEM: none free.
   */
  alloc(mm: MmStruct, { min, max }: IoasidRange): DriverResult<Ioasid> {
    if (min < 1 || max < min || max > lastPasid) return refuse('EINVAL', 'pasid-range');
    const known = this.#pasids.get(mm);
    if (known !== undefined) {
      // Both bounds belong to the range.
      if (known.id < min || known.id > max) return refuse('EOVERFLOW', 'pasid-outside-range');
      known.users++;
      return ok(known.id);
    }
    const id = this.#ioasid.ioasidAllocMm(this.#set, { min, max }, mm);
    if (!id.ok) return refuse('ENOMEM', id.error.reason);
    this.#pasids.set(mm, { id: id.value, users: 1 });
    return id;
  }

  /** One user less; with the last one the PASID is free. EINVAL: the process has none. */
  free(mm: MmStruct): DriverResult {
    const known = this.#pasids.get(mm);
    if (known === undefined) return refuse('EINVAL', 'no-pasid');
    if (--known.users > 0) return finished;
    this.#pasids.delete(mm);
    letGo(this.#ioasid.ioasidFree(this.#set, known.id));
    return finished;
  }

  /** The mm behind a PASID, or null for one that has ended (C: `iommu_sva_find`). ENOENT, EACCES, EINVAL as `ioasidFindMm`. */
  find(pasid: number): DriverResult<MmStruct | null> {
    if (!this.#ioasid.pasidValid(pasid)) return refuse('EINVAL', 'pasid-range');
    const mm = this.#ioasid.ioasidFindMm(this.#set, ioasid(pasid));
    if (!mm.ok) return mm;
    return ok(this.#lives.isAlive(mm.value) ? mm.value : null);
  }
}
