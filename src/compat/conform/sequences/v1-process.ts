/** A process whose PASID a golden line gives, bound by the old API's own drivers. */
import { createIoasidV1, isErr, Machine, type IoasidV1 } from '../../../v1-void-token/index.js';
import { MmuNotifiers, SvaLib, type MmStruct, type SmmuDomain } from '../../../v1-void-token/drivers/index.js';

const capacity = 0x10_0000;

/** The allocator gives the PASID that the line names; everything else is as on any machine. */
export class GivenProcess {
  readonly processes = new MmuNotifiers();
  readonly ioasid: IoasidV1;
  readonly lib: SvaLib;
  readonly mm: MmStruct;

  constructor(pasid: number, pgd: number) {
    this.ioasid = createIoasidV1(new Machine());
    this.ioasid.ioasidInstallCapacity(capacity);
    const registered = this.ioasid.ioasidRegisterAllocator({ alloc: () => pasid, free: () => undefined, pdata: null });
    const set = this.ioasid.ioasidAllocSystemSet(1);
    if (registered !== 0 || isErr(set)) throw new RangeError('the allocator has no set for the process');
    this.lib = new SvaLib(this.ioasid, set, this.processes);
    this.mm = { name: 'process', pgd };
  }
}

/** A domain that the driver may be brought to a state with, before what it does reaches the hardware. */
export class SwitchedDomain implements SmmuDomain {
  readonly #domain: SmmuDomain;
  /** What the driver asks for is done. */
  live = false;

  constructor(domain: SmmuDomain) {
    this.#domain = domain;
  }

  get ssidBits(): number {
    return this.#domain.ssidBits;
  }

  getSharedAsid(pgd: number): number {
    return this.#domain.getSharedAsid(pgd);
  }

  putSharedAsid(pgd: number): void {
    this.#domain.putSharedAsid(pgd);
  }

  allocPrivateAsid(): number {
    return this.#domain.allocPrivateAsid();
  }

  freePrivateAsid(asid: number): void {
    this.#domain.freePrivateAsid(asid);
  }

  writeProcessDescriptor(ssid: number, asid: number, pgd: number): number {
    return this.live ? this.#domain.writeProcessDescriptor(ssid, asid, pgd) : 0;
  }

  writePrivateDescriptor(ssid: number, asid: number, root: number): number {
    return this.live ? this.#domain.writePrivateDescriptor(ssid, asid, root) : 0;
  }

  quietDescriptor(ssid: number): void {
    if (this.live) this.#domain.quietDescriptor(ssid);
  }

  clearDescriptor(ssid: number): void {
    if (this.live) this.#domain.clearDescriptor(ssid);
  }

  invalidateAsid(asid: number): void {
    if (this.live) this.#domain.invalidateAsid(asid);
  }

  invalidateDevices(ssid: number): void {
    if (this.live) this.#domain.invalidateDevices(ssid);
  }

  invalidateRange(ssid: number, asid: number, start: number, end: number): void {
    if (this.live) this.#domain.invalidateRange(ssid, asid, start, end);
  }
}
