/** VT-d SVA of the host: processes on devices, by first-stage entries (C: `intel_svm_bind_mm`; reference 3.5). */
import type { Ioasid } from '../api.js';
import type { VtdIommu } from '../hw/index.js';
import type { MmStruct } from '../pointers.js';
import { ok } from '../result.js';
import type { IommuSvaLib } from './iommu-sva-lib.js';
import { finished, letGo, refuse, type DriverResult } from './outcome.js';
import type { Process, ProcessLives } from './process-lives.js';
import type { VtdDevice } from './vtd-device.js';

/** One use of a device by a process; the end of it is asked for with the same value. */
export interface HostBond {
  readonly pasid: Ioasid;
  readonly device: VtdDevice;
  readonly mm: MmStruct;
}

interface BoundProcess {
  readonly pasid: Ioasid;
  /** Units with an entry of the process, the most recent first. */
  units: readonly VtdIommu[];
  readonly bonds: Set<HostBond>;
  readonly unregister: () => void;
  readonly unpin: () => void;
}

export class VtdHostSva {
  readonly #lib: IommuSvaLib;
  readonly #lives: ProcessLives;
  readonly #kernel: Process;
  readonly #bound = new Map<MmStruct, BoundProcess>();

  /** `kernel` is what a supervisor bond uses (C: `init_mm`): an mm of its own, and no token of any set. */
  constructor(lib: IommuSvaLib, lives: ProcessLives, kernel: Process) {
    this.#lib = lib;
    this.#lives = lives;
    this.#kernel = kernel;
  }

  /**
   * Binds a process to a device; a second bond of the same pair only counts. EINVAL: a supervisor bond names a process,
   * another one names none, or the process has ended; ENOMEM, EOVERFLOW: no PASID; else what the hardware layer answers.
   */
  bind(
    device: VtdDevice,
    process: Process | null,
    { supervisor = false }: { readonly supervisor?: boolean } = {},
  ): DriverResult<HostBond> {
    if (supervisor === (process !== null)) return refuse('EINVAL', 'supervisor-flag');
    const { mm, root } = process ?? this.#kernel;
    if (!this.#lives.isAlive(mm)) return refuse('EINVAL', 'process-ended');
    const max = 2 ** device.endpoint.table.pasidBits - 1;
    const pasid = this.#lib.alloc(mm, { min: 1, max });
    if (!pasid.ok) return pasid;
    const bound = this.#bound.get(mm) ?? this.#start(mm, pasid.value);
    const outcome = device.iommu.sva.bind(device.endpoint, { pasid: pasid.value, root, supervisor });
    if (!outcome.ok) {
      this.#stopIfUnused(mm, bound);
      letGo(this.#lib.free(mm));
      return outcome;
    }
    const bond = { pasid: pasid.value, device, mm };
    bound.bonds.add(bond);
    bound.units = [device.iommu, ...bound.units.filter((unit) => unit !== device.iommu)];
    return ok(bond);
  }

  /** Ends a bond: the last one of a device tears its entry down and drains. EINVAL: it has ended already. */
  unbind(bond: HostBond): DriverResult {
    const bound = this.#bound.get(bond.mm);
    if (bound?.bonds.delete(bond) !== true) return refuse('EINVAL', 'not-bound');
    const { iommu, endpoint, domain } = bond.device;
    const outcome = iommu.sva.unbind(endpoint, { pasid: bond.pasid, did: domain.did });
    this.#stopIfUnused(bond.mm, bound);
    letGo(this.#lib.free(bond.mm));
    return outcome.ok ? finished : outcome;
  }

  #start(mm: MmStruct, pasid: Ioasid): BoundProcess {
    const bound: BoundProcess = {
      pasid,
      units: [],
      bonds: new Set(),
      unregister: this.#lives.onExit(mm, () => this.#exited(bound)),
      unpin: this.#lives.pin(mm),
    };
    this.#bound.set(mm, bound);
    return bound;
  }

  /** The process ends before its bonds: entries go with faults of the PASID ignored; each bond is still ended by its user. */
  #exited({ pasid, units }: BoundProcess): void {
    for (const unit of units) unit.sva.release(pasid);
  }

  #stopIfUnused(mm: MmStruct, bound: BoundProcess): void {
    if (bound.bonds.size > 0) return;
    this.#bound.delete(mm);
    bound.unregister();
    bound.unpin();
  }
}
