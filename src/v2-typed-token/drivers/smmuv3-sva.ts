/** SMMUv3 SVA: processes on devices, by context descriptors (C: `arm_smmu_sva_bind`; reference 3.8). */
import type { Ioasid } from '../api.js';
import type { SmmuMaster, SmmuV3 } from '../hw/index.js';
import type { MmStruct } from '../pointers.js';
import { ok } from '../result.js';
import type { IommuSvaLib } from './iommu-sva-lib.js';
import { finished, letGo, refuse, type DriverResult } from './outcome.js';
import type { Process, ProcessLives } from './process-lives.js';

/** A process on a device; counted. */
export interface SmmuBond {
  readonly pasid: Ioasid;
  readonly mm: MmStruct;
  readonly master: SmmuMaster;
}

interface Held {
  readonly bond: SmmuBond;
  users: number;
  readonly unregister: () => void;
  readonly unpin: () => void;
}

export class SmmuSva {
  readonly #smmu: SmmuV3;
  readonly #lib: IommuSvaLib;
  readonly #lives: ProcessLives;
  #held: readonly Held[] = [];

  constructor(smmu: SmmuV3, lib: IommuSvaLib, lives: ProcessLives) {
    this.#smmu = smmu;
    this.#lib = lib;
    this.#lives = lives;
  }

  /**
   * Binds a process to a master; the same pair again is the same bond. EINVAL: the process has ended, or the master is in no
   * stage-1 domain; EOVERFLOW, ENOMEM: no PASID of the device's width.
   */
  bind(master: SmmuMaster, { mm, root, asid = 1 }: Process): DriverResult<SmmuBond> {
    const known = this.#held.find(({ bond }) => bond.master === master && bond.mm === mm);
    if (known !== undefined) {
      known.users++;
      return ok(known.bond);
    }
    if (!this.#lives.isAlive(mm)) return refuse('EINVAL', 'process-ended');
    const pasid = this.#lib.alloc(mm, { min: 1, max: 2 ** master.ssidBits - 1 });
    if (!pasid.ok) return pasid;
    const bound = this.#smmu.sva.bind(master, { pasid: pasid.value, asid, root });
    if (!bound.ok) {
      letGo(this.#lib.free(mm));
      return bound;
    }
    const bond = { pasid: pasid.value, mm, master };
    // The descriptor is the domain's: whichever bond hears of the exit first makes it quiet for all.
    const unregister = this.#lives.onExit(mm, () => this.#smmu.sva.release(bond.pasid));
    this.#held = [{ bond, users: 1, unregister, unpin: this.#lives.pin(mm) }, ...this.#held];
    return ok(bond);
  }

  /** Ends one use; the last one in the domain clears the descriptor. EINVAL: it has ended already. */
  unbind(bond: SmmuBond): DriverResult {
    const held = this.#held.find((one) => one.bond === bond);
    if (held === undefined) return refuse('EINVAL', 'not-bound');
    if (--held.users > 0) return finished;
    this.#held = this.#held.filter((one) => one !== held);
    const unbound = this.#smmu.sva.unbind(bond.master, bond.pasid);
    held.unregister();
    held.unpin();
    letGo(this.#lib.free(bond.mm));
    return unbound.ok ? finished : unbound;
  }
}
