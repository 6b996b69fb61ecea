/** Memory and regions in plain numbers: monitors run beside every comparison and make no objects per record. */
import { childUses } from '../entry-kinds.js';
import { type RegionUse, regionUses } from '../trace.js';

/** A range of memory that the unit was given; addresses are below 2^53. */
export interface MonitorRegion {
  readonly use: number;
  readonly unit: number;
  readonly base: number;
  readonly size: number;
  /** Table whose entry points here, with the slot; undefined until a pointer was stored. */
  parent: { readonly region: MonitorRegion; readonly slot: number } | undefined;
}

const wordBytes = 8;
const high = 0x1_0000_0000;

/** Which use a table's entries point to, by code. */
const childUse = new Map<number, number>(
  Object.entries(childUses).map(([parent, child]) => [regionUses[parent as RegionUse], regionUses[child]]),
);

export class MonitorMemory {
  #regions: MonitorRegion[] = [];
  readonly #low = new Map<number, number>();
  readonly #high = new Map<number, number>();

  addRegion(use: number, unit: number, base: number, size: number): void {
    const kept = this.#regions.filter((region) => region.base >= base + size || region.base + region.size <= base);
    this.#regions = [{ use, unit, base, size, parent: undefined }, ...kept];
    for (const address of [...this.#low.keys()]) {
      if (address < base || address >= base + size) continue;
      this.#low.delete(address);
      this.#high.delete(address);
    }
  }

  regionAt(address: number): MonitorRegion | undefined {
    for (const region of this.#regions) {
      if (address >= region.base && address < region.base + region.size) return region;
    }
    return undefined;
  }

  low(address: number): number {
    return this.#low.get(address) ?? 0;
  }

  high(address: number): number {
    return this.#high.get(address) ?? 0;
  }

  /** Stores an aligned 64-bit word; a pointer to another region makes that one a child. */
  store(region: MonitorRegion | undefined, address: number, low: number, highWord: number): void {
    this.#low.set(address, low);
    this.#high.set(address, highWord);
    const wanted = region && childUse.get(region.use);
    if (region === undefined || wanted === undefined) return;
    const target = (highWord & 0xfffff) * high + ((low & 0xfffff000) >>> 0);
    const child = this.regionAt(target);
    if (child === undefined || child === region || child.base !== target || child.use !== wanted) return;
    child.parent = { region, slot: (address - region.base) / wordBytes };
  }

  /** 32-bit words of an entry, low half of each 64-bit word first. */
  read(address: number, count: number, into: Uint32Array): void {
    for (let word = 0; word < count; word += 1) {
      into[2 * word] = this.low(address + wordBytes * word);
      into[2 * word + 1] = this.high(address + wordBytes * word);
    }
  }
}
