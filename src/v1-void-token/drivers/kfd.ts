/** AMD kfd: compute processes, each with a PASID; their sets are owned by the driver's own process object (reference 3.9). */
import { INVALID_IOASID } from '../api.js';
import type { Ioasid, IoasidSet, IoasidV1 } from '../api.js';
import { Errno, isErr, ptrErr } from '../errno.js';
import type { AmdDomain } from './hardware.js';
import type { MmStruct, MmuNotifier, MmuNotifiers } from './mm-struct.js';

/** Highest PASID of 16 bits. */
export const KFD_PASID_MAX = 0xffff;

/** A compute process (C: `struct kfd_process`): the token of its set, which is no mm. */
export class KfdProcess {
  readonly mm: MmStruct;

  constructor(mm: MmStruct) {
    this.mm = mm;
  }
}

export interface KfdBond {
  readonly context: KfdContext;
  readonly domain: AmdDomain;
  readonly notifier: MmuNotifier;
}

/** A compute process with its PASID. */
export class KfdContext {
  readonly process: KfdProcess;
  readonly set: IoasidSet;
  readonly pasid: Ioasid;
  readonly bonds: KfdBond[] = [];

  constructor(process: KfdProcess, set: IoasidSet, pasid: Ioasid) {
    this.process = process;
    this.set = set;
    this.pasid = pasid;
  }
}

export class Kfd {
  readonly #ioasid: IoasidV1;
  readonly #processes: MmuNotifiers;

  constructor(ioasid: IoasidV1, processes: MmuNotifiers) {
    this.#ioasid = ioasid;
    this.#processes = processes;
  }

  /** A compute process starts. Returns it or an errno: that of the set, or -ENOSPC no PASID. */
  open(process: KfdProcess, pasidMax = KFD_PASID_MAX): KfdContext | number {
    const set = this.#ioasid.ioasidAllocSet(process, 1);
    if (isErr(set)) return ptrErr(set);
    const pasid = this.#ioasid.ioasidAlloc(set, 1, pasidMax, process);
    if (pasid === INVALID_IOASID) {
      this.#ioasid.ioasidFreeSet(set, true);
      return -Errno.ENOSPC;
    }
    return new KfdContext(process, set, pasid);
  }

  /** C: `amd_iommu_bind_pasid`. Returns the bond or an errno: -EBUSY bound there already, or that of the hardware. */
  bind(context: KfdContext, domain: AmdDomain): KfdBond | number {
    if (context.bonds.some((bond) => bond.domain === domain)) return -Errno.EBUSY;
    const { mm } = context.process;
    if (this.#processes.isDead(mm)) return -Errno.ESRCH;
    let isSet = true;
    const notifier: MmuNotifier = {
      release: () => {
        if (isSet) domain.clearGcr3(context.pasid);
        isSet = false;
      },
    };
    this.#processes.register(mm, notifier);
    const programmed = domain.setGcr3(context.pasid, mm.pgd);
    if (programmed !== 0) {
      this.#processes.unregister(mm, notifier);
      return programmed;
    }
    const bond: KfdBond = { context, domain, notifier };
    context.bonds.push(bond);
    return bond;
  }

  /** C: `amd_iommu_unbind_pasid`: as if the process had ended for this device. */
  unbind(bond: KfdBond): void {
    const { context, notifier } = bond;
    const at = context.bonds.indexOf(bond);
    if (at < 0) return;
    context.bonds.splice(at, 1);
    this.#processes.unregister(context.process.mm, notifier);
    notifier.release();
  }

  /** The compute process ends: what it left bound, then its id and set. */
  close(context: KfdContext): void {
    for (const bond of [...context.bonds]) this.unbind(bond);
    this.#ioasid.ioasidFree(context.pasid);
    this.#ioasid.ioasidFreeSet(context.set, true);
  }
}
