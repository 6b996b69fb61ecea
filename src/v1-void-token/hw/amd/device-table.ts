/** Device table entries, built by hand and changed in memory (reference hardware 3.2). */
import type { BusLog } from '../bus.js';
import { highHalf, lowHalf, mustFit, put, putAddress, type FieldValue } from '../fields.js';
import { REGION_DEVICE_TABLE } from '../record-codes.js';

const ENTRY_BYTES = 32;
/** The table is the machine's: it counts as memory of the first IOMMU. */
const UNIT = 0;

export const DTE_V = 0x1;
export const DTE_TV = 0x2;
/** In the high half of word 0. */
export const DTE_IR_HI = 1 << 29;
export const DTE_IW_HI = 1 << 30;
const DTE_PPR_HI = 1 << 20;
const DTE_GIOV_HI = 1 << 22;
const DTE_GV_HI = 1 << 23;
const DTE_GLX_HI_SHIFT = 24;
/** In the high half of word 1: what survives a clear, and the ATS bit in it. */
const DTE_KEPT_HI = 0x3ff;
const DTE_IOTLB_HI = 1;
const SYSMGT_HI_SHIFT = 8;

const SMALL_FIELDS: Readonly<Record<string, readonly [number, number]>> = {
  V: [0, 1],
  TV: [1, 1],
  HAD: [7, 2],
  Mode: [9, 3],
  PPR: [52, 1],
  GIoV: [54, 1],
  GV: [55, 1],
  GLX: [56, 2],
  IR: [61, 1],
  IW: [62, 1],
  DomainID: [64, 16],
  I: [96, 1],
  SE: [97, 1],
  SA: [98, 1],
  IoCtl: [99, 2],
  Cache: [101, 1],
  SD: [102, 1],
  EX: [103, 1],
  SysMgt: [104, 2],
};

/** Eight u32 words from named fields; `HostPTRoot` and `GCR3TRP` are byte addresses. */
export function deviceTableEntry(inputs: Readonly<Record<string, FieldValue>>): Uint32Array {
  const words = new Uint32Array(8);
  for (const [field, value] of Object.entries(inputs)) {
    if (field === 'HostPTRoot') putAddress(words, field, value, 0, 12, 51);
    else if (field === 'GCR3TRP') putGcr3Root(words, value);
    else {
      const place = Object.hasOwn(SMALL_FIELDS, field) ? SMALL_FIELDS[field] : undefined;
      if (place === undefined) throw new RangeError(`a device table entry has no field ${field}`);
      put(words, field, value, place[0], place[1]);
    }
  }
  return words;
}

/** A page address of 52 bits in its three places: bits 14:12, 30:15, 51:31. */
function putGcr3Root(words: Uint32Array, value: FieldValue): void {
  mustFit('GCR3TRP', value, 52);
  const [lo, hi] = [lowHalf(value), highHalf(value)];
  if ((lo & 0xfff) !== 0) throw new RangeError('GCR3TRP is not aligned to 4096');
  words[1]! |= ((lo >>> 12) & 0x7) << 26;
  words[2]! |= ((lo >>> 15) & 0xffff) << 16;
  words[3]! |= ((lo >>> 31) | (hi << 1)) << 11;
}

/** What a domain puts into the entries of its devices. */
export interface DomainRoots {
  readonly id: number;
  readonly mode: number;
  readonly hostRoot: number;
  /** Root of the guest table and its levels less one; null when the domain has none. */
  readonly guest: { readonly root: number; readonly glx: number; readonly giov: boolean } | null;
}

export interface EntryOptions {
  readonly ats: boolean;
  /** Page requests are wanted and the IOMMU has EPHSup. */
  readonly ppr: boolean;
}

/** The device table of a machine; all its IOMMUs share it. */
export class AmdDeviceTable {
  readonly base: number;
  readonly bytes: number;
  readonly #bus: BusLog;

  /** `base`: where it lies already; allocated when absent. */
  constructor(bus: BusLog, bytes: number, base?: number) {
    this.#bus = bus;
    this.bytes = bytes;
    this.base = base ?? bus.allocRegion(UNIT, bytes, REGION_DEVICE_TABLE);
  }

  entryOf(devid: number): number {
    if (devid < 0 || (devid + 1) * ENTRY_BYTES > this.bytes) throw new RangeError(`device ${devid} has no entry`);
    return this.base + devid * ENTRY_BYTES;
  }

  domainId(devid: number): number {
    return this.#bus.memory.read32(this.entryOf(devid) + 8) & 0xffff;
  }

  /** Entries that let nothing through yet: V and TV; not recorded, as fresh memory. */
  init(devid: number): void {
    this.#bus.memory.write32(this.entryOf(devid), DTE_V | DTE_TV);
  }

  /** C: `set_dte_entry`. Word 1 is stored before word 0. Returns the domain id that was there. */
  set(devid: number, domain: DomainRoots, { ats, ppr }: EntryOptions): number {
    const at = this.entryOf(devid);
    const before = this.domainId(devid);
    const entry = deviceTableEntry({
      V: 1,
      TV: 1,
      Mode: domain.mode,
      HostPTRoot: domain.hostRoot,
      GCR3TRP: domain.guest?.root ?? 0,
    });
    let hi0 = entry[1]! | DTE_IR_HI | DTE_IW_HI;
    if (ppr) hi0 |= DTE_PPR_HI;
    let [lo1, hi1] = [0, this.#bus.memory.read32(at + 12)];
    if (ats) hi1 |= DTE_IOTLB_HI;
    if (domain.guest) {
      hi0 |= DTE_GV_HI | (domain.guest.glx << DTE_GLX_HI_SHIFT);
      if (domain.guest.giov) hi0 |= DTE_GIOV_HI;
      lo1 = entry[2]!;
      hi1 = (hi1 & 0x7ff) | entry[3]!;
    } else lo1 = this.#bus.memory.read32(at + 8) & 0xffff_0000;
    this.#bus.store64(UNIT, at + 8, lo1 | domain.id, hi1);
    this.#bus.store64(UNIT, at, entry[0]!, hi0);
    return before;
  }

  /** C: `clear_dte_entry`, with erratum 63: entries that system management marks keep the write permission. */
  clear(devid: number): void {
    const at = this.entryOf(devid);
    const kept = this.#bus.memory.read32(at + 12) & DTE_KEPT_HI;
    this.#bus.store64(UNIT, at, DTE_V | DTE_TV, 0);
    this.#bus.store64(UNIT, at + 8, 0, kept);
    if (((kept >>> SYSMGT_HI_SHIFT) & 3) === 1) this.#bus.store64(UNIT, at, DTE_V | DTE_TV, DTE_IW_HI);
  }

  /** C: `clone_alias`: the entry of a device for another id of it. */
  clone(devid: number, alias: number): void {
    const [from, to] = [this.entryOf(devid), this.entryOf(alias)];
    const { memory } = this.#bus;
    for (let word = 0; word < ENTRY_BYTES; word += 8) {
      this.#bus.store64(UNIT, to + word, memory.read32(from + word), memory.read32(from + word + 4));
    }
  }
}
