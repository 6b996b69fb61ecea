import type { FaultPlan } from '../fault-plan.js';
import type { VtdFault } from './queue-consumer.js';
import { vcmdGenerations, virtualCommand, type VcmdGeneration } from './virtual-command-layout.js';

/** Answer of the virtual device to one command: status code and, for an allocation, the PASID. */
export interface VirtualCommandAnswer {
  readonly status: number;
  readonly pasid?: number;
}

/** Who answers commands: the host side of a virtual IOMMU. */
export type VirtualCommandHost = (command: 'allocate' | 'free', pasid: number) => VirtualCommandAnswer;

/** The virtual command registers as the virtual device plays them (reference 1.2). */
export class VirtualCommandDevice {
  readonly generation: VcmdGeneration;
  /** Replaces the built-in allocator (lowest free PASID from 1). */
  host: VirtualCommandHost | undefined;
  readonly response = new Uint32Array(2);
  #busyPolls = 0;
  readonly #live = new Set<number>();
  readonly #faults: FaultPlan<VtdFault>;

  constructor(generation: VcmdGeneration, faults: FaultPlan<VtdFault>) {
    this.generation = generation;
    this.#faults = faults;
  }

  /** A write to VCMD: dropped while a command is in progress, else carried out with IP up for the planned polls. */
  write(low: number, high: number): void {
    if (this.#busyPolls > 0) return;
    const layout = vcmdGenerations[this.generation];
    const words = Uint32Array.of(low, high);
    const command = layout.command.fields.CMD.get(words);
    if (command === virtualCommand.null) return;
    const { status, pasid = 0 } = this.#carryOut(command, layout.command.fields.PASID.get(words));
    layout.response.encodeInto(this.response, 0, { SC: status, PASID: pasid });
    this.#busyPolls = this.#faults.strike('vcmd-busy') ?? 0;
  }

  /** A read of VCRSP: the low half while IP is up, then the result. */
  readLow(): number {
    return this.#busyPolls > 0 ? 1 : (this.response[0] as number);
  }

  /** High half of VCRSP; counts the poll, so it is read after the low half. */
  readHigh(): number {
    if (this.#busyPolls === 0) return this.response[1] as number;
    this.#busyPolls--;
    return 0;
  }

  #carryOut(command: number, pasid: number): VirtualCommandAnswer {
    const layout = vcmdGenerations[this.generation];
    const planned = this.#faults.strike('vcmd-status');
    if (planned !== undefined) return { status: planned };
    if (command === virtualCommand.allocatePasid) {
      const duplicate = this.#faults.strike('vcmd-duplicate');
      if (duplicate !== undefined) return { status: 0, pasid: duplicate };
      return this.host?.('allocate', 0) ?? this.#allocate(layout.noPasid);
    }
    if (command === virtualCommand.freePasid) {
      if (this.host !== undefined) return this.host('free', pasid);
      return { status: this.#live.delete(pasid) ? 0 : layout.invalidPasid };
    }
    return { status: layout.undefinedCommand };
  }

  #allocate(noPasid: number): VirtualCommandAnswer {
    for (let pasid = 1; pasid < 0x10_0000; pasid++) {
      if (this.#live.has(pasid)) continue;
      this.#live.add(pasid);
      return { status: 0, pasid };
    }
    return { status: noPasid };
  }
}
