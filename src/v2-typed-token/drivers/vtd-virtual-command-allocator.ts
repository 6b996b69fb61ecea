/** Ids of a guest come from its host, through the virtual command registers (reference 3.6). */
import { ioasid, type IoasidAllocatorOps, type IoasidRange, type IoasidV2 } from '../api.js';
import type { VtdIommu } from '../hw/index.js';
import { AllocatorData } from '../pointers.js';
import { finished, refuse, type DriverResult } from './outcome.js';

/** Data of one registration: the unit whose registers are used. */
class VirtualCommandData extends AllocatorData {
  readonly api: IoasidV2;
  readonly iommu: VtdIommu;
  readonly refused: (pasid: number) => void;

  constructor(api: IoasidV2, iommu: VtdIommu, refused: (pasid: number) => void) {
    super();
    this.api = api;
    this.iommu = iommu;
    this.refused = refused;
  }
}

// One pair of functions for all units, so that their registrations share one table of ids.

/** The host picks the id: the range is only tested against what a PASID can be. */
function allocFromHost({ min, max }: IoasidRange, data: AllocatorData | null): number | null {
  if (!(data instanceof VirtualCommandData)) return null;
  if (min < 1 || max > 2 ** data.iommu.core.config.pasidBits - 1) return null;
  const pasid = data.iommu.virtualCommands.allocate();
  return pasid.ok ? pasid.value : null;
}

/** Gives an id back that is known, whatever data is on it; one that nobody knows is not the guest's to free. */
function freeToHost(pasid: number, data: AllocatorData | null): void {
  if (!(data instanceof VirtualCommandData)) return;
  const found = data.api.ioasidFind(null, ioasid(pasid));
  if (!found.ok && found.error.code === 'ENOENT') {
    data.refused(pasid);
    return;
  }
  data.iommu.virtualCommands.free(pasid);
}

export class VirtualCommandAllocator {
  readonly #ioasid: IoasidV2;
  readonly #registered = new Map<VtdIommu, IoasidAllocatorOps>();
  readonly #withoutScalableMode = new Set<VtdIommu>();
  /** Ids that the free hook did not give back. */
  readonly refusedFrees: number[] = [];

  constructor(api: IoasidV2) {
    this.#ioasid = api;
  }

  /**
   * Registers the allocator for a unit. ENODEV: it is not a virtual one in scalable mode with the capability; else as
   * `ioasidRegisterAllocator`, and the unit must do without scalable mode.
   */
  register(iommu: VtdIommu): DriverResult {
    const { cachingMode, scalable, virtualCommands } = iommu.core.config;
    if (!cachingMode || !scalable || !virtualCommands) return refuse('ENODEV', 'no-virtual-commands');
    if (this.#registered.has(iommu)) return refuse('EEXIST', 'registered-already');
    const data = new VirtualCommandData(this.#ioasid, iommu, (pasid) => this.refusedFrees.push(pasid));
    const ops = { alloc: allocFromHost, free: freeToHost, data };
    const registered = this.#ioasid.ioasidRegisterAllocator(ops);
    if (!registered.ok) {
      this.#withoutScalableMode.add(iommu);
      return registered;
    }
    this.#registered.set(iommu, ops);
    return finished;
  }

  /** Takes the registration of a unit back. ENOENT: there is none. */
  unregister(iommu: VtdIommu): DriverResult {
    const ops = this.#registered.get(iommu);
    if (ops === undefined) return refuse('ENOENT', 'not-registered');
    this.#registered.delete(iommu);
    return this.#ioasid.ioasidUnregisterAllocator(ops);
  }

  /** False once a registration for the unit has failed. */
  hasScalableMode(iommu: VtdIommu): boolean {
    return !this.#withoutScalableMode.has(iommu);
  }
}
