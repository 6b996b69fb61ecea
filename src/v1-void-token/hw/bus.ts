/**
 * The bus that driver and device share, and its record: a ring of u32 words. The layout of a record is fixed by whoever
 * compares two buses; it is repeated here because the two versions share nothing.
 */
import { PhysMemory } from './memory.js';

export const BUS_MMIO_WRITE = 1;
export const BUS_MMIO_READ = 2;
export const BUS_MEM_WRITE = 3;
export const BUS_DEVICE_WRITE = 4;
export const BUS_CACHE_FLUSH = 5;
export const BUS_BARRIER = 6;
export const BUS_WAIT = 7;
export const BUS_REGION = 8;
export const BUS_INTERRUPT = 9;
export const BUS_PCI = 10;
export const BUS_SOFTWARE = 11;

const WORDS = 6;
const CAUSES = 2;

/** Addresses are plain numbers below 2^53; values are two u32 halves. */
export class BusLog {
  readonly memory = new PhysMemory();
  readonly #capacity: number;
  readonly #words: Uint32Array;
  readonly #causes: Uint32Array;
  #count = 0;
  #operation = 0;
  /** Code of the call site, for explanations. */
  site = 0;

  /** `capacity`: records that are kept. @throws {RangeError} when it is no power of two. */
  constructor(capacity = 65_536) {
    if (capacity < 1 || (capacity & (capacity - 1)) !== 0) {
      throw new RangeError(`capacity ${capacity} of the bus is no power of two; give one, such as 65536`);
    }
    this.#capacity = capacity;
    this.#words = new Uint32Array(capacity * WORDS);
    this.#causes = new Uint32Array(capacity * CAUSES);
  }

  log(kind: number, unit: number, width: number, address: number, lo: number, hi: number, aux: number): void {
    const count = this.#count;
    const slot = count & (this.#capacity - 1);
    const at = slot * WORDS;
    const words = this.#words;
    const causes = this.#causes;
    words[at] = kind | (unit << 8) | (width << 16);
    words[at + 1] = address;
    words[at + 2] = address / 0x1_0000_0000;
    words[at + 3] = lo;
    words[at + 4] = hi;
    words[at + 5] = aux;
    causes[slot * CAUSES] = this.#operation;
    causes[slot * CAUSES + 1] = this.site;
    this.#count = count + 1;
  }

  /** A driver's store of 64 bits. */
  store64(unit: number, address: number, lo: number, hi: number): void {
    this.memory.write64(address, lo, hi);
    this.log(BUS_MEM_WRITE, unit, 8, address, lo >>> 0, hi >>> 0, 0);
  }

  /** A driver's store of 32 bits. */
  store32(unit: number, address: number, value: number): void {
    this.memory.write32(address, value);
    this.log(BUS_MEM_WRITE, unit, 4, address, value >>> 0, 0, 0);
  }

  /** A device's store of 32 bits. */
  deviceStore32(unit: number, address: number, value: number): void {
    this.memory.write32(address, value);
    this.log(BUS_DEVICE_WRITE, unit, 4, address, value >>> 0, 0, 0);
  }

  /** A device's store of 64 bits. */
  deviceStore64(unit: number, address: number, lo: number, hi: number): void {
    this.memory.write64(address, lo, hi);
    this.log(BUS_DEVICE_WRITE, unit, 8, address, lo >>> 0, hi >>> 0, 0);
  }

  /** Fresh, zeroed memory for a use (`REGION_*`). */
  allocRegion(unit: number, size: number, use: number): number {
    const address = this.memory.alloc(size);
    // Nothing smaller than a page is given out.
    this.log(BUS_REGION, unit, 0, address, Math.max(size, 4096), 0, use);
    return address;
  }

  barrier(unit: number): void {
    this.log(BUS_BARRIER, unit, 0, 0, 0, 0, 0);
  }

  clflush(unit: number, address: number, length: number): void {
    this.log(BUS_CACHE_FLUSH, unit, 0, address, length, 0, 0);
  }

  /** All polling for one completion is over; `width` is that of what was polled, in bytes. */
  waited(unit: number, width: 4 | 8, address: number, lo: number, hi = 0): void {
    this.log(BUS_WAIT, unit, width, address, lo >>> 0, hi >>> 0, 0);
  }

  software(unit: number, step: number, argument: number): void {
    this.log(BUS_SOFTWARE, unit, 0, 0, argument, 0, step);
  }

  pci(unit: number, requester: number, capability: number, on: boolean): void {
    this.log(BUS_PCI, unit, 0, requester, on ? 1 : 0, 0, capability);
  }

  beginOperation(operation: number): void {
    this.#operation = operation;
  }

  readMemory(low: number, high: number, length: number): Uint8Array {
    return this.memory.bytes(high * 0x1_0000_0000 + low, length);
  }

  clearTrace(): void {
    this.#count = 0;
  }

  /** Oldest record first. */
  trace(): { length: number; dropped: number; words: Uint32Array; causes: Uint32Array } {
    const length = Math.min(this.#count, this.#capacity);
    const dropped = this.#count - length;
    if (dropped === 0) {
      return {
        length,
        dropped,
        words: this.#words.slice(0, length * WORDS),
        causes: this.#causes.slice(0, length * CAUSES),
      };
    }
    const first = this.#count & (this.#capacity - 1);
    return { length, dropped, words: rotate(this.#words, first * WORDS), causes: rotate(this.#causes, first * CAUSES) };
  }
}

function rotate(ring: Uint32Array, first: number): Uint32Array {
  const straight = new Uint32Array(ring.length);
  straight.set(ring.subarray(first));
  straight.set(ring.subarray(0, first), ring.length - first);
  return straight;
}
