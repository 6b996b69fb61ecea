/** Arm SMMUv3 SVA: a device works in the address space of a process (reference 3.8). */
import type { Ioasid } from '../api.js';
import { Errno } from '../errno.js';
import type { SmmuDomain } from './hardware.js';
import type { MmStruct, MmuNotifier, MmuNotifiers } from './mm-struct.js';
import type { SvaLib } from './sva-lib.js';

/** One process in one domain (C: `struct arm_smmu_mmu_notifier`). */
interface SmmuMm {
  readonly asid: number;
  readonly notifier: MmuNotifier;
  bonds: number;
  /** The process ended; its descriptor is quiet already. */
  cleared: boolean;
}

export interface SmmuBond {
  readonly domain: SmmuDomain;
  readonly mm: MmStruct;
  readonly pasid: Ioasid;
}

export class SmmuSva {
  readonly #lib: SvaLib;
  readonly #processes: MmuNotifiers;
  readonly #bound = new Map<SmmuDomain, Map<MmStruct, SmmuMm>>();

  constructor(lib: SvaLib, processes: MmuNotifiers) {
    this.#lib = lib;
    this.#processes = processes;
  }

  /** Returns the bond or an errno: -ESRCH the process has ended, or that of the PASID or the descriptor table. */
  bind(domain: SmmuDomain, mm: MmStruct): SmmuBond | number {
    if (this.#processes.isDead(mm)) return -Errno.ESRCH;
    const allocated = this.#lib.allocPasid(mm, 1, 2 ** domain.ssidBits - 1);
    if (allocated !== 0) return allocated;
    const pasid = this.#lib.pasidOf(mm);
    const known = this.#mmsOf(domain).get(mm);
    if (known) known.bonds += 1;
    else {
      const written = this.#start(domain, mm, pasid);
      if (written !== 0) {
        this.#lib.freePasid(mm);
        return written;
      }
    }
    return { domain, mm, pasid };
  }

  unbind({ domain, mm, pasid }: SmmuBond): void {
    const mms = this.#mmsOf(domain);
    const bound = mms.get(mm);
    if (!bound) return;
    bound.bonds -= 1;
    if (bound.bonds === 0) {
      mms.delete(mm);
      this.#processes.unregister(mm, bound.notifier);
      domain.clearDescriptor(pasid);
      if (!bound.cleared) {
        domain.invalidateAsid(bound.asid);
        domain.invalidateDevices(pasid);
      }
      domain.putSharedAsid(mm.pgd);
    }
    this.#lib.freePasid(mm);
  }

  #mmsOf(domain: SmmuDomain): Map<MmStruct, SmmuMm> {
    const known = this.#bound.get(domain);
    if (known) return known;
    const made = new Map<MmStruct, SmmuMm>();
    this.#bound.set(domain, made);
    return made;
  }

  #start(domain: SmmuDomain, mm: MmStruct, pasid: Ioasid): number {
    const asid = domain.getSharedAsid(mm.pgd);
    if (asid < 0) return asid;
    const notifier: MmuNotifier = {
      release: () => {
        if (bound.cleared) return;
        domain.quietDescriptor(pasid);
        domain.invalidateAsid(asid);
        domain.invalidateDevices(pasid);
        bound.cleared = true;
      },
      invalidateRange: (start, end) => domain.invalidateRange(pasid, asid, start, end),
    };
    const bound: SmmuMm = { asid, notifier, bonds: 1, cleared: false };
    this.#processes.register(mm, notifier);
    const written = domain.writeProcessDescriptor(pasid, asid, mm.pgd);
    if (written !== 0) {
      this.#processes.unregister(mm, notifier);
      domain.putSharedAsid(mm.pgd);
      return written;
    }
    this.#mmsOf(domain).set(mm, bound);
    return 0;
  }
}
