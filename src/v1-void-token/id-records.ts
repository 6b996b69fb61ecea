import type { IoasidSetRecord } from './set.js';

/** Records of ids (C: `struct ioasid_data`), in columns; a record is a number from 1. */
export class IdRecords {
  readonly #sets: (IoasidSetRecord | null)[] = [null];
  readonly #privs: unknown[] = [null];
  readonly #free: number[] = [];
  /** Records that were freed while the index still points to them. */
  readonly #dangling = new Set<number>();

  /** Records in use, so that a test can see a leak. */
  get live(): number {
    return this.#sets.length - 1 - this.#free.length;
  }

  take(set: IoasidSetRecord | null, priv: unknown): number {
    const free = this.#free.pop();
    if (free === undefined) {
      this.#sets.push(set);
      this.#privs.push(priv);
      return this.#sets.length - 1;
    }
    this.#sets[free] = set;
    this.#privs[free] = priv;
    return free;
  }

  release(record: number): void {
    this.#sets[record] = null;
    this.#privs[record] = null;
    this.#free.push(record);
  }

  /** Frees a record that the index goes on pointing to; reading it is a use after free from now on. */
  releaseDangling(record: number): void {
    this.#dangling.add(record);
  }

  isDangling(record: number): boolean {
    return this.#dangling.size !== 0 && this.#dangling.has(record);
  }

  setOf(record: number): IoasidSetRecord | null {
    return this.#sets[record] as IoasidSetRecord | null;
  }

  privOf(record: number): unknown {
    return this.#privs[record];
  }

  putPriv(record: number, priv: unknown): void {
    this.#privs[record] = priv;
  }
}
