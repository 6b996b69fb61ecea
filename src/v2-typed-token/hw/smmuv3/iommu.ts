import type { BusLog } from '../bus.js';
import { done, refused, type HwResult } from '../outcome.js';
import { Attachment } from './attachment.js';
import type { SmmuConfig } from './config.js';
import { SmmuCore } from './core.js';
import type { SmmuDevice } from './device.js';
import { SmmuDomain, SmmuMaster, type DomainConfig, type MasterConfig, type Translation } from './domain.js';
import { FaultHandling } from './fault-handling.js';
import { Identifiers } from './identifiers.js';
import { Invalidations } from './invalidations.js';
import { resetUnit } from './reset.js';
import { SharedVirtualAddressing } from './shared-virtual-addressing.js';

/** One SMMUv3: the simulated hardware and every driver function that reference 2.6 names. */
export class SmmuV3 {
  readonly core: SmmuCore;
  readonly invalidate: Invalidations;
  readonly identifiers = new Identifiers();
  readonly sva: SharedVirtualAddressing;
  readonly faults: FaultHandling;
  readonly #attachment: Attachment;

  constructor(bus: BusLog, unit: number, config: Partial<SmmuConfig> = {}) {
    this.core = new SmmuCore(bus, unit, config);
    this.invalidate = new Invalidations(this.core);
    this.sva = new SharedVirtualAddressing(this.core, this.invalidate, this.identifiers);
    this.faults = new FaultHandling(this.core);
    this.#attachment = new Attachment(this.core, this.invalidate, this.identifiers);
  }

  /** The simulated hardware: fault plan, page requests and faults of devices. */
  get device(): SmmuDevice {
    return this.core.device;
  }

  /** Adds a device; its streams get entries that abort. */
  addMaster(config: MasterConfig): SmmuMaster {
    for (const streamId of config.streams) this.core.streams.prepare(streamId);
    return new SmmuMaster(config);
  }

  /** A domain that nobody uses yet. */
  createDomain(config: DomainConfig): SmmuDomain {
    return new SmmuDomain(config);
  }

  /** Attaches a master to a domain (`arm_smmu_attach_dev`). */
  attach(domain: SmmuDomain, master: SmmuMaster): HwResult {
    return this.#attachment.attach(domain, master);
  }

  /** Takes a master off its domain (`arm_smmu_detach_dev`). */
  detach(master: SmmuMaster): HwResult {
    return this.#attachment.detach(master);
  }

  /** Brings the unit up (`arm_smmu_device_reset`). */
  reset(): HwResult {
    this.faults.reset();
    return resetUnit(this.core);
  }

  /** Drops every translation of a domain (`arm_smmu_tlb_inv_context`). */
  flushDomain(domain: SmmuDomain): HwResult {
    return this.invalidate.wholeDomain(domain);
  }

  /** Drops a range of a domain (`arm_smmu_tlb_inv_range_domain`). */
  flushRange(domain: SmmuDomain, range: { iova: number; size: number; granule: number; leaf: boolean }): HwResult {
    return this.invalidate.domainRange(domain, range);
  }

  /** Puts an auxiliary address space beside a domain's own (posted patch of 2019-06-10; no kernel has it). */
  attachAuxiliary(domain: SmmuDomain, ssid: number, space: { asid: number } & Partial<Translation>): HwResult {
    if (domain.contexts === null) return refused.notBound;
    const { asid, ...translation } = space;
    return domain.contexts.write(ssid, { asid, private: true }, { ...domain.translation(), ...translation });
  }

  /** Takes an auxiliary address space away: its descriptor, then device caches; no TLB invalidation by ASID. */
  detachAuxiliary(domain: SmmuDomain, ssid: number): HwResult {
    const cleared = domain.contexts?.clear(ssid) ?? refused.notBound;
    const devices = cleared.ok ? this.invalidate.devices(domain, ssid, null) : done;
    return cleared.ok ? devices : cleared;
  }
}
