/** Simulated memory as the record shows it: regions, stored words, and which table hangs below which entry. */
import { type EntryKind, entryKinds, childUses, upperKinds } from './entry-kinds.js';
import type { Structure } from './structure.js';
import type { RegionUse } from './trace.js';

export interface Region {
  readonly use: RegionUse;
  readonly unit: number;
  readonly base: bigint;
  readonly size: bigint;
}

/** A region with what the stored pointers tell of it. */
interface Table extends Region {
  /** Number of the first entry: a leaf table holds the entries of one slot of its parent. */
  first: bigint;
  /** Levels below: 0 for a table whose entries point to no table. */
  level: number;
  parent: Table | undefined;
  readonly children: Map<bigint, Table>;
}

/** An entry of a table: its layout, number and first byte. */
export interface Entry {
  readonly region: Region;
  readonly structure: Structure;
  readonly base: bigint;
  readonly number: bigint;
  /** Number in words: `PASID 71`, `device 02:03.0`. */
  readonly text: string;
}

const wordBytes = 8n;
const pointerMask = 0x000ffffffffff000n;
const low32 = 0xffffffffn;

const kindOf = (table: Table): EntryKind | undefined => {
  return (table.level > 0 ? upperKinds[table.use] : undefined) ?? entryKinds[table.use];
};

/** What the record has told of memory so far. */
export class MemoryMap {
  #tables: Table[] = [];
  readonly #words = new Map<bigint, bigint>();

  /** Takes note of an allocation; what lay there before is forgotten. */
  addRegion(use: RegionUse, unit: number, base: bigint, size: bigint): void {
    const kept = this.#tables.filter((table) => table.base >= base + size || table.base + table.size <= base);
    this.#tables = [{ use, unit, base, size, first: 0n, level: 0, parent: undefined, children: new Map() }, ...kept];
    for (const address of this.#words.keys()) {
      if (address >= base && address < base + size) this.#words.delete(address);
    }
  }

  regionAt(address: bigint): Region | undefined {
    return this.#tableAt(address);
  }

  regionOf(use: RegionUse, unit: number): Region | undefined {
    return this.#tables.find((table) => table.use === use && table.unit === unit);
  }

  /** The aligned 64-bit word at an address; memory that nobody stored to reads as zero. */
  word(address: bigint): bigint {
    return this.#words.get(address - (address % wordBytes)) ?? 0n;
  }

  words(address: bigint, count: number): bigint[] {
    return Array.from({ length: count }, (_, index) => this.word(address + wordBytes * BigInt(index)));
  }

  /** Stores 4 or 8 bytes and learns which table an entry points to. */
  store(address: bigint, value: bigint, width: number): void {
    const aligned = address - (address % wordBytes);
    const shift = wordBytes * (address % wordBytes);
    const full = width === 4 ? (this.word(address) & ~(low32 << shift)) | (value << shift) : value;
    this.#words.set(aligned, full);
    const table = this.#tableAt(address);
    if (table !== undefined) this.#learn(table, aligned, full);
  }

  /** The entry that holds an address; undefined outside of tables. */
  entryAt(address: bigint): Entry | undefined {
    const table = this.#tableAt(address);
    const kind = table && kindOf(table);
    if (table === undefined || kind === undefined) return undefined;
    const index = (address - table.base) / kind.bytes;
    const number = table.first + index * stepOf(table, kind);
    return {
      region: table,
      structure: kind.structure,
      base: table.base + index * kind.bytes,
      number,
      text: `${kind.called} ${kind.print(number)}`,
    };
  }

  #tableAt(address: bigint): Table | undefined {
    return this.#tables.find((table) => address >= table.base && address < table.base + table.size);
  }

  #learn(table: Table, address: bigint, value: bigint): void {
    const child = this.#tableAt(value & pointerMask);
    if (child === undefined || child === table || child.base !== (value & pointerMask)) return;
    if (childUses[table.use] !== child.use) return;
    table.children.set((address - table.base) / wordBytes, child);
    child.parent = table;
    const seen = new Set<Table>();
    for (let at: Table | undefined = table; at !== undefined && !seen.has(at); at = at.parent) {
      seen.add(at);
      at.level = 1 + Math.max(...[...at.children.values()].map((below) => below.level));
      renumber(at);
    }
  }
}

/** Entries that one step of the entry number covers; a level of a tree multiplies. */
function stepOf(table: Table, kind: EntryKind): bigint {
  return table.use === 'gcr3' ? kind.step ** BigInt(table.level) : kind.step;
}

function renumber(table: Table): void {
  const kind = kindOf(table);
  if (kind === undefined) return;
  const step = table.use === 'gcr3' ? stepOf(table, kind) : kind.childStep;
  for (const [slot, child] of table.children) {
    child.first = table.first + slot * step;
    if (child.level < table.level) renumber(child);
  }
}
