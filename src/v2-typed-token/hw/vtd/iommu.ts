import type { BusLog } from '../bus.js';
import type { HwResult } from '../outcome.js';
import { attachAuxiliary, detachAuxiliary, type AuxiliaryDomain } from './auxiliary-domain.js';
import { vtdConfig, type VtdConfig } from './config.js';
import { ContextTable } from './context-table.js';
import { VtdCore } from './core.js';
import type { VtdDevice } from './device.js';
import { VtdEndpoint, type EndpointConfig } from './endpoint.js';
import { bindGuestPasid, unbindGuestPasid, type GuestBinding } from './guest-bind.js';
import { PageRequestThread } from './page-request-thread.js';
import { globalCommand, register, rootTableAddress } from './registers.js';
import { SharedVirtualMemory } from './shared-virtual-memory.js';
import { VirtualCommandDriver } from './virtual-command.js';

/** One VT-d unit: the simulated hardware and every driver function that reference 1.6 names. */
export class VtdIommu {
  readonly core: VtdCore;
  readonly contexts: ContextTable;
  readonly pageRequests: PageRequestThread;
  readonly sva: SharedVirtualMemory;
  readonly virtualCommands: VirtualCommandDriver;

  constructor(bus: BusLog, unit: number, config: Partial<VtdConfig> = {}) {
    this.core = new VtdCore(bus, unit, vtdConfig(config));
    this.contexts = new ContextTable(this.core);
    this.pageRequests = new PageRequestThread(this.core);
    this.sva = new SharedVirtualMemory(this.core, this.pageRequests);
    this.virtualCommands = new VirtualCommandDriver(this.core);
  }

  /** The simulated hardware: fault plan, page requests of devices, the host side of virtual commands. */
  get device(): VtdDevice {
    return this.core.device;
  }

  /** Adds a PCI device with a PASID directory of its own. */
  addEndpoint(config: EndpointConfig): VtdEndpoint {
    return new VtdEndpoint(this.core, config);
  }

  /** Turns the invalidation queue on (`__dmar_enable_qi`). */
  enableQueue(): HwResult {
    const { bus, unit, device, queue } = this.core;
    const address = queue.addressRegister();
    queue.startAt(0);
    bus.writeRegister(unit, device, 4, register.IQT, 0);
    bus.writeRegister(unit, device, 8, register.IQA, address[0] as number, address[1] as number);
    this.core.retained |= globalCommand.QIE;
    return this.core.command(globalCommand.QIE, { mask: globalCommand.QIE, set: true });
  }

  /** Points the unit at its root table and drops everything cached (`iommu_set_root_entry`). */
  setRootTable(): HwResult {
    const { bus, unit, device, config, invalidate } = this.core;
    const root = rootTableAddress.encode({ TTM: Number(config.scalable), RTA: this.contexts.allocateRoot() });
    bus.writeRegister(unit, device, 8, register.RTADDR, root[0] as number, root[1] as number);
    const command = this.core.command(globalCommand.SRTP, { mask: globalCommand.SRTP, set: true });
    if (!command.ok) return command;
    const contexts = invalidate.allContexts();
    if (!contexts.ok) return contexts;
    const entries = config.scalable ? invalidate.allPasidEntries() : contexts;
    return entries.ok ? invalidate.allTranslations() : entries;
  }

  /** Binds a guest's first-stage table under a host PASID (`intel_svm_bind_gpasid`). */
  bindGuestPasid(endpoint: VtdEndpoint, binding: GuestBinding): HwResult {
    return bindGuestPasid(endpoint, binding);
  }

  /** Ends a guest binding: tear down, then drain if the device has PRI (`intel_svm_unbind_gpasid`). */
  unbindGuestPasid(endpoint: VtdEndpoint, target: { readonly hpasid: number; readonly did: number }): HwResult {
    return unbindGuestPasid(endpoint, this.pageRequests, target);
  }

  /** Drains page requests of a PASID (`intel_svm_drain_prq`); `did` is the domain's own id. */
  drain(endpoint: VtdEndpoint, target: { readonly pasid: number; readonly did: number }): HwResult {
    return this.pageRequests.drain(endpoint, target);
  }

  /** Attaches an auxiliary domain (`aux_domain_add_dev`). */
  attachAuxiliary(endpoint: VtdEndpoint, domain: AuxiliaryDomain, allocate: () => HwResult<number>): HwResult {
    return attachAuxiliary(this.core, endpoint, domain, allocate);
  }

  /** Detaches an auxiliary domain (`aux_domain_remove_dev`): the id is freed first. */
  detachAuxiliary(endpoint: VtdEndpoint, pasid: number, free: (pasid: number) => void): HwResult {
    return detachAuxiliary(this.core, endpoint, pasid, free);
  }
}
