/** Context descriptors and the table of a domain in memory (reference hardware 2.4). */
import type { BusLog } from '../bus.js';
import { highHalf, lowHalf, put, putAddress, type FieldValue } from '../fields.js';
import { REGION_CD_LEAF, REGION_CD_TABLE } from '../record-codes.js';

const CD_BYTES = 64;
/** Descriptors of one leaf; its bits of the substream id. */
const LEAF_BITS = 10;

/** In the low half of word 0. */
export const CD_0_V = 0x8000_0000;
export const CD_0_EPD0 = 0x4000;

const FIELDS: Readonly<Record<string, readonly [number, number]>> = {
  T0SZ: [0, 6],
  TG0: [6, 2],
  IR0: [8, 2],
  OR0: [10, 2],
  SH0: [12, 2],
  EPD0: [14, 1],
  ENDI: [15, 1],
  EPD1: [30, 1],
  V: [31, 1],
  IPS: [32, 3],
  TBI0: [38, 1],
  AA64: [41, 1],
  S: [44, 1],
  R: [45, 1],
  A: [46, 1],
  ASET: [47, 1],
  ASID: [48, 16],
};

/** Sixteen u32 words from named fields; `TTB0` is a byte address, `MAIR` 64 bits. */
export function contextDescriptor(inputs: Readonly<Record<string, FieldValue>>): Uint32Array {
  const words = new Uint32Array(16);
  for (const [field, value] of Object.entries(inputs)) {
    if (field === 'TTB0') putAddress(words, field, value, 64, 4, 51);
    else if (field === 'MAIR') {
      words[6] = lowHalf(value);
      words[7] = highHalf(value);
    } else {
      const place = Object.hasOwn(FIELDS, field) ? FIELDS[field] : undefined;
      if (place === undefined) throw new RangeError(`a context descriptor has no field ${field}`);
      put(words, field, value, place[0], place[1]);
    }
  }
  return words;
}

/** Descriptor of the first level. */
export function cdL1Desc(v: FieldValue, leaf: FieldValue): Uint32Array {
  const words = new Uint32Array(2);
  put(words, 'V', v, 0, 1);
  putAddress(words, 'L2Ptr', leaf, 0, 12, 51);
  return words;
}

export interface CdTableOptions {
  readonly unit: number;
  readonly ssidBits: number;
  /** CD2L: the SMMU has tables of two levels. */
  readonly twoLevelSupported: boolean;
  /** Where the table lies already; allocated when absent. */
  readonly base?: number;
}

export class CdTable {
  readonly base: number;
  readonly ssidBits: number;
  readonly twoLevel: boolean;
  readonly #bus: BusLog;
  readonly #unit: number;

  /** C: `arm_smmu_alloc_cd_tables`: two levels only for more than one leaf of contexts. */
  constructor(bus: BusLog, { unit, ssidBits, twoLevelSupported, base }: CdTableOptions) {
    this.#bus = bus;
    this.#unit = unit;
    this.ssidBits = ssidBits;
    this.twoLevel = twoLevelSupported && ssidBits > LEAF_BITS;
    const bytes = this.twoLevel ? 8 * 2 ** (ssidBits - LEAF_BITS) : CD_BYTES * 2 ** ssidBits;
    this.base = base ?? bus.allocRegion(unit, bytes, REGION_CD_TABLE);
  }

  /** S1Fmt of the stream table entry. */
  get format(): number {
    return this.twoLevel ? 2 : 0;
  }

  /** C: `arm_smmu_get_cd_ptr`: address of a descriptor; a missing leaf is allocated, and `told` is called for it. */
  entryOf(ssid: number, told: () => void): number {
    if (!this.twoLevel) return this.base + CD_BYTES * ssid;
    const slot = this.base + 8 * (ssid >>> LEAF_BITS);
    const { memory } = this.#bus;
    const lo = memory.read32(slot);
    let leaf = (memory.read32(slot + 4) & 0xf_ffff) * 0x1_0000_0000 + ((lo & 0xffff_f000) >>> 0);
    if ((lo & 1) === 0) {
      leaf = this.#bus.allocRegion(this.#unit, CD_BYTES * 2 ** LEAF_BITS, REGION_CD_LEAF);
      const words = cdL1Desc(1, leaf);
      this.#bus.store64(this.#unit, slot, words[0]!, words[1]!);
      told();
    }
    return leaf + CD_BYTES * (ssid & (2 ** LEAF_BITS - 1));
  }

  store(at: number, word: number, lo: number, hi: number): void {
    this.#bus.store64(this.#unit, at + 8 * word, lo, hi);
  }

  read(at: number): readonly [number, number] {
    return [this.#bus.memory.read32(at), this.#bus.memory.read32(at + 4)];
  }
}
