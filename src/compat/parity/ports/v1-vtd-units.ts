/** VT-d units of the old version's hardware, as its drivers want them. */
import type { NestedEntry, TearDownOrder, VtdDevice, VtdUnit } from '../../../v1-void-token/drivers/index.js';
import * as hw from '../../../v1-void-token/hw/index.js';
import type { Topology, TopologyDevice } from './topology.js';
import { isOn } from './topology.js';

const pasidMax = 0x10_0000;

/** One unit with its hardware, and the PASID directories of its devices. */
class V1VtdUnit implements VtdUnit {
  readonly pasidMax = pasidMax;
  readonly offersVirtualCommands: boolean;
  readonly iommu: hw.VtdIommu;
  readonly #endpoints = new Map<string, hw.VtdEndpoint>();
  #scalable = true;

  constructor(bus: hw.BusLog, unit: number, topology: Topology) {
    const { options } = topology.platform;
    const cachingMode = isOn(options['caching_mode']);
    this.iommu = new hw.VtdIommu(bus, { unit, cachingMode, fs5lp: isOn(options['five_level']) });
    this.offersVirtualCommands = cachingMode && isOn(options['vcmd']);
    this.iommu.boot();
    hw.enablePrq(this.iommu);
  }

  attach({ name, sid, ats, pri, qdep }: TopologyDevice): void {
    this.#endpoints.set(name, this.iommu.attachEndpoint({ sid, ats, pri, qdep, pfsid: 0 }));
  }

  #endpoint(device: VtdDevice): hw.VtdEndpoint {
    return this.#endpoints.get(device.name)!;
  }

  setupNested(device: VtdDevice, entry: NestedEntry): number {
    return hw.setupNested(this.iommu, this.#endpoint(device), entry.pasid, {
      guestRoot: entry.guestRoot,
      addressWidth: entry.addressWidth,
      hostRoot: device.domain.secondLevelRoot,
      did: device.domain.did,
      supervisor: entry.supervisorRequest,
      extendedAccess: entry.extendedAccess,
    });
  }

  setupFirstLevel(
    device: VtdDevice,
    pasid: number,
    root: number,
    { supervisor }: { readonly supervisor: boolean },
  ): number {
    return hw.setupFirstLevel(this.iommu, this.#endpoint(device), pasid, 1, root, { supervisor });
  }

  setupSecondLevel(device: VtdDevice, pasid: number, root: number, did: number): number {
    return hw.setupSecondLevel(this.iommu, this.#endpoint(device), pasid, did, root, true);
  }

  tearDown(
    device: VtdDevice,
    pasid: number,
    { order, ignoreFaults }: { readonly order: TearDownOrder; readonly ignoreFaults: boolean },
  ): void {
    const kernelOrder = order === 'clear-first' ? 'old' : 'new';
    hw.tearDownEntry(this.iommu, this.#endpoint(device), pasid, ignoreFaults, kernelOrder);
  }

  drainPageRequests(device: VtdDevice, pasid: number, options: { readonly flushFaultQueue: boolean }): void {
    hw.drainPrq(this.iommu, this.#endpoint(device), pasid, device.domain.did, options);
  }

  invalidateRange(device: VtdDevice, pasid: number, start: number, end: number): void {
    hw.invalidateRange(this.iommu, this.#endpoint(device), pasid, start, end);
  }

  vcmdAllocPasid(): number {
    return this.#scalable ? hw.vcmdAllocPasid(this.iommu) : -19;
  }

  vcmdFreePasid(pasid: number): void {
    hw.vcmdFreePasid(this.iommu, pasid);
  }

  disableScalableMode(): void {
    this.#scalable = false;
  }
}

/** Units and devices of a topology; regions are allocated unit by unit, then device by device. */
export function v1VtdDevices(bus: hw.BusLog, topology: Topology): ReadonlyMap<string, VtdDevice> {
  const units = Array.from({ length: topology.iommus }, (_, unit) => new V1VtdUnit(bus, unit, topology));
  return new Map(
    topology.devices.map((device) => {
      const unit = units[device.iommu]!;
      unit.attach(device);
      const { name, sid, ats, pri, qdep, did, secondLevelRoot } = device;
      const domain = { did, secondLevelRoot };
      return [name, { name, sid, ats, pri, qdep, isPci: true, pasidBits: 20, iommu: unit, domain }];
    }),
  );
}
