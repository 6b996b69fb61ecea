import { done, type HwResult } from '../outcome.js';
import { commands, everyAddressSize } from './commands.js';
import type { SmmuCore } from './core.js';
import type { SmmuDomain, SmmuMaster } from './domain.js';

/** Bytes from `iova`; null means every address. */
export type Span = { readonly iova: number; readonly size: number } | null;

const rangePages = 31;
// More single-page commands than this cost more than dropping everything.
const mostCommands = 512;

/** The invalidations of the driver, each one batch with a SYNC (reference 2.5 and 2.6). */
export class Invalidations {
  readonly #core: SmmuCore;

  constructor(core: SmmuCore) {
    this.#core = core;
  }

  /** One context descriptor, for every stream of a domain; `leaf` false is for the level-1 entry above it. */
  contextDescriptor(domain: SmmuDomain, ssid: number, leaf: 0 | 1): HwResult {
    return this.descriptorOfStreams(domain.streams(), ssid, leaf);
  }

  /** One context descriptor, for streams by number. */
  descriptorOfStreams(streams: Iterable<number>, ssid: number, leaf: 0 | 1): HwResult {
    for (const streamId of streams) {
      this.#core.queue.add(commands.cfgiCd, { SSID: ssid, StreamID: streamId, Leaf: leaf });
    }
    return this.#core.queue.submit();
  }

  /** One stream table entry. */
  streamEntry(streamId: number): HwResult {
    this.#core.queue.add(commands.cfgiSte, { StreamID: streamId, Leaf: 1 });
    return this.#core.queue.submit();
  }

  /** Every translation of an ASID (`arm_smmu_tlb_inv_asid`). */
  asid(asid: number): HwResult {
    const { config, queue } = this.#core;
    if (config.e2h) queue.add(commands.tlbiEl2Asid, { ASID: asid });
    else queue.add(commands.tlbiNhAsid, { ASID: asid });
    return queue.submit();
  }

  /** Every translation of a domain, and what its devices cache of it (`arm_smmu_tlb_inv_context`). */
  wholeDomain(domain: SmmuDomain): HwResult {
    const { queue } = this.#core;
    let translations: HwResult = done;
    if (domain.stage === 'stage1') {
      translations = this.asid(domain.asid);
    } else {
      queue.add(commands.tlbiS12Vmall, { VMID: domain.vmid });
      translations = queue.submit();
    }
    const devices = this.devices(domain, 0, null);
    return translations.ok ? devices : translations;
  }

  /** A range of a domain's own addresses (`arm_smmu_tlb_inv_range_domain`). */
  domainRange(domain: SmmuDomain, range: { iova: number; size: number; granule: number; leaf: boolean }): HwResult {
    if (range.size === 0) return done;
    const target = domain.stage === 'stage1' ? { asid: domain.asid } : { vmid: domain.vmid };
    const translations = this.range(target, range);
    const devices = this.devices(domain, 0, range);
    return translations.ok ? devices : translations;
  }

  /** Whether a range of a process is dropped page by page, or as a whole. */
  isTooLarge(size: number): boolean {
    return !this.#core.config.rangeInvalidation && size >= mostCommands * 2 ** this.#core.config.pageShift;
  }

  /** TLB part of a range invalidation (`__arm_smmu_tlb_inv_range`). */
  range(
    target: { readonly asid: number } | { readonly vmid: number },
    { iova, size, granule, leaf }: { iova: number; size: number; granule: number; leaf: boolean },
  ): HwResult {
    if (!this.#core.config.rangeInvalidation) {
      for (let at = iova; at < iova + size; at += granule) this.#addRange(target, at, { Leaf: Number(leaf) });
      return this.#core.queue.submit();
    }
    const shift = this.#core.config.pageShift;
    let pages = Math.floor(size / 2 ** shift);
    // A non-leaf command with SCALE and NUM both 0 would not be a range command.
    if (!leaf && pages % 32 === 1) pages += 1;
    const fields = {
      Leaf: Number(leaf),
      TG: (shift - 10) / 2,
      TTL: leaf ? 4 - Math.floor((Math.log2(granule) - 3) / (shift - 3)) : 0,
    };
    for (let at = iova; at < iova + size;) {
      const scale = trailingZeroes(pages);
      const units = Math.floor(pages / 2 ** scale) % (rangePages + 1);
      this.#addRange(target, at, { ...fields, SCALE: scale, NUM: units - 1 });
      at += units * 2 ** (scale + shift);
      pages -= units * 2 ** scale;
    }
    return this.#core.queue.submit();
  }

  /** What the devices of a domain cache for an SSID (`arm_smmu_atc_inv_domain`); SSID 0 is none. */
  devices(domain: SmmuDomain, ssid: number, span: Span): HwResult {
    const { queue } = this.#core;
    const masters = domain.masters.filter((master) => master.atsEnabled);
    if (masters.length === 0) return done;
    for (const master of masters) this.#addDevices(master, ssid, span);
    return queue.submit();
  }

  /** Everything that one master caches (`arm_smmu_atc_inv_master`). */
  master(master: SmmuMaster): HwResult {
    this.#addDevices(master, 0, null);
    return this.#core.queue.submit();
  }

  #addDevices(master: SmmuMaster, ssid: number, span: Span): void {
    const fields = { SSV: Number(ssid !== 0), SSID: ssid, ...atcSpan(span) };
    for (const streamId of master.streams) this.#core.queue.add(commands.atcInv, { ...fields, StreamID: streamId });
  }

  #addRange(
    target: { readonly asid: number } | { readonly vmid: number },
    address: number,
    fields: { Leaf: number; TG?: number; TTL?: number; SCALE?: number; NUM?: number },
  ): void {
    const { queue, config } = this.#core;
    if ('vmid' in target) queue.add(commands.tlbiS2Ipa, { ...fields, VMID: target.vmid, IPA: address });
    else if (config.e2h) queue.add(commands.tlbiEl2Va, { ...fields, ASID: target.asid, Address: address });
    else queue.add(commands.tlbiNhVa, { ...fields, ASID: target.asid, Address: address });
  }
}

/** Smallest aligned power of two of 4 KiB pages that contains a span (`arm_smmu_atc_inv_to_cmd`). */
export function atcSpan(span: Span): { readonly Size: number; readonly Address: number } {
  if (span === null) return { Size: everyAddressSize, Address: 0 };
  const first = Math.floor(span.iova / 4096);
  const last = Math.floor((span.iova + span.size - 1) / 4096);
  let order = 0;
  while (Math.floor(first / 2 ** order) !== Math.floor(last / 2 ** order)) order++;
  return { Size: order, Address: Math.floor(first / 2 ** order) * 2 ** order * 4096 };
}

function trailingZeroes(value: number): number {
  let count = 0;
  while (value % 2 === 0) {
    value /= 2;
    count++;
  }
  return count;
}
