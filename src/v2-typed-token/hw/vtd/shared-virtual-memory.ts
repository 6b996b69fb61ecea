import { done, refused, type HwResult } from '../outcome.js';
import type { FieldValue } from '../word64.js';
import type { VtdCore } from './core.js';
import { defaultDid, type VtdEndpoint } from './endpoint.js';
import type { PageRequestThread } from './page-request-thread.js';

const pageBytes = 4096;

interface Bond {
  readonly endpoint: VtdEndpoint;
  users: number;
}

/** A range of process addresses; `end` is exclusive, and `'all'` is the whole address space. */
export type AddressRange = { readonly start: number; readonly end: number } | 'all';

/** Processes bound to devices: first-stage entries that use a process page table (kernel 6.1, reference 1.6). */
export class SharedVirtualMemory {
  readonly #core: VtdCore;
  readonly #thread: PageRequestThread;
  // Bonds of one PASID, most recent first: the order in which the driver visits them.
  readonly #bonds = new Map<number, Bond[]>();

  constructor(core: VtdCore, thread: PageRequestThread) {
    this.#core = core;
    this.#thread = thread;
  }

  /**
   * Binds a process (`intel_svm_bind_mm`), or the kernel as supervisor; binding it again to the same device only
   * counts.
   */
  bind(
    endpoint: VtdEndpoint,
    process: { readonly pasid: number; readonly root: FieldValue; readonly supervisor?: boolean },
  ): HwResult {
    const bonds = this.#bonds.get(process.pasid) ?? [];
    const bond = bonds.find((one) => one.endpoint === endpoint);
    if (bond !== undefined) {
      bond.users++;
      return done;
    }
    const { pasid, root, supervisor = false } = process;
    const outcome = endpoint.setupFirstStage(root, { pasid, did: defaultDid, supervisor });
    if (outcome.ok) this.#bonds.set(process.pasid, [{ endpoint, users: 1 }, ...bonds]);
    return outcome;
  }

  /** Ends one use (`intel_svm_unbind_mm`); the last one tears the entry down and drains. `did` is the domain's own. */
  unbind(endpoint: VtdEndpoint, target: { readonly pasid: number; readonly did: number }): HwResult {
    const bonds = this.#bonds.get(target.pasid) ?? [];
    const bond = bonds.find((one) => one.endpoint === endpoint);
    if (bond === undefined) return refused.notBound;
    if (--bond.users > 0) return done;
    const left = bonds.filter((one) => one !== bond);
    if (left.length === 0) this.#bonds.delete(target.pasid);
    else this.#bonds.set(target.pasid, left);
    const tornDown = endpoint.tearDown(target.pasid);
    const drained = endpoint.pri ? this.#thread.drain(endpoint, target) : done;
    return tornDown.ok ? drained : tornDown;
  }

  /** The process exits (`intel_mm_release`): its entries go, and faults of the PASID are ignored from now on. */
  release(pasid: number): HwResult {
    let outcome: HwResult = done;
    for (const { endpoint } of this.#bonds.get(pasid) ?? []) {
      const one = endpoint.tearDown(pasid, { ignoreFaults: true });
      if (!one.ok) outcome = one;
    }
    return outcome;
  }

  /** The process changed its page table (`intel_invalidate_range`). */
  invalidateRange(pasid: number, range: AddressRange): HwResult {
    let outcome: HwResult = done;
    for (const { endpoint } of this.#bonds.get(pasid) ?? []) {
      const one =
        range === 'all'
          ? this.#core.invalidate.pasidTranslations(defaultDid, pasid)
          : this.#invalidateChunks(endpoint, pasid, range);
      if (!one.ok) outcome = one;
    }
    return outcome;
  }

  /** Restores a bond that was made before the recording began. */
  adopt(endpoint: VtdEndpoint, pasid: number, users: number): void {
    this.#bonds.set(pasid, [{ endpoint, users }, ...(this.#bonds.get(pasid) ?? [])]);
  }

  #invalidateChunks(
    endpoint: VtdEndpoint,
    pasid: number,
    range: { readonly start: number; readonly end: number },
  ): HwResult {
    if (!Number.isSafeInteger(range.start) || !Number.isSafeInteger(range.end) || range.end <= range.start) {
      throw new RangeError(`range ${range.start} to ${range.end}: expected byte addresses with end after start`);
    }
    const pages = Math.floor((range.end - range.start + pageBytes - 1) / pageBytes);
    const order = Math.ceil(Math.log2(pages));
    const chunk = pageBytes * 2 ** order;
    const first = Math.floor(range.start / chunk) * chunk;
    const end = Math.ceil((range.start + pages * pageBytes) / chunk) * chunk;
    let outcome: HwResult = done;
    for (let address = first; address < end; address += chunk) {
      const translations = this.#core.invalidate.pasidPages({ did: defaultDid, pasid }, address, order);
      const device = endpoint.ats ? this.#core.invalidate.pasidDevicePages(endpoint, pasid, { address, order }) : done;
      if (!translations.ok) outcome = translations;
      else if (!device.ok) outcome = device;
    }
    return outcome;
  }
}
