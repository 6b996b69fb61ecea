import type { IoasidSetRecord } from './set.js';

const pageShift = 10;
const pageMask = (1 << pageShift) - 1;

/**
 * Records of ids (C: `struct ioasid_data`); a record is a number from 1. They lie in pages, two cells a record: owning set
 * and private data, or the next free record and null. So growing never copies what is there.
 */
export class IdRecords {
  readonly #pages: unknown[][] = [];
  #free = 0;
  #next = 1;
  #live = 0;
  /** Records that were freed while the index still points to them. */
  readonly #dangling = new Set<number>();

  /** Records in use, so that a test can see a leak. */
  get live(): number {
    return this.#live;
  }

  take(set: IoasidSetRecord | null, priv: unknown): number {
    const record = this.#free === 0 ? this.#fresh() : this.#free;
    const page = this.#pages[record >>> pageShift] as unknown[];
    const cell = (record & pageMask) << 1;
    this.#free = page[cell] as number;
    page[cell] = set;
    page[cell + 1] = priv;
    this.#live += 1;
    return record;
  }

  release(record: number): void {
    const page = this.#pages[record >>> pageShift] as unknown[];
    const cell = (record & pageMask) << 1;
    page[cell] = this.#free;
    page[cell + 1] = null;
    this.#free = record;
    this.#live -= 1;
  }

  /** Frees a record that the index goes on pointing to; reading it is a use after free from now on. */
  releaseDangling(record: number): void {
    this.#dangling.add(record);
    this.#live -= 1;
  }

  isDangling(record: number): boolean {
    return this.#dangling.size !== 0 && this.#dangling.has(record);
  }

  setOf(record: number): IoasidSetRecord | null {
    return (this.#pages[record >>> pageShift] as unknown[])[(record & pageMask) << 1] as IoasidSetRecord | null;
  }

  privOf(record: number): unknown {
    return (this.#pages[record >>> pageShift] as unknown[])[((record & pageMask) << 1) + 1];
  }

  putPriv(record: number, priv: unknown): void {
    (this.#pages[record >>> pageShift] as unknown[])[((record & pageMask) << 1) + 1] = priv;
  }

  /** A record that was never used, whose first cell says that no other one is free. */
  #fresh(): number {
    const record = this.#next;
    this.#next = record + 1;
    if (record >>> pageShift === this.#pages.length) {
      const page: unknown[] = [];
      for (let cell = 0; cell <= pageMask; cell += 1) page.push(0, null);
      this.#pages.push(page);
    }
    return record;
  }
}
