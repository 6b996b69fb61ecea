/** The command and invalidation rings: from stores and tail writes to queue entries. */
import { amdCommands } from './amd/commands.js';
import type { Platform } from './effect.js';
import type { MemoryMap } from './memory-map.js';
import { smmuCommands } from './smmuv3/commands.js';
import { hasFixedValues, type Structure, unnamedBits } from './structure.js';
import type { RegionUse } from './trace.js';
import { vtdDescriptors } from './vtd/descriptors.js';

/** What a platform calls its ring, and how its registers describe it. */
export interface RingKind {
  readonly use: RegionUse;
  readonly tail: number;
  /** Register with base and size. */
  readonly base: number;
  readonly entries: readonly Structure[];
}

export const ringKinds: Readonly<Record<Platform, RingKind>> = {
  vtd: { use: 'invalidationQueue', tail: 0x88, base: 0x90, entries: vtdDescriptors },
  smmuv3: { use: 'commandQueue', tail: 0x98, base: 0x90, entries: smmuCommands },
  amd: { use: 'commandBuffer', tail: 0x2008, base: 0x08, entries: amdCommands },
};

/** One entry that a tail write made visible to hardware. */
export interface RingEntry {
  readonly index: number;
  readonly words: readonly bigint[];
  /** Record of the first store into it since it was last published; undefined when nobody stored to it. */
  readonly record: number | undefined;
}

/** One unit's ring. Sizes come from the base register once it was written, else from the region. */
export class Ring {
  readonly #platform: Platform;
  readonly #memory: MemoryMap;
  #base: bigint;
  #entryBytes: number;
  #slots: number;
  #next: number | undefined;
  /** First record of the stores into a slot. */
  readonly #stored = new Map<number, number>();

  constructor(platform: Platform, memory: MemoryMap, base: bigint, size: bigint) {
    this.#platform = platform;
    this.#memory = memory;
    this.#base = base;
    this.#entryBytes = platform === 'vtd' ? 32 : 16;
    this.#slots = Number(size) / this.#entryBytes;
  }

  get slots(): number {
    return this.#slots;
  }

  get entryBytes(): number {
    return this.#entryBytes;
  }

  /** Slot after the last published one; undefined before the first tail write. */
  get next(): number | undefined {
    return this.#next;
  }

  holds(address: bigint): boolean {
    return address >= this.#base && address < this.#base + BigInt(this.#slots * this.#entryBytes);
  }

  setBase(value: bigint): void {
    if (this.#platform === 'vtd') {
      this.#base = value & 0xfffffffffffff000n;
      const wide = ((value >> 11n) & 1n) === 1n;
      this.#entryBytes = wide ? 32 : 16;
      this.#slots = 2 ** (Number(value & 7n) + (wide ? 7 : 8));
    } else {
      this.#base = value & 0x000fffffffffffe0n;
      this.#slots = 2 ** Number(this.#platform === 'smmuv3' ? value & 0x1fn : (value >> 56n) & 0xfn);
    }
    this.#next = undefined;
    this.#stored.clear();
  }

  noteStore(address: bigint, record: number): void {
    const slot = this.slotOf(Number(address - this.#base));
    if (!this.#stored.has(slot)) this.#stored.set(slot, record);
  }

  /** Slot behind a tail register's value. */
  slotOfTail(value: bigint): number {
    return this.#platform === 'smmuv3' ? Number(value) & (this.#slots - 1) : this.slotOf(Number(value));
  }

  /** Entries between the last tail and this one. Without a last tail: those that were stored. */
  publish(tail: bigint): RingEntry[] {
    const end = this.slotOfTail(tail);
    const start = this.#next ?? [...this.#stored.keys()][0] ?? end;
    const entries: RingEntry[] = [];
    for (let slot = start; slot !== end && entries.length < this.#slots; slot = (slot + 1) % this.#slots) {
      entries.push(this.#take(slot));
    }
    this.#next = end;
    return entries;
  }

  /** Entries that were stored behind the tail: rewritten after an error. */
  takeStored(): RingEntry[] {
    return [...this.#stored.keys()].map((slot) => this.#take(slot));
  }

  slotOf(bytes: number): number {
    return Math.floor(bytes / this.#entryBytes) % this.#slots;
  }

  #take(slot: number): RingEntry {
    const record = this.#stored.get(slot);
    this.#stored.delete(slot);
    const address = this.#base + BigInt(slot * this.#entryBytes);
    return { index: slot, words: this.#memory.words(address, this.#entryBytes >>> 3), record };
  }
}

/** The layout of a queue entry, told by type or opcode. */
export function entryStructure(platform: Platform, words: readonly bigint[]): Structure | undefined {
  return ringKinds[platform].entries.find((candidate) => hasFixedValues(candidate, words));
}

/** Why hardware would not take an entry; undefined when nothing is wrong with it. */
export function entryDefect(structure: Structure | undefined, words: readonly bigint[]): string | undefined {
  if (structure === undefined) return 'type that no table has';
  const word = unnamedBits(structure, words).findIndex((mask) => mask !== 0n);
  return word < 0 ? undefined : `reserved bits set in word ${String(word)}`;
}
