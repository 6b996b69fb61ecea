/** Makes a record by hand: for recordings that come as text, and for tests. */
import {
  type BusTrace,
  causesPerRecord,
  type RegionUse,
  regionUses,
  type TraceKind,
  traceKinds,
  wordsPerRecord,
} from './trace.js';

export interface TraceEntry {
  readonly kind: TraceKind;
  readonly unit?: number;
  /** Bytes. */
  readonly width?: number;
  readonly address?: bigint;
  readonly value?: bigint;
  readonly aux?: number;
}

const low32 = 0xffffffffn;

export class TraceWriter {
  readonly #words: number[] = [];
  readonly #causes: number[] = [];
  /** Operation of the records to come. */
  operation = 0;

  get length(): number {
    return this.#causes.length / causesPerRecord;
  }

  add({ kind, unit = 0, width = 0, address = 0n, value = 0n, aux = 0 }: TraceEntry): void {
    this.#words.push(
      traceKinds[kind] | (unit << 8) | (width << 16),
      Number(address & low32),
      Number(address >> 32n),
      Number(value & low32),
      Number(value >> 32n),
      aux,
    );
    this.#causes.push(this.operation, 0);
  }

  region(use: RegionUse, address: bigint, size: number, unit = 0): void {
    this.add({ kind: 'region', unit, address, value: BigInt(size), aux: regionUses[use] });
  }

  trace(): BusTrace {
    const words = Uint32Array.from(this.#words);
    return { length: words.length / wordsPerRecord, dropped: 0, words, causes: Uint32Array.from(this.#causes) };
  }
}
