import type { BusLog } from '../bus.js';
import { done, refused, type HwResult } from '../outcome.js';
import type { FieldValue } from '../word64.js';
import { CommandBuffer } from './command-buffer.js';
import { AmdDevice } from './device.js';
import { DeviceTable } from './device-table.js';
import { AmdEndpoint, type AmdDomain, type AmdEndpointConfig } from './domain.js';
import { everything, firstFailure, flushAddress, Flushes } from './flushes.js';
import { Gcr3Table } from './gcr3-table.js';
import { commands, deviceTableBase, extendedFeatures, register } from './layouts.js';
import { PprLog } from './ppr-log.js';

/** A group of AMD IOMMUs that share one device table. */
export interface AmdConfig {
  /** Number of IOMMUs, 1 by default. */
  readonly iommus: number;
  /** Extended feature GLXSup: most GCR3 levels minus 1. */
  readonly mostGuestLevels: number;
  /** EPHSup: page requests are enabled in device table entries. */
  readonly enhancedPpr: boolean;
  /** SNPSup in use. */
  readonly secureNestedPaging: boolean;
  readonly deviceTableBytes: number;
  /** Polls after which a wait for hardware is given up. */
  readonly pollLimit: number;
}

const defaults: AmdConfig = {
  iommus: 1,
  mostGuestLevels: 2,
  enhancedPpr: true,
  secureNestedPaging: false,
  deviceTableBytes: 32_768,
  pollLimit: 1000,
};

/** AMD IOMMUs: the simulated hardware and every driver function that reference 3.5 names. */
export class AmdIommus {
  readonly config: AmdConfig;
  readonly buffers: readonly CommandBuffer[];
  readonly logs: readonly PprLog[];
  readonly table: DeviceTable;
  readonly flushes: Flushes;
  readonly #bus: BusLog;
  /** Index of the first IOMMU on the machine. */
  readonly #unit: number;

  constructor(bus: BusLog, firstUnit: number, config: Partial<AmdConfig> = {}) {
    this.#bus = bus;
    this.#unit = firstUnit;
    this.config = { ...defaults, ...config };
    this.buffers = Array.from({ length: this.config.iommus }, (_, index) => {
      const unit = firstUnit + index;
      return new CommandBuffer(bus, unit, new AmdDevice(bus, unit, featuresOf(this.config)), this.config.pollLimit);
    });
    this.logs = this.buffers.map((buffer) => new PprLog(bus, buffer));
    const { deviceTableBytes: bytes, secureNestedPaging } = this.config;
    this.table = new DeviceTable(bus, firstUnit, { bytes, secureNestedPaging });
    this.flushes = new Flushes(this.buffers);
  }

  /** The simulated hardware of one IOMMU: fault plan and page requests of devices. */
  device(iommu = 0): AmdDevice {
    return this.#buffer(iommu).device;
  }

  /** Adds a device; its entry is valid and translates nothing. */
  addEndpoint(config: AmdEndpointConfig): AmdEndpoint {
    this.#buffer(config.iommu ?? 0);
    for (const id of [config.id, ...(config.aliases ?? [])]) this.table.prepare(id);
    return new AmdEndpoint(config);
  }

  /** Gives a domain guest tables for a number of PASIDs (`domain_enable_v2`); the answer is GLX. */
  enableGuestTables(domain: AmdDomain, pasids: number): HwResult<number> {
    let levels = 0;
    for (let left = pasids; ((left - 1) & ~0x1ff) !== 0; left >>>= 9) levels++;
    if (levels > this.config.mostGuestLevels) return refused.tooManyPasids;
    domain.guestTable = new Gcr3Table(this.#bus, this.#unit, levels);
    const updated = domain.devices.length === 0 ? done : this.updateDomain(domain);
    return updated.ok ? { ok: true, value: levels } : updated;
  }

  /** Attaches a device (`attach_device`): capabilities on, entry, flushes, wait. */
  attach(domain: AmdDomain, device: AmdEndpoint): HwResult {
    if (device.domain !== null) return refused.entryPresent;
    if (domain.guestTable !== null) this.#switchCapabilities(device, true);
    const entry = this.attachEntry(domain, device);
    const pages = this.flushes.domainPages(domain, everything);
    const waited = this.flushes.complete(domain);
    return firstFailure([entry, pages, waited]);
  }

  /** Points the entry of a device at a domain and flushes it, without a wait (`do_attach`). */
  attachEntry(domain: AmdDomain, device: AmdEndpoint): HwResult {
    domain.devices = [device, ...domain.devices];
    device.domain = domain;
    const replaced = this.#setEntry(domain, device);
    const flushed = this.flushes.deviceEntry(device);
    return replaced.ok ? flushed : replaced;
  }

  /** Takes a device off (`detach_device`): entry, flushes, wait, capabilities off. */
  detach(device: AmdEndpoint): HwResult {
    const guest = device.domain?.guestTable != null;
    const outcome = this.detachEntry(device);
    if (guest && outcome !== refused.notBound) this.#switchCapabilities(device, false);
    return outcome;
  }

  /** Clears the entry of a device and drops everything of its domain (`do_detach`). */
  detachEntry(device: AmdEndpoint): HwResult {
    const { domain } = device;
    if (domain === null) return refused.notBound;
    const iommus = this.flushes.iommusOf(domain);
    device.domain = null;
    this.table.clear(device.id);
    this.table.copyToAliases(device);
    const entry = this.flushes.deviceEntry(device);
    const others = domain.devices.filter((one) => one !== device);
    const pages = this.flushes.pagesOn(iommus, { id: domain.id, devices: others });
    const waited = this.flushes.completeOn(iommus);
    domain.devices = others;
    return firstFailure([entry, pages, waited]);
  }

  /** Sets the root of a PASID (`amd_iommu_domain_set_gcr3`); the low 12 bits of the root are dropped. */
  setGcr3(domain: AmdDomain, pasid: number, cr3: FieldValue): HwResult {
    const table = this.#guestTable(domain, pasid);
    if (!table.ok) return table;
    table.value.set(pasid, cr3);
    return this.flushPasid(domain, pasid);
  }

  /** Clears the root of a PASID (`amd_iommu_domain_clear_gcr3`); without a page for it nothing happens. */
  clearGcr3(domain: AmdDomain, pasid: number): HwResult {
    const table = this.#guestTable(domain, pasid);
    if (!table.ok) return table;
    return table.value.clear(pasid) ? this.flushPasid(domain, pasid) : done;
  }

  /** Drops every translation of a PASID (`amd_iommu_flush_tlb`). */
  flushPasid(domain: AmdDomain, pasid: number): HwResult {
    return this.flushes.pasid(domain, pasid, everything);
  }

  /** Drops one page of a PASID (`amd_iommu_flush_page`). */
  flushPage(domain: AmdDomain, pasid: number, address: number): HwResult {
    return this.flushes.pasid(domain, pasid, { S: 0, Address: Math.floor(address / 4096) * 4096 });
  }

  /** Drops a byte range of a domain, with a wait (`domain_flush_pages`). */
  flushRange(domain: AmdDomain, address: number, size: number): HwResult {
    const pages = this.flushes.domainPages(domain, flushAddress(address, size));
    const waited = this.flushes.complete(domain);
    return pages.ok ? waited : pages;
  }

  /** Rewrites the entries of all devices of a domain (`amd_iommu_domain_update`). */
  updateDomain(domain: AmdDomain): HwResult {
    const outcomes = domain.devices.map((device) => this.#setEntry(domain, device));
    outcomes.push(...domain.devices.map((device) => this.flushes.deviceEntry(device)));
    outcomes.push(this.flushes.domainPages(domain, everything), this.flushes.complete(domain));
    return firstFailure(outcomes);
  }

  /** Answers a page request (`amd_iommu_complete_ppr`), without a wait: code 0 success, 1 invalid, 0xF failure. */
  completePpr(device: AmdEndpoint, answer: { pasid: number; code: number; tag: number }): HwResult {
    const named = device.pasidInResponses;
    return this.#buffer(device.iommu).queue(commands.completePprRequest, {
      DeviceID: device.id,
      PASID: named ? answer.pasid : 0,
      GN: Number(named),
      CompletionTag: answer.tag & 0x1ff,
      PPRCode: answer.code,
    });
  }

  /** Tells an IOMMU where the device table is (`iommu_set_device_table`). */
  setDeviceTable(iommu = 0, bytes = this.table.bytes): void {
    const words = deviceTableBase.encode({ DevTabBase: this.table.base, Size: bytes / 4096 - 1 });
    this.#buffer(iommu).write(8, register.DEV_TAB_BASE, words[0] as number, words[1] as number);
  }

  /** kfd: a process is bound (`amd_iommu_bind_pasid`); its notifier is there before its root. */
  bindProcess(domain: AmdDomain, pasid: number, cr3: FieldValue): HwResult {
    const table = this.#guestTable(domain, pasid);
    if (!table.ok) return table;
    this.#bus.software(this.#unit, 'registerMmuNotifier', pasid);
    return this.setGcr3(domain, pasid, cr3);
  }

  /** kfd: a process is unbound (`amd_iommu_unbind_pasid`): taking its notifier away runs the exit callback. */
  unbindProcess(domain: AmdDomain, pasid: number): HwResult {
    this.#bus.software(this.#unit, 'unregisterMmuNotifier', pasid);
    return this.releaseProcess(domain, pasid);
  }

  /** kfd: a process exits (`mn_release`). */
  releaseProcess(domain: AmdDomain, pasid: number): HwResult {
    return this.clearGcr3(domain, pasid);
  }

  #setEntry(domain: AmdDomain, device: AmdEndpoint): HwResult {
    const former = this.table.domainOf(device.id);
    this.table.set(device, domain, this.config.enhancedPpr && domain.guestTable !== null);
    const flushed = former === 0 ? done : this.flushes.domainId(device.iommu, former);
    this.table.copyToAliases(device);
    return flushed;
  }

  #guestTable(domain: AmdDomain, pasid: number): HwResult<Gcr3Table> {
    if (domain.mode !== 0) return refused.hostMode;
    if (domain.guestTable === null) return refused.noTable;
    return domain.guestTable.covers(pasid) ? { ok: true, value: domain.guestTable } : refused.outOfRange;
  }

  #switchCapabilities(device: AmdEndpoint, on: boolean): void {
    const unit = this.#unit + device.iommu;
    if (!on) {
      for (const capability of ['ats', 'pri', 'pasid'] as const)
        this.#bus.switchPci(unit, device.id, capability, false);
      device.atsEnabled = false;
      return;
    }
    this.#bus.switchPci(unit, device.id, 'pasid', true);
    // Page requests are reset while they are off.
    this.#bus.switchPci(unit, device.id, 'pri', false);
    this.#bus.switchPci(unit, device.id, 'pri', true);
    this.#bus.switchPci(unit, device.id, 'ats', true);
    device.atsEnabled = true;
  }

  #buffer(iommu: number): CommandBuffer {
    const buffer = this.buffers[iommu];
    if (buffer === undefined) throw new RangeError(`iommu ${iommu}: there are ${this.buffers.length}`);
    return buffer;
  }
}

/** What the extended feature register says of the configuration; PASIDs have 20 bits. */
function featuresOf(config: AmdConfig): Uint32Array {
  return extendedFeatures.encode({
    PPRSup: 1,
    GTSup: 1,
    IASup: 1,
    GLXSup: config.mostGuestLevels,
    PASmax: 19,
    EPHSup: Number(config.enhancedPpr),
    SNPSup: Number(config.secureNestedPaging),
  });
}
