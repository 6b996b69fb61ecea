/** GCR3 tables: one to three levels of pages, the process's CR3 in the leaves (reference hardware 3.3). */
import type { BusLog } from '../bus.js';
import { put, putAddress, type FieldValue } from '../fields.js';
import { REGION_GCR3 } from '../record-codes.js';

const PAGE = 4096;
const GCR3_VALID = 1;

/** Index of a PASID at a level; 0 is the level of the leaves. */
export const gcr3Index = (pasid: number, level: number): number => (pasid >>> (9 * level)) & 0x1ff;

/** An entry that leads to the next table, two u32 words. */
export function gcr3DirectoryEntry(v: FieldValue, table: FieldValue): Uint32Array {
  const words = new Uint32Array(2);
  put(words, 'V', v, 0, 1);
  putAddress(words, 'GCR3TableAddress', table, 0, 12, 51);
  return words;
}

/** A leaf entry, two u32 words. */
export function gcr3Entry(v: FieldValue, cr3: FieldValue): Uint32Array {
  const words = new Uint32Array(2);
  put(words, 'V', v, 0, 1);
  putAddress(words, 'GCR3', cr3, 0, 12, 51);
  return words;
}

export class Gcr3Table {
  readonly root: number;
  /** Levels less one. */
  readonly glx: number;
  readonly #bus: BusLog;
  readonly #unit: number;

  /** `root`: the top page if there is one already; allocated when absent. */
  constructor(bus: BusLog, unit: number, glx: number, root?: number) {
    this.#bus = bus;
    this.#unit = unit;
    this.glx = glx;
    this.root = root ?? bus.allocRegion(unit, PAGE, REGION_GCR3);
  }

  /** C: `__get_gcr3_pte`: address of a leaf; 0 when a page on the way is missing and may not be allocated. */
  #leaf(pasid: number, allocate: boolean): number {
    const { memory } = this.#bus;
    let table = this.root;
    for (let level = this.glx; level > 0; level--) {
      const slot = table + 8 * gcr3Index(pasid, level);
      const lo = memory.read32(slot);
      if ((lo & GCR3_VALID) === 0) {
        if (!allocate) return 0;
        table = this.#bus.allocRegion(this.#unit, PAGE, REGION_GCR3);
        const words = gcr3DirectoryEntry(1, table);
        this.#bus.store64(this.#unit, slot, words[0]!, words[1]!);
      } else table = memory.read32(slot + 4) * 0x1_0000_0000 + ((lo & 0xffff_f000) >>> 0);
    }
    return table + 8 * gcr3Index(pasid, 0);
  }

  /** C: `__set_gcr3`. The low 12 bits of the CR3 are left out. */
  set(pasid: number, cr3: number): void {
    const words = gcr3Entry(1, Math.floor(cr3 / PAGE) * PAGE);
    const leaf = this.#leaf(pasid, true);
    this.#bus.store64(this.#unit, leaf, words[0]!, words[1]!);
  }

  /** C: `__clear_gcr3`. False when there is no page that could hold the entry. */
  clear(pasid: number): boolean {
    const leaf = this.#leaf(pasid, false);
    if (leaf === 0) return false;
    this.#bus.store64(this.#unit, leaf, 0, 0);
    return true;
  }
}
