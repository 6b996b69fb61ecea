import { done, refused, type HwResult } from '../outcome.js';
import type { FieldValue } from '../word64.js';
import type { SmmuCore } from './core.js';
import { kernelAttributes, type SmmuDomain, type SmmuMaster } from './domain.js';
import type { Identifiers } from './identifiers.js';
import type { Invalidations } from './invalidations.js';

/** A process as the unit sees it. */
export interface ProcessSpace {
  /** SSID under which devices use it. */
  readonly pasid: number;
  readonly asid: number;
  /** Root of its page table. */
  readonly root: FieldValue;
  /** Bits of a virtual address, 48 by default. */
  readonly virtualBits?: number;
  /** IPS code, 5 by default. */
  readonly outputCode?: number;
  readonly attributes?: FieldValue;
}

/** A range of process addresses; `end` is exclusive, and `'all'` is the whole address space. */
export type ProcessRange = { readonly start: number; readonly end: number } | 'all';

interface Binding {
  readonly domain: SmmuDomain;
  readonly process: ProcessSpace;
  users: number;
  /** The process is gone and its translations are dropped already. */
  released: boolean;
}

/** Processes bound to stage-1 domains (reference 2.6). */
export class SharedVirtualAddressing {
  readonly #core: SmmuCore;
  readonly #invalidate: Invalidations;
  readonly #identifiers: Identifiers;
  // Most recent first: the order in which a change of the process reaches them.
  #bindings: Binding[] = [];

  constructor(core: SmmuCore, invalidate: Invalidations, identifiers: Identifiers) {
    this.#core = core;
    this.#invalidate = invalidate;
    this.#identifiers = identifiers;
  }

  /** Binds a process to the domain of a master (`arm_smmu_sva_bind`); further bonds in the domain only count. */
  bind(master: SmmuMaster, process: ProcessSpace): HwResult {
    const { domain } = master;
    if (domain?.contexts == null) return refused.notBound;
    const binding = this.#find(domain, process.pasid);
    if (binding !== undefined) {
      binding.users++;
      return done;
    }
    const moved = this.#shareAsid(process.asid);
    const { virtualBits = 48, outputCode = 5, attributes = kernelAttributes } = process;
    const written = domain.contexts.write(
      process.pasid,
      { asid: process.asid, private: false },
      { root: process.root, T0SZ: 64 - virtualBits, IPS: outputCode, MAIR: attributes },
    );
    this.#bindings = [{ domain, process, users: 1, released: false }, ...this.#bindings];
    return moved.ok ? written : moved;
  }

  /** Ends one bond (`arm_smmu_sva_unbind`); the last one clears the descriptor and drops what was cached. */
  unbind(master: SmmuMaster, pasid: number): HwResult {
    const binding = master.domain === null ? undefined : this.#find(master.domain, pasid);
    if (binding === undefined) return refused.notBound;
    if (--binding.users > 0) return done;
    this.#bindings = this.#bindings.filter((one) => one !== binding);
    const { domain, process } = binding;
    const cleared = domain.contexts?.clear(pasid) ?? done;
    const dropped = binding.released ? done : this.#dropAll(binding);
    if (!this.#bindings.some((one) => one.process.asid === process.asid)) this.#identifiers.release(process.asid);
    return cleared.ok ? dropped : cleared;
  }

  /** The process exits (`arm_smmu_mm_release`): its descriptors go quiet and everything cached is dropped. */
  release(pasid: number): HwResult {
    let outcome: HwResult = done;
    for (const binding of this.#of(pasid)) {
      if (binding.released) continue;
      const quiet = binding.domain.contexts?.quiet(pasid) ?? done;
      const dropped = this.#dropAll(binding);
      binding.released = true;
      if (!quiet.ok) outcome = quiet;
      else if (!dropped.ok) outcome = dropped;
    }
    return outcome;
  }

  /** The process changed its page table (`arm_smmu_mm_invalidate_range`). */
  invalidateRange(pasid: number, range: ProcessRange): HwResult {
    const { config } = this.#core;
    const size = range === 'all' ? 0 : range.end - range.start;
    if (range !== 'all' && !(Number.isSafeInteger(range.end) && Number.isSafeInteger(range.start) && size > 0)) {
      throw new RangeError(`range ${range.start} to ${range.end}: expected byte addresses with end after start`);
    }
    const span = range === 'all' || this.#invalidate.isTooLarge(size) ? null : { iova: range.start, size };
    const granule = 2 ** config.pageShift;
    let outcome: HwResult = done;
    for (const { domain, process } of this.#of(pasid)) {
      const target = { asid: process.asid };
      let translations: HwResult = done;
      if (!config.broadcastTlb) {
        translations =
          span === null
            ? this.#invalidate.asid(process.asid)
            : this.#invalidate.range(target, { ...span, granule, leaf: false });
      }
      const devices = this.#invalidate.devices(domain, pasid, span);
      if (!translations.ok) outcome = translations;
      else if (!devices.ok) outcome = devices;
    }
    return outcome;
  }

  /** Restores a binding that was made before the recording began. */
  adopt(domain: SmmuDomain, process: ProcessSpace, state: { users: number; released: boolean }): void {
    this.#identifiers.share(process.asid);
    this.#bindings = [{ domain, process, ...state }, ...this.#bindings];
  }

  /** A process brings its own ASID: a domain that happens to have it for itself moves to another one first. */
  #shareAsid(asid: number): HwResult {
    const owner = this.#identifiers.privateOwner(asid);
    this.#identifiers.share(asid);
    if (owner?.contexts == null) return done;
    owner.asid = this.#identifiers.allocateAsid(owner);
    const moved = owner.contexts.changeAsid(0, owner.asid);
    const dropped = this.#invalidate.asid(asid);
    return moved.ok ? dropped : moved;
  }

  #dropAll({ domain, process }: Binding): HwResult {
    const translations = this.#invalidate.asid(process.asid);
    const devices = this.#invalidate.devices(domain, process.pasid, null);
    return translations.ok ? devices : translations;
  }

  #of(pasid: number): Binding[] {
    return this.#bindings.filter((one) => one.process.pasid === pasid);
  }

  #find(domain: SmmuDomain, pasid: number): Binding | undefined {
    return this.#bindings.find((one) => one.domain === domain && one.process.pasid === pasid);
  }
}
