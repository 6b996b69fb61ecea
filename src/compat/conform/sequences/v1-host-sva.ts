/** Processes on a VT-d unit of the old API, bound by its own driver: the `svm_*` operations. */
import { VtdHostSva, type HostBond, type VtdDevice, type VtdUnit } from '../../../v1-void-token/drivers/index.js';
import * as hw from '../../../v1-void-token/hw/index.js';
import { GivenProcess } from './v1-process.js';
import type { Config } from './v1-stage.js';

const ENODEV = 19;
const pasidMax = 0x10_0000;

/** A unit that the driver may be brought to a state with, before what it does reaches the hardware. */
class SwitchedUnit implements VtdUnit {
  readonly pasidMax = pasidMax;
  readonly offersVirtualCommands = false;
  readonly #iommu: hw.VtdIommu;
  readonly #endpoint: hw.VtdEndpoint;
  readonly #fiveLevel: boolean;
  /** What the driver asks for is done. */
  live = false;

  constructor(iommu: hw.VtdIommu, endpoint: hw.VtdEndpoint, fiveLevel: boolean) {
    this.#iommu = iommu;
    this.#endpoint = endpoint;
    this.#fiveLevel = fiveLevel;
  }

  setupFirstLevel(_: VtdDevice, pasid: number, root: number, o: { readonly supervisor: boolean }): number {
    if (!this.live) return 0;
    const flags = { supervisor: o.supervisor, fiveLevel: this.#fiveLevel };
    return hw.setupFirstLevel(this.#iommu, this.#endpoint, pasid, 1, root, flags);
  }

  tearDown(_: VtdDevice, pasid: number, o: Parameters<VtdUnit['tearDown']>[2]): void {
    const order = o.order === 'clear-first' ? 'old' : 'new';
    if (this.live) hw.tearDownEntry(this.#iommu, this.#endpoint, pasid, o.ignoreFaults, order);
  }

  drainPageRequests(device: VtdDevice, pasid: number, o: { readonly flushFaultQueue: boolean }): void {
    if (this.live) hw.drainPrq(this.#iommu, this.#endpoint, pasid, device.domain.did, o);
  }

  invalidateRange(_: VtdDevice, pasid: number, start: number, end: number): void {
    if (this.live) hw.invalidateRange(this.#iommu, this.#endpoint, pasid, start, end);
  }

  setupNested(): number {
    return -ENODEV;
  }

  setupSecondLevel(): number {
    return -ENODEV;
  }

  vcmdAllocPasid(): number {
    return -ENODEV;
  }

  vcmdFreePasid(): void {
    throw new RangeError('processes take no PASID from the host');
  }

  disableScalableMode(): void {
    throw new RangeError('processes need scalable mode');
  }
}

/** The driver with one process and one device. */
export class HostSva {
  readonly process: GivenProcess;
  readonly unit: SwitchedUnit;
  readonly #device: VtdDevice;
  readonly #sva: VtdHostSva;
  readonly #bonds: HostBond[] = [];

  constructor(iommu: hw.VtdIommu, endpoint: hw.VtdEndpoint, config: Config) {
    this.process = new GivenProcess(config.n('pasid'), config.n('pgd', 0x1000));
    this.unit = new SwitchedUnit(iommu, endpoint, config.flag('la57'));
    const { sid, ats, pri, qdep } = endpoint;
    const domain = { did: config.n('domain_did'), secondLevelRoot: 0 };
    const fixed = { name: 'device', isPci: true, pasidBits: 20 };
    this.#device = { ...fixed, sid, ats, pri, qdep, iommu: this.unit, domain };
    const { lib, processes } = this.process;
    this.#sva = new VtdHostSva(lib, processes, { name: 'init', pgd: 0 });
  }

  bind(): void {
    const bond = this.#sva.bind(this.#device, this.process.mm);
    if (typeof bond === 'number') throw new RangeError(`the process cannot be bound: ${String(bond)}`);
    this.#bonds.push(bond);
  }

  unbind(): void {
    const bond = this.#bonds.pop();
    if (bond !== undefined) this.#sva.unbind(bond);
  }

  exit(): void {
    this.process.processes.exit(this.process.mm);
  }

  invalidate(start: number, end: number): void {
    this.process.processes.invalidateRange(this.process.mm, start, end);
  }
}
