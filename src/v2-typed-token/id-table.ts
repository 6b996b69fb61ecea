/** The ids of one allocator, each with the slot of its record: paged below 2^20, sparse above. */
import { bitmapIds, IdBitmap } from './id-bitmap.js';
import { invalidId } from './records.js';

const pageBits = 10;
const pageSize = 1 << pageBits;

/** Slot of an entry whose record was freed under it. */
export const danglingSlot = -2;

export class IdTable {
  readonly #bitmap = new IdBitmap();
  readonly #pages: (Int32Array | undefined)[] = new Array<Int32Array | undefined>(bitmapIds >>> pageBits).fill(
    undefined,
  );
  readonly #above = new Map<number, number>();
  /** Ids of `#above`, ascending. */
  readonly #sorted: number[] = [];
  count = 0;

  /** Slot of an id, -1 when it is free, `danglingSlot` when its record is gone. */
  slotOf(id: number): number {
    if (id >= bitmapIds) return this.#above.get(id) ?? -1;
    const page = this.#pages[id >>> pageBits];
    return page === undefined ? -1 : page[id & (pageSize - 1)]! - 3;
  }

  put(id: number, slot: number): void {
    this.count++;
    if (id >= bitmapIds) {
      this.#above.set(id, slot);
      this.#sorted.splice(this.#position(id), 0, id);
      return;
    }
    let page = this.#pages[id >>> pageBits];
    if (page === undefined) {
      page = new Int32Array(pageSize).fill(2);
      this.#pages[id >>> pageBits] = page;
    }
    page[id & (pageSize - 1)] = slot + 3;
    this.#bitmap.take(id);
  }

  /** Changes the slot of an id that is there. */
  replace(id: number, slot: number): void {
    if (id >= bitmapIds) this.#above.set(id, slot);
    else this.#pages[id >>> pageBits]![id & (pageSize - 1)] = slot + 3;
  }

  remove(id: number): void {
    this.count--;
    if (id >= bitmapIds) {
      this.#above.delete(id);
      this.#sorted.splice(this.#position(id), 1);
      return;
    }
    this.#pages[id >>> pageBits]![id & (pageSize - 1)] = 2;
    this.#bitmap.release(id);
  }

  /** Lowest free id of the range, both ends included, or -1. */
  lowestFree(min: number, max: number): number {
    if (min > max) return -1;
    if (min < bitmapIds) {
      const low = this.#bitmap.lowestFree(min);
      if (low >= 0) return low <= max ? low : -1;
    }
    let id = Math.max(min, bitmapIds);
    for (let at = this.#position(id); this.#sorted[at] === id; at++) id++;
    return id <= max && id <= invalidId ? id : -1;
  }

  /** Calls `visit` for every id, ascending. */
  forEach(visit: (id: number, slot: number) => void): void {
    for (const [index, page] of this.#pages.entries()) {
      if (page === undefined) continue;
      for (let at = 0; at < pageSize; at++) if (page[at] !== 2) visit((index << pageBits) | at, page[at]! - 3);
    }
    for (const id of this.#sorted) visit(id, this.#above.get(id)!);
  }

  #position(id: number): number {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#sorted[middle]! < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
