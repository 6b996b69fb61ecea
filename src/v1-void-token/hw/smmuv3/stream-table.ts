/** Stream table entries and the table of an SMMU in memory (reference hardware 2.3). */
import type { BusLog } from '../bus.js';
import { lowHalf, put, putAddress, type FieldValue } from '../fields.js';
import { REGION_STREAM_LEAF, REGION_STREAM_TABLE } from '../record-codes.js';
import { STRTAB_SPLIT } from './registers.js';

const ENTRY_BYTES = 64;

export const STE_CFG_ABORT = 0;
export const STE_CFG_BYPASS = 4;
export const STE_CFG_S1_TRANS = 5;
export const STE_CFG_S2_TRANS = 6;

/** Word 1 of an entry that lets nothing through: SHCFG incoming, in the high half. */
export const STE_1_SHCFG_INCOMING_HI = 1 << 12;

const FIELDS: Readonly<Record<string, readonly [number, number]>> = {
  V: [0, 1],
  Config: [1, 3],
  S1Fmt: [4, 2],
  S1CDMax: [59, 5],
  S1DSS: [64, 2],
  S1CIR: [66, 2],
  S1COR: [68, 2],
  S1CSH: [70, 2],
  S1STALLD: [91, 1],
  EATS: [92, 2],
  STRW: [94, 2],
  SHCFG: [108, 2],
  S2VMID: [128, 16],
  S2T0SZ: [160, 6],
  S2SL0: [166, 2],
  S2IR0: [168, 2],
  S2OR0: [170, 2],
  S2SH0: [172, 2],
  S2TG: [174, 2],
  S2PS: [176, 3],
  S2AA64: [179, 1],
  S2ENDI: [180, 1],
  S2PTW: [182, 1],
  S2R: [186, 1],
};

/** Sixteen u32 words from named fields; `S1ContextPtr` and `S2TTB` are byte addresses. */
export function streamTableEntry(inputs: Readonly<Record<string, FieldValue>>): Uint32Array {
  const words = new Uint32Array(16);
  for (const [field, value] of Object.entries(inputs)) {
    if (field === 'S1ContextPtr') putAddress(words, field, value, 0, 6, 51);
    else if (field === 'S2TTB') putAddress(words, field, value, 192, 4, 51);
    else {
      const place = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
      if (place === undefined) throw new RangeError(`a stream table entry has no field ${field}`);
      put(words, field, value, place[0], place[1]);
    }
  }
  return words;
}

/** Descriptor of the first level: a second level of 2^(span-1) entries. */
export function strtabL1Desc(span: FieldValue, l2: FieldValue): Uint32Array {
  const words = new Uint32Array(2);
  put(words, 'Span', span, 0, 5);
  if ((lowHalf(l2) & 0x3f) !== 0) throw new RangeError('L2Ptr is not aligned to 64');
  putAddress(words, 'L2Ptr', l2, 0, 6, 51);
  return words;
}

export interface StreamTableOptions {
  readonly unit: number;
  readonly sidBits: number;
  readonly twoLevel: boolean;
  /** Where the table lies already; allocated when absent. */
  readonly base?: number;
}

export class StreamTable {
  readonly base: number;
  readonly sidBits: number;
  readonly twoLevel: boolean;
  readonly #bus: BusLog;
  readonly #unit: number;

  constructor(bus: BusLog, { unit, sidBits, twoLevel, base }: StreamTableOptions) {
    this.#bus = bus;
    this.#unit = unit;
    this.sidBits = sidBits;
    this.twoLevel = twoLevel;
    const bytes = twoLevel ? 8 * 2 ** (sidBits - STRTAB_SPLIT) : ENTRY_BYTES * 2 ** sidBits;
    this.base = base ?? bus.allocRegion(unit, bytes, REGION_STREAM_TABLE);
    if (base === undefined && !twoLevel) this.#letNothingThrough(this.base, 2 ** sidBits);
  }

  /** C: `arm_smmu_init_bypass_stes`, on fresh memory: not recorded. */
  #letNothingThrough(table: number, entries: number): void {
    for (let at = table; at < table + ENTRY_BYTES * entries; at += ENTRY_BYTES) {
      this.#bus.memory.write32(at, 1);
      this.#bus.memory.write32(at + 12, STE_1_SHCFG_INCOMING_HI);
    }
  }

  /** C: `arm_smmu_init_l2_strtab`: the second level of a stream exists. */
  ensure(sid: number): void {
    if (sid < 0 || sid >= 2 ** this.sidBits) throw new RangeError(`StreamID ${sid} does not fit ${this.sidBits} bits`);
    if (!this.twoLevel) return;
    const slot = this.base + 8 * (sid >>> STRTAB_SPLIT);
    if ((this.#bus.memory.read32(slot) & 0x1f) !== 0) return;
    const leaf = this.#bus.allocRegion(this.#unit, ENTRY_BYTES * 2 ** STRTAB_SPLIT, REGION_STREAM_LEAF);
    this.#letNothingThrough(leaf, 2 ** STRTAB_SPLIT);
    const words = strtabL1Desc(STRTAB_SPLIT + 1, leaf);
    this.#bus.store64(this.#unit, slot, words[0]!, words[1]!);
  }

  /** Address of a stream's entry. */
  entryOf(sid: number): number {
    if (!this.twoLevel) return this.base + ENTRY_BYTES * sid;
    const slot = this.base + 8 * (sid >>> STRTAB_SPLIT);
    const { memory } = this.#bus;
    const leaf = (memory.read32(slot + 4) & 0xf_ffff) * 0x1_0000_0000 + ((memory.read32(slot) & 0xffff_ffc0) >>> 0);
    return leaf + ENTRY_BYTES * (sid & (2 ** STRTAB_SPLIT - 1));
  }

  /** One word of an entry. */
  store(sid: number, word: number, lo: number, hi: number): void {
    this.#bus.store64(this.#unit, this.entryOf(sid) + 8 * word, lo, hi);
  }

  /** Low and high half of a word of an entry. */
  read(sid: number, word: number): readonly [number, number] {
    const at = this.entryOf(sid) + 8 * word;
    return [this.#bus.memory.read32(at), this.#bus.memory.read32(at + 4)];
  }
}
