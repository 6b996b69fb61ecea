/** Domains of AMD IOMMUs: devices in the device table, processes in the GCR3 table, and the flushes (reference hardware 3.5). */
import type { BusLog } from '../bus.js';
import { PCI_ATS, PCI_PASID, PCI_PRI } from '../record-codes.js';
import { ALL_PAGES, invDevtabEntry, invIommuPages, invIotlbPages } from './command.js';
import type { AmdDeviceTable, DomainRoots } from './device-table.js';
import { Gcr3Table } from './gcr3.js';
import type { AmdIommu } from './iommu.js';

const EBUSY = 16;
const EINVAL = 22;

/** A device behind an AMD IOMMU, as the driver knows it. */
export interface AmdEndpoint {
  readonly devid: number;
  readonly iommu: AmdIommu;
  /** Depth of its invalidation queue. */
  readonly qdep: number;
  /** It can do PASID, PRI and ATS. */
  readonly v2: boolean;
  /** Further ids that its requests may carry. */
  readonly aliases: readonly number[];
  /** ATS is on. The outer attach and detach change it. */
  ats: boolean;
}

export interface AmdDomainOptions {
  readonly id: number;
  /** Host paging levels, 0 for none, and their root. */
  readonly mode?: number;
  readonly hostRoot?: number;
  readonly giov?: boolean;
}

export class AmdProtectionDomain {
  readonly id: number;
  readonly #bus: BusLog;
  readonly #table: AmdDeviceTable;
  readonly #iommus: readonly AmdIommu[];
  readonly #options: AmdDomainOptions;
  /** Most recently attached first. */
  readonly #devices: AmdEndpoint[] = [];
  gcr3: Gcr3Table | null = null;

  /** `iommus`: all of the machine, in order. */
  constructor(bus: BusLog, table: AmdDeviceTable, iommus: readonly AmdIommu[], options: AmdDomainOptions) {
    this.#bus = bus;
    this.#table = table;
    this.#iommus = iommus;
    this.#options = options;
    this.id = options.id;
  }

  /** Devices that are in already; nothing is recorded. Given in the order in which they were attached. */
  adopt(devices: readonly AmdEndpoint[], gcr3: Gcr3Table | null): void {
    this.#devices.unshift(...[...devices].reverse());
    this.gcr3 = gcr3;
  }

  get #roots(): DomainRoots {
    const { id, mode = 0, hostRoot = 0, giov = false } = this.#options;
    return { id, mode, hostRoot, guest: this.gcr3 && { root: this.gcr3.root, glx: this.gcr3.glx, giov } };
  }

  /** C: `amd_iommu_domain_enable_v2`. As `domainEnableV2`; -EBUSY when devices are in, or the domain has a table. */
  enableV2(pasids: number): number {
    return this.#devices.length > 0 || this.gcr3 !== null ? -EBUSY : this.domainEnableV2(pasids);
  }

  /** C: `domain_enable_v2`: a guest table for so many PASIDs. 0, or -EINVAL for more levels than the IOMMUs have. */
  domainEnableV2(pasids: number): number {
    let levels = 0;
    for (let left = pasids; ((left - 1) & ~0x1ff) !== 0; left >>>= 9) levels++;
    if (this.#iommus.some(({ config }) => levels > config.glxMax)) return -EINVAL;
    this.gcr3 = new Gcr3Table(this.#bus, this.#iommus[0]?.unit ?? 0, levels);
    if (this.#devices.length > 0) this.update();
    return 0;
  }

  /** C: `attach_device`: the device's capabilities on, `do_attach`, and everything flushed. */
  attachDevice(endpoint: AmdEndpoint): number {
    if (this.#devices.includes(endpoint)) return -EBUSY;
    const { devid, iommu } = endpoint;
    const { unit } = iommu;
    if (this.gcr3 !== null && endpoint.v2) {
      this.#bus.pci(unit, devid, PCI_PASID, true);
      this.#bus.pci(unit, devid, PCI_PRI, false);
      this.#bus.pci(unit, devid, PCI_PRI, true);
      this.#bus.pci(unit, devid, PCI_ATS, true);
      endpoint.ats = true;
    }
    this.doAttach(endpoint);
    this.flushTlbPde();
    this.flushComplete();
    return 0;
  }

  /** C: `do_attach`. */
  doAttach(endpoint: AmdEndpoint): void {
    this.#devices.unshift(endpoint);
    this.#setEntry(endpoint);
    this.#flushEntry(endpoint);
  }

  #setEntry(endpoint: AmdEndpoint): void {
    const { devid, iommu, ats, v2, aliases } = endpoint;
    const ppr = v2 && this.gcr3 !== null && iommu.config.ephsup;
    const before = this.#table.set(devid, this.#roots, { ats, ppr });
    // An entry that had a domain may have left translations under its tag.
    if (before !== 0) {
      iommu.queueCommand(invIommuPages({ domid: before, address: ALL_PAGES, s: 1, pde: 1 }));
      iommu.completionWait();
    }
    for (const alias of aliases) this.#table.clone(devid, alias);
  }

  /** C: `device_flush_dte`. */
  #flushEntry({ devid, iommu, aliases, ats, qdep }: AmdEndpoint): void {
    iommu.queueCommand(invDevtabEntry(devid));
    for (const alias of aliases) iommu.queueCommand(invDevtabEntry(alias));
    if (ats) iommu.queueCommand(deviceFlush(devid, qdep));
  }

  /** C: `detach_device`. */
  detachDevice(endpoint: AmdEndpoint): void {
    if (!this.#devices.includes(endpoint)) return;
    this.doDetach(endpoint);
    const { devid, iommu } = endpoint;
    if (!endpoint.ats) return;
    const capabilities = this.gcr3 !== null && endpoint.v2 ? [PCI_ATS, PCI_PRI, PCI_PASID] : [PCI_ATS];
    for (const capability of capabilities) this.#bus.pci(iommu.unit, devid, capability, false);
    endpoint.ats = false;
  }

  /** C: `do_detach`. The IOMMU that the device leaves is still told. */
  doDetach(endpoint: AmdEndpoint): void {
    const { devid, aliases } = endpoint;
    const units = this.#units();
    this.#devices.splice(this.#devices.indexOf(endpoint), 1);
    this.#table.clear(devid);
    for (const alias of aliases) this.#table.clone(devid, alias);
    this.#flushEntry(endpoint);
    this.flushTlbPde(units);
    this.flushComplete(units);
  }

  /** C: `amd_iommu_domain_update`: what changed in the domain goes into the entries of all its devices. */
  update(): void {
    for (const endpoint of this.#devices) this.#setEntry(endpoint);
    for (const endpoint of this.#devices) this.#flushEntry(endpoint);
    this.flushTlbPde();
    this.flushComplete();
  }

  /** C: `amd_iommu_domain_set_gcr3`. -EINVAL: host paging is in use, or the domain has no guest table. */
  setGcr3(pasid: number, cr3: number): number {
    if ((this.#options.mode ?? 0) !== 0 || this.gcr3 === null) return -EINVAL;
    this.gcr3.set(pasid, cr3);
    this.flushTlb(pasid);
    return 0;
  }

  /** C: `amd_iommu_domain_clear_gcr3`. Nothing happens where no page could hold the entry. */
  clearGcr3(pasid: number): number {
    if ((this.#options.mode ?? 0) !== 0 || this.gcr3 === null) return -EINVAL;
    if (this.gcr3.clear(pasid)) this.flushTlb(pasid);
    return 0;
  }

  /** C: `amd_iommu_flush_tlb`: all pages of a PASID. */
  flushTlb(pasid: number): void {
    this.#flushPasid(pasid, ALL_PAGES, 1);
  }

  /** C: `amd_iommu_flush_page`: one page of a PASID. */
  flushPage(pasid: number, address: number): void {
    const page = Math.floor(address / 4096) * 4096;
    this.#flushPasid(pasid, { lo: page >>> 0, hi: Math.floor(page / 0x1_0000_0000) }, 0);
  }

  /** C: `__flush_pasid`: all IOMMUs are done before the first device is told. */
  #flushPasid(pasid: number, address: { readonly lo: number; readonly hi: number }, s: number): void {
    const command = invIommuPages({ domid: this.id, pasid, address, s, pde: 1, gn: 1 });
    for (const iommu of this.#units()) iommu.queueCommand(command);
    this.flushComplete();
    for (const { devid, iommu, ats, qdep } of this.#devices) {
      if (!ats) continue;
      const flush = { devid, pasid, maxPend: qdep & 0xff, queueId: devid, address, s, gn: 1 };
      // The driver has no place for PASID bits 19:16.
      iommu.queueCommand(invIotlbPages(flush, true));
    }
    this.flushComplete();
  }

  /** C: `amd_iommu_domain_flush_tlb_pde`: everything under the domain's tag, and in its devices. */
  flushTlbPde(units = this.#units()): void {
    for (const iommu of units) iommu.queueCommand(invIommuPages({ domid: this.id, address: ALL_PAGES, s: 1, pde: 1 }));
    for (const { devid, iommu, ats, qdep } of this.#devices) if (ats) iommu.queueCommand(deviceFlush(devid, qdep));
  }

  /** C: `amd_iommu_domain_flush_complete`. */
  flushComplete(units = this.#units()): void {
    for (const iommu of units) iommu.completionWait();
  }

  /** IOMMUs that have a device of the domain, in the machine's order. */
  #units(): readonly AmdIommu[] {
    return this.#iommus.filter((iommu) => this.#devices.some((endpoint) => endpoint.iommu === iommu));
  }
}

/** Everything in the caches of a device, outside of PASIDs. */
function deviceFlush(devid: number, qdep: number): Uint32Array {
  return invIotlbPages({ devid, maxPend: qdep & 0xff, queueId: devid, address: ALL_PAGES, s: 1 });
}
