import { done, type HwResult } from '../outcome.js';
import type { FieldValue } from '../word64.js';
import type { CommandBuffer } from './command-buffer.js';
import type { AmdDomain, AmdEndpoint } from './domain.js';
import { commands, everyPage } from './layouts.js';

const pageBytes = 4096;
// Bits 63:52 are copies of bit 51: a range across it cannot be named.
const widestBit = 51;

/** The address part of an invalidation: a page, or a size-carrying address with S. */
export interface FlushAddress {
  readonly S: 0 | 1;
  readonly Address: FieldValue;
}

/** Everything. */
export const everything: FlushAddress = { S: 1, Address: everyPage };

/** The smallest thing that an invalidation can name and that holds a byte range (`build_inv_address`). */
export function flushAddress(address: number, size: number): FlushAddress {
  const first = Math.floor(address / pageBytes);
  const last = Math.floor((address + size - 1) / pageBytes);
  if (first === last) return { S: 0, Address: first * pageBytes };
  // Pages of the highest bit in which both ends differ: below it the address is all ones.
  let pages = 1;
  while (Math.floor(first / (2 * pages)) !== Math.floor(last / (2 * pages))) pages *= 2;
  if (pages > 2 ** (widestBit - 12)) return everything;
  const start = Math.floor(first / pages) * pages;
  return { S: 1, Address: (start + pages - 1) * pageBytes };
}

/** The flushes of the driver over a group of IOMMUs (reference 3.4 and 3.5). */
export class Flushes {
  readonly #buffers: readonly CommandBuffer[];

  constructor(buffers: readonly CommandBuffer[]) {
    this.#buffers = buffers;
  }

  /** One device table entry, with those of aliases and what the device caches (`device_flush_dte`); no wait. */
  deviceEntry(device: AmdEndpoint): HwResult {
    const buffer = this.#bufferOf(device);
    const outcomes = [device.id, ...device.aliases].map((id) =>
      buffer.queue(commands.invalidateDevtabEntry, { DeviceID: id }),
    );
    if (device.atsEnabled) outcomes.push(this.#devicePages(device, everything));
    return firstFailure(outcomes);
  }

  /** Pages of a domain on its IOMMUs, then on its devices (`domain_flush_pages`); no wait. */
  domainPages(domain: AmdDomain, target: FlushAddress): HwResult {
    return this.pagesOn(this.iommusOf(domain), { id: domain.id, devices: domain.devices }, target);
  }

  /** Pages of a domain id on IOMMUs by index, then on devices; no wait. */
  pagesOn(
    iommus: readonly number[],
    domain: { readonly id: number; readonly devices: readonly AmdEndpoint[] },
    target: FlushAddress = everything,
  ): HwResult {
    const outcomes = iommus.map((index) => this.#pages(this.#buffers[index] as CommandBuffer, domain.id, target));
    for (const device of domain.devices) {
      if (device.atsEnabled) outcomes.push(this.#devicePages(device, target));
    }
    return firstFailure(outcomes);
  }

  /** Everything that one IOMMU caches of a domain id, with a wait (`amd_iommu_flush_tlb_domid`). */
  domainId(iommu: number, id: number): HwResult {
    const buffer = this.#buffers[iommu] as CommandBuffer;
    const queued = this.#pages(buffer, id, everything);
    const waited = buffer.wait();
    return queued.ok ? waited : queued;
  }

  /** Pages of one PASID: IOMMUs first and until they are done, then devices (`__flush_pasid`). */
  pasid(domain: AmdDomain, pasid: number, target: FlushAddress): HwResult {
    const outcomes = this.#buffersOf(domain).map((buffer) =>
      buffer.queue(commands.invalidateIommuPages, { PASID: pasid, DomainID: domain.id, PDE: 1, GN: 1, ...target }),
    );
    outcomes.push(this.complete(domain));
    for (const device of domain.devices) {
      if (device.atsEnabled) outcomes.push(this.#devicePasid(device, pasid, target));
    }
    outcomes.push(this.complete(domain));
    return firstFailure(outcomes);
  }

  /** Waits on every IOMMU of a domain that has something to wait for (`domain_flush_complete`). */
  complete(domain: AmdDomain): HwResult {
    return firstFailure(this.#buffersOf(domain).map((buffer) => buffer.wait()));
  }

  /** Waits on IOMMUs by index. */
  completeOn(iommus: readonly number[]): HwResult {
    return firstFailure(iommus.map((iommu) => (this.#buffers[iommu] as CommandBuffer).wait()));
  }

  /** IOMMUs that a domain has devices on, ascending. */
  iommusOf(domain: AmdDomain): number[] {
    return [...this.#buffers.keys()].filter((index) => domain.devices.some((device) => device.iommu === index));
  }

  #buffersOf(domain: AmdDomain): CommandBuffer[] {
    return this.#buffers.filter((_, index) => domain.devices.some((device) => device.iommu === index));
  }

  #bufferOf(device: AmdEndpoint): CommandBuffer {
    return this.#buffers[device.iommu] as CommandBuffer;
  }

  #pages(buffer: CommandBuffer, domainId: number, target: FlushAddress): HwResult {
    return buffer.queue(commands.invalidateIommuPages, { DomainID: domainId, PDE: 1, ...target });
  }

  #devicePages(device: AmdEndpoint, target: FlushAddress): HwResult {
    return this.#bufferOf(device).queue(commands.invalidateIotlbPages, { ...this.#target(device), ...target });
  }

  #devicePasid(device: AmdEndpoint, pasid: number, target: FlushAddress): HwResult {
    // The driver drops PASID bits 19:16 here.
    const fields = { ...this.#target(device), PASID: pasid & 0xffff, GN: 1, ...target };
    return this.#bufferOf(device).queue(commands.invalidateIotlbPages, fields);
  }

  #target(device: AmdEndpoint): { readonly DeviceID: number; readonly MaxPend: number; readonly QueueID: number } {
    return { DeviceID: device.id, MaxPend: device.queueDepth & 0xff, QueueID: device.id };
  }
}

/** The first outcome that is a failure, or success. */
export function firstFailure(outcomes: readonly HwResult[]): HwResult {
  return outcomes.find((outcome) => !outcome.ok) ?? done;
}
