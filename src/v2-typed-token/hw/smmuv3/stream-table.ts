import type { BusLog } from '../bus.js';
import type { SmmuConfig } from './config.js';
import { entryBytes, levelOneStream, streamConfig, streamEntry } from './entries.js';

const splitBits = 8;
const leafEntries = 2 ** splitBits;

/** The stream table: linear, or two-level with leaves of 256 entries. Entries start as "abort". */
export class StreamTable {
  readonly base: number;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #config: SmmuConfig;
  readonly #words = new Uint32Array(2);

  constructor(bus: BusLog, unit: number, config: SmmuConfig) {
    this.#bus = bus;
    this.#unit = unit;
    this.#config = config;
    if (config.twoLevelStreamTable) {
      const bytes = 8 * 2 ** Math.max(config.sidBits - splitBits, 0);
      this.base = bus.allocate(unit, 'streamTable', Math.max(bytes, 4096));
    } else {
      this.base = bus.allocate(unit, 'streamTable', entryBytes * 2 ** config.sidBits);
      this.#fillWithAbort(this.base, 2 ** config.sidBits);
    }
  }

  /** Address of the entry of a stream. Throws RangeError for one that the table cannot hold. */
  entryAddress(streamId: number): number {
    if (!Number.isInteger(streamId) || streamId < 0 || streamId >= 2 ** this.#config.sidBits) {
      throw new RangeError(`stream ${streamId} does not fit ${this.#config.sidBits} bits`);
    }
    if (!this.#config.twoLevelStreamTable) return this.base + entryBytes * streamId;
    return this.#leafOf(streamId) + entryBytes * (streamId % leafEntries);
  }

  /** Makes sure that a stream has an entry: a missing leaf is added, filled with "abort". */
  prepare(streamId: number): void {
    this.entryAddress(streamId);
  }

  #leafOf(streamId: number): number {
    const slot = this.base + 8 * Math.floor(streamId / leafEntries);
    this.#bus.memory.readWords(slot, 2, this.#words);
    const { Span, L2Ptr } = levelOneStream.fields;
    if (Span.get(this.#words) !== 0) return L2Ptr.get(this.#words);
    const leaf = this.#bus.allocate(this.#unit, 'streamTableLeaf', entryBytes * leafEntries);
    this.#fillWithAbort(leaf, leafEntries);
    const entry = levelOneStream.encode({ Span: splitBits + 1, L2Ptr: leaf });
    this.#bus.store64(this.#unit, slot, entry[0] as number, entry[1] as number);
    return leaf;
  }

  /** What fresh table pages hold; like zeroing, it is no part of the record. */
  #fillWithAbort(table: number, entries: number): void {
    const abort = streamEntry.encode({ V: 1, Config: streamConfig.abort, SHCFG: 1 });
    for (let i = 0; i < entries; i++) {
      this.#bus.memory.write64(table + entryBytes * i, abort[0] as number, abort[1] as number);
      this.#bus.memory.write64(table + entryBytes * i + 8, abort[2] as number, abort[3] as number);
    }
  }
}
