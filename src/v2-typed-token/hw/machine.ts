import { AmdIommus, type AmdConfig } from './amd/iommus.js';
import { BusLog } from './bus.js';
import { PasidTranslation } from './guest/pasid-translation.js';
import type { SmmuConfig } from './smmuv3/config.js';
import { SmmuV3 } from './smmuv3/iommu.js';
import type { VtdConfig } from './vtd/config.js';
import { VtdIommu } from './vtd/iommu.js';

/** How a machine records. */
export interface MachineConfig {
  /** Records that the trace can hold, 65,536 by default. */
  readonly traceCapacity?: number;
}

/** One simulated machine: memory, a recorded bus, and IOMMUs numbered in the order in which they are added. */
export class Machine {
  readonly bus: BusLog;
  #units = 0;

  constructor(config: MachineConfig = {}) {
    this.bus = new BusLog(config.traceCapacity);
  }

  /** Adds a VT-d unit; everything that is left open gets the default of the reference's sequences. */
  addVtd(config: Partial<VtdConfig> = {}): VtdIommu {
    return new VtdIommu(this.bus, this.#units++, config);
  }

  /** Adds an SMMUv3. */
  addSmmuV3(config: Partial<SmmuConfig> = {}): SmmuV3 {
    return new SmmuV3(this.bus, this.#units++, config);
  }

  /** Adds a group of AMD IOMMUs, each of them a unit. */
  addAmd(config: Partial<AmdConfig> = {}): AmdIommus {
    const group = new AmdIommus(this.bus, this.#units, config);
    this.#units += group.buffers.length;
    return group;
  }

  /** Adds the PASID translation tables of a virtual machine. `unit` is the IOMMU that its devices are behind. */
  addGuest(unit = 0): PasidTranslation {
    return new PasidTranslation(this.bus, unit);
  }
}

/** An empty machine. */
export function createMachine(config: MachineConfig = {}): Machine {
  return new Machine(config);
}
