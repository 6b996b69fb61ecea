import type { HwResult } from '../outcome.js';
import { highHalf, lowHalf } from '../word64.js';
import type { SmmuCore } from './core.js';
import type { SmmuDomain, Translation } from './domain.js';
import { contextDescriptor, entryBytes, leafDescriptors, levelOneContext } from './entries.js';
import type { Invalidations } from './invalidations.js';

const leafBytes = leafDescriptors * entryBytes;

/** Whose address space a descriptor is for: ASET is set for a private one and clear for a process. */
export interface DescriptorOwner {
  readonly asid: number;
  readonly private: boolean;
}

/** The context descriptors of one domain, and the ordered effects of changing them (reference 2.6). */
export class ContextTable {
  readonly base: number;
  readonly ssidBits: number;
  readonly twoLevel: boolean;
  readonly #core: SmmuCore;
  readonly #invalidate: Invalidations;
  readonly #domain: SmmuDomain;
  readonly #words = new Uint32Array(2);

  constructor(core: SmmuCore, invalidate: Invalidations, domain: SmmuDomain, ssidBits: number) {
    this.#core = core;
    this.#invalidate = invalidate;
    this.#domain = domain;
    this.ssidBits = ssidBits;
    const contexts = 2 ** ssidBits;
    this.twoLevel = core.config.twoLevelContexts && contexts > leafDescriptors;
    const bytes = this.twoLevel ? 8 * (contexts / leafDescriptors) : entryBytes * contexts;
    this.base = core.bus.allocate(core.unit, 'contextDescriptors', Math.max(bytes, 4096));
  }

  /** S1Fmt of a stream table entry that points here. */
  get format(): number {
    return this.twoLevel ? 2 : 0;
  }

  /** Writes a new descriptor: everything but the first word, then the first word with V, each made known. */
  write(ssid: number, owner: DescriptorOwner, translation: Translation): HwResult {
    const entry = this.#entryAddress(ssid);
    const words = contextDescriptor.encode({
      T0SZ: translation.T0SZ,
      IR0: 1,
      OR0: 1,
      SH0: 3,
      EPD1: 1,
      V: 1,
      IPS: translation.IPS,
      AA64: 1,
      S: Number(this.#domain.stall),
      R: 1,
      A: 1,
      ASET: Number(owner.private),
      ASID: owner.asid,
      TTB0: translation.root,
      MAIR: translation.MAIR,
    });
    for (const word of [1, 2, 3]) this.#store(entry, word, words);
    const body = this.#invalidate.contextDescriptor(this.#domain, ssid, 1);
    this.#store(entry, 0, words);
    const head = this.#invalidate.contextDescriptor(this.#domain, ssid, 1);
    return body.ok ? head : body;
  }

  /** Moves a live descriptor to another ASID. */
  changeAsid(ssid: number, asid: number): HwResult {
    return this.#changeFirstWord(ssid, (words) => contextDescriptor.fields.ASID.put(words, 0, asid));
  }

  /** Stops walks through a descriptor that stays valid (the quiet descriptor of a process that exits). */
  quiet(ssid: number): HwResult {
    return this.#changeFirstWord(ssid, (words) => contextDescriptor.fields.EPD0.put(words, 0, 1));
  }

  /** Takes a descriptor away; its other words stay as they were. */
  clear(ssid: number): HwResult {
    return this.#changeFirstWord(ssid, (words) => words.fill(0));
  }

  #changeFirstWord(ssid: number, change: (words: Uint32Array) => void): HwResult {
    const entry = this.#entryAddress(ssid);
    const words = this.#words;
    this.#core.bus.memory.readWords(entry, 2, words);
    change(words);
    this.#store(entry, 0, words);
    return this.#invalidate.contextDescriptor(this.#domain, ssid, 1);
  }

  #entryAddress(ssid: number): number {
    if (!Number.isInteger(ssid) || ssid < 0 || ssid >= 2 ** this.ssidBits) {
      throw new RangeError(`ssid ${ssid} does not fit ${this.ssidBits} bits`);
    }
    if (!this.twoLevel) return this.base + entryBytes * ssid;
    const slot = this.base + 8 * Math.floor(ssid / leafDescriptors);
    return this.#leafAt(slot, ssid) + entryBytes * (ssid % leafDescriptors);
  }

  #leafAt(slot: number, ssid: number): number {
    const { bus, unit } = this.#core;
    bus.memory.readWords(slot, 2, this.#words);
    const { V, L2Ptr } = levelOneContext.fields;
    if (V.get(this.#words) === 1) return L2Ptr.get(this.#words);
    const leaf = bus.allocate(unit, 'contextDescriptorLeaf', leafBytes);
    bus.store64(unit, slot, lowHalf(leaf) | 1, highHalf(leaf));
    this.#invalidate.contextDescriptor(this.#domain, ssid, 0);
    return leaf;
  }

  #store(entry: number, word: number, words: Uint32Array): void {
    const { bus, unit } = this.#core;
    bus.store64(unit, entry + 8 * word, words[2 * word] as number, words[2 * word + 1] as number);
  }
}
