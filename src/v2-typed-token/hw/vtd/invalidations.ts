import type { FieldValue } from '../word64.js';
import type { HwResult } from '../outcome.js';
import { descriptors, everyAddress, granularity } from './descriptors.js';
import type { InvalidationQueue } from './invalidation-queue.js';

/** What a device-TLB invalidation needs to know of a device. */
export interface DeviceTlbTarget {
  /** Requester id. */
  readonly sid: number;
  /** Requester id of the physical function when `sid` is a virtual one, else 0. */
  readonly pfsid: number;
  /** Invalidations that the device can hold. */
  readonly queueDepth: number;
}

const pageBytes = 4096;

/** The invalidations of the driver, each one submission of one descriptor (reference 1.4 and 1.6). */
export class Invalidations {
  readonly queue: InvalidationQueue;
  readonly #drain: { readonly DW: 0 | 1; readonly DR: 0 | 1 };

  constructor(queue: InvalidationQueue, drain: { readonly DW: 0 | 1; readonly DR: 0 | 1 }) {
    this.queue = queue;
    this.#drain = drain;
  }

  /** Every context entry. */
  allContexts(): HwResult {
    this.queue.stage(descriptors.contextCache, { G: granularity.contextCache.global });
    return this.queue.submit();
  }

  /** The context entry of one device. */
  deviceContext(did: number, sid: number): HwResult {
    this.queue.stage(descriptors.contextCache, { G: granularity.contextCache.device, DID: did, SID: sid });
    return this.queue.submit();
  }

  /** Every PASID entry of the unit. */
  allPasidEntries(): HwResult {
    this.queue.stage(descriptors.pasidCache, { G: granularity.pasidCache.global });
    return this.queue.submit();
  }

  /** Every PASID entry of a domain. */
  domainPasidEntries(did: number): HwResult {
    this.queue.stage(descriptors.pasidCache, { G: granularity.pasidCache.domain, DID: did });
    return this.queue.submit();
  }

  /** The PASID entry of one PASID in a domain. */
  pasidEntry(did: number, pasid: number): HwResult {
    this.queue.stage(descriptors.pasidCache, { G: granularity.pasidCache.pasid, DID: did, PASID: pasid });
    return this.queue.submit();
  }

  /** Every translation of the unit. */
  allTranslations(): HwResult {
    this.queue.stage(descriptors.iotlb, { G: granularity.iotlb.global, ...this.#drain });
    return this.queue.submit();
  }

  /** Every translation of a domain. */
  domainTranslations(did: number): HwResult {
    this.queue.stage(descriptors.iotlb, { G: granularity.iotlb.domain, DID: did, ...this.#drain });
    return this.queue.submit();
  }

  /** Every first-stage translation of one PASID. */
  pasidTranslations(did: number, pasid: number): HwResult {
    this.queue.stage(descriptors.pasidIotlb, { G: granularity.pasidIotlb.pasid, DID: did, PASID: pasid });
    return this.queue.submit();
  }

  /** Translations of 2^order pages of one PASID; the address is aligned to that size. */
  pasidPages(target: { readonly did: number; readonly pasid: number }, address: number, order: number): HwResult {
    this.queue.stage(descriptors.pasidIotlb, {
      G: granularity.pasidIotlb.pages,
      DID: target.did,
      PASID: target.pasid,
      AM: order,
      ADDR: address,
    });
    return this.queue.submit();
  }

  /** Everything that a device caches without PASID. */
  wholeDeviceTlb(device: DeviceTlbTarget): HwResult {
    // A depth of 32 and more does not fit and is sent as 0, "no limit".
    const depth = device.queueDepth >= 32 ? 0 : device.queueDepth;
    this.queue.stage(descriptors.deviceTlb, {
      PFSID: device.pfsid,
      MIP: depth,
      SID: device.sid,
      S: 1,
      ADDR: everyAddress,
    });
    return this.queue.submit();
  }

  /** Everything that a device caches for one PASID. */
  wholePasidDeviceTlb(device: DeviceTlbTarget, pasid: number): HwResult {
    this.stagePasidDeviceTlb(device, pasid, 1, everyAddress);
    return this.queue.submit();
  }

  /** 2^order pages that a device caches for one PASID; the address is aligned to that size. */
  pasidDevicePages(device: DeviceTlbTarget, pasid: number, range: { address: number; order: number }): HwResult {
    const { address, order } = range;
    if (order === 0) this.stagePasidDeviceTlb(device, pasid, 0, address);
    // The size stands in the address: 1s from bit 12 up to below bit 12 + order - 1.
    else this.stagePasidDeviceTlb(device, pasid, 1, address + pageBytes * (2 ** (order - 1) - 1));
    return this.queue.submit();
  }

  /** Adds a PASID-based device-TLB descriptor to a group. */
  stagePasidDeviceTlb(device: DeviceTlbTarget, pasid: number, sized: 0 | 1, address: FieldValue): void {
    this.queue.stage(descriptors.pasidDeviceTlb, {
      MIP: device.queueDepth & 0x1f,
      PFSID: device.pfsid,
      SID: device.sid,
      PASID: pasid,
      S: sized,
      ADDR: address,
    });
  }
}
