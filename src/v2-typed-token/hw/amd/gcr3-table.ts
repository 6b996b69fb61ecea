import type { BusLog } from '../bus.js';
import { highHalf, lowHalf, type FieldValue } from '../word64.js';
import { gcr3Directory } from './layouts.js';

const pageBytes = 4096;
const levelBits = 9;
const indexMask = 0x1ff;
const valid = 1;

/** Index of a PASID at level 2, 1 and 0 of a table with `levels` + 1 levels; levels that do not exist give 0. */
export function gcr3Indexes(pasid: number, levels: number): readonly [number, number, number] {
  const at = (level: number): number => (level > levels ? 0 : (pasid >>> (levelBits * level)) & indexMask);
  return [at(2), at(1), at(0)];
}

/** The tables of guest page-table roots of one domain, one to three levels (reference 3.3). */
export class Gcr3Table {
  readonly root: number;
  /** GLX: levels minus 1. */
  readonly levels: number;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #words = new Uint32Array(2);

  constructor(bus: BusLog, unit: number, levels: number) {
    this.#bus = bus;
    this.#unit = unit;
    this.levels = levels;
    this.root = bus.allocate(unit, 'gcr3', pageBytes);
  }

  /** Whether the table has a slot for a PASID. */
  covers(pasid: number): boolean {
    return Number.isInteger(pasid) && pasid >= 0 && pasid < 2 ** (levelBits * (this.levels + 1));
  }

  /** Stores a root; missing pages are added from the top down. The low 12 bits of the root are dropped. */
  set(pasid: number, cr3: FieldValue): void {
    const entry = this.#entry(pasid, true) as number;
    this.#bus.store64(this.#unit, entry, (lowHalf(cr3) & ~0xfff) | valid, highHalf(cr3));
  }

  /** Clears a root; false, with nothing stored, when a page on the way is missing. */
  clear(pasid: number): boolean {
    const entry = this.#entry(pasid, false);
    if (entry === undefined) return false;
    this.#bus.store64(this.#unit, entry, 0, 0);
    return true;
  }

  #entry(pasid: number, allocate: boolean): number | undefined {
    const indexes = gcr3Indexes(pasid, this.levels);
    let page = this.root;
    for (let level = this.levels; level > 0; level--) {
      const slot = page + 8 * (indexes[2 - level] as number);
      const next = this.#next(slot) ?? (allocate ? this.#addPage(slot) : undefined);
      if (next === undefined) return undefined;
      page = next;
    }
    return page + 8 * indexes[2];
  }

  #next(slot: number): number | undefined {
    this.#bus.memory.readWords(slot, 2, this.#words);
    const { V, GCR3TableAddress } = gcr3Directory.fields;
    return V.get(this.#words) === 1 ? GCR3TableAddress.get(this.#words) : undefined;
  }

  #addPage(slot: number): number {
    const page = this.#bus.allocate(this.#unit, 'gcr3', pageBytes);
    this.#bus.store64(this.#unit, slot, lowHalf(page) | valid, highHalf(page));
    return page;
  }
}
