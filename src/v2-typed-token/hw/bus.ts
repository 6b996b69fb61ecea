import { PhysicalMemory } from './memory.js';
import { pciCapability, recordKind, regionUse, softwareStep } from './record-codes.js';
import type { PciCapability, RecordKind, RegionUse, SoftwareStep } from './record-codes.js';
import type { Word64 } from './word64.js';

const wordsPerRecord = 6;
const causesPerRecord = 2;
const twoTo32 = 0x1_0000_0000;

/** The simulated device behind a window of registers. */
export interface RegisterWindow {
  /** Driver writes a register; a device reacts before this returns. */
  writeRegister(offset: number, low: number, high: number): void;
  /** Low half of a register as the driver reads it. */
  readLow(offset: number): number;
  /** High half of a register as the driver reads it. */
  readHigh(offset: number): number;
}

/** A copy of what a bus recorded: six u32 of evidence and two of explanation per record, oldest first. */
export interface BusTrace {
  readonly length: number;
  readonly dropped: number;
  readonly words: Uint32Array;
  readonly causes: Uint32Array;
}

/**
 * The bus between drivers, memory and devices, with a record of everything that hardware could notice. The record is a
 * ring of typed arrays that never grows: when it is full the oldest record is overwritten and counted in `dropped`.
 */
export class BusLog {
  readonly memory: PhysicalMemory;
  readonly #words: Uint32Array;
  readonly #causes: Uint32Array;
  readonly #capacity: number;
  // Where the next record goes, in words; how often the ring was full.
  #next = 0;
  #nextCause = 0;
  #rounds = 0;
  #operation = 0;
  /** Call-site code that goes into the explanation of the records to come; never compared. */
  site = 0;

  constructor(capacity = 65_536, memory = new PhysicalMemory()) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`trace capacity ${capacity}: expected 1 or more`);
    this.memory = memory;
    this.#capacity = capacity;
    this.#words = new Uint32Array(capacity * wordsPerRecord);
    this.#causes = new Uint32Array(capacity * causesPerRecord);
  }

  /** Appends one record; `address` is a register offset or a physical byte address, `width` is in bytes. */
  record(kind: RecordKind, unit: number, width: number, address: number, low: number, high: number, aux: number): void {
    const words = this.#words;
    const causes = this.#causes;
    const at = this.#next;
    words[at] = kind | (unit << 8) | (width << 16);
    words[at + 1] = address;
    words[at + 2] = address < twoTo32 ? 0 : address / twoTo32;
    words[at + 3] = low;
    words[at + 4] = high;
    words[at + 5] = aux;
    const cause = this.#nextCause;
    causes[cause] = this.#operation;
    causes[cause + 1] = this.site;
    this.#next = at + wordsPerRecord;
    this.#nextCause = cause + causesPerRecord;
    if (at + wordsPerRecord === words.length) this.#startRound();
  }

  #startRound(): void {
    this.#next = 0;
    this.#nextCause = 0;
    this.#rounds++;
  }

  /** Driver writes a register of `width` bytes. */
  writeRegister(unit: number, device: RegisterWindow, width: 4 | 8, offset: number, low: number, high = 0): void {
    this.record(recordKind.mmioWrite, unit, width, offset, low, high, 0);
    device.writeRegister(offset, low, high);
  }

  /** Driver reads a register whose reads are recorded; returns the low half. */
  readRegister(unit: number, device: RegisterWindow, width: 4 | 8, offset: number): number {
    const low = device.readLow(offset);
    this.record(recordKind.mmioRead, unit, width, offset, low, width === 8 ? device.readHigh(offset) : 0, 0);
    return low;
  }

  /** Driver reads both halves of a 64-bit register whose reads are recorded. */
  readRegister64(unit: number, device: RegisterWindow, offset: number): Word64 {
    const lo = device.readLow(offset);
    const hi = device.readHigh(offset);
    this.record(recordKind.mmioRead, unit, 8, offset, lo, hi, 0);
    return { lo, hi };
  }

  /** Driver stores one 64-bit word to memory. */
  store64(unit: number, address: number, low: number, high: number): void {
    this.record(recordKind.memWrite, unit, 8, address, low, high, 0);
    this.memory.write64(address, low, high);
  }

  /** Driver stores one 32-bit word to memory. */
  store32(unit: number, address: number, value: number): void {
    this.record(recordKind.memWrite, unit, 4, address, value, 0, 0);
    this.memory.write32(address, value);
  }

  /** Device stores one 64-bit word to memory. */
  deviceStore64(unit: number, address: number, low: number, high: number): void {
    this.record(recordKind.deviceWrite, unit, 8, address, low, high, 0);
    this.memory.write64(address, low, high);
  }

  /** Device stores one 32-bit word to memory. */
  deviceStore32(unit: number, address: number, value: number): void {
    this.record(recordKind.deviceWrite, unit, 4, address, value, 0, 0);
    this.memory.write32(address, value);
  }

  /** Cache lines of `bytes` bytes written back. */
  flushCache(unit: number, address: number, bytes: number): void {
    this.record(recordKind.cacheFlush, unit, 0, address, bytes, 0, 0);
  }

  /** Write barrier. */
  barrier(unit: number): void {
    this.record(recordKind.barrier, unit, 0, 0, 0, 0, 0);
  }

  /** All polling for one completion; `address` is what was polled, the value what was seen there in the end. */
  waited(unit: number, width: 4 | 8, address: number, low: number, high = 0): void {
    this.record(recordKind.wait, unit, width, address, low, high, 0);
  }

  /** Allocates zeroed memory and records what it is for; returns its address. */
  allocate(unit: number, use: RegionUse, size: number): number {
    const address = this.memory.allocate(size);
    this.record(recordKind.region, unit, 0, address, size, 0, regionUse[use]);
    return address;
  }

  /** Device raises an interrupt; `cause` is the offset of the register that tells why. */
  interrupt(unit: number, cause: number, value: number): void {
    this.record(recordKind.interrupt, unit, 4, cause, value, 0, 0);
  }

  /** A capability of the PCI device `requester` is switched. */
  switchPci(unit: number, requester: number, capability: PciCapability, on: boolean): void {
    this.record(recordKind.pci, unit, 0, requester, on ? 1 : 0, 0, pciCapability[capability]);
  }

  /** A software step that is recorded for its order. */
  software(unit: number, step: SoftwareStep, argument = 0): void {
    this.record(recordKind.software, unit, 0, 0, argument, 0, softwareStep[step]);
  }

  /** Names the operation that causes the records to come. */
  beginOperation(operation: number): void {
    this.#operation = operation;
  }

  /** The records so far, oldest first, in arrays of exactly `length` records. */
  trace(): BusTrace {
    const inRound = this.#next / wordsPerRecord;
    const total = this.#rounds * this.#capacity + inRound;
    const length = Math.min(total, this.#capacity);
    const oldest = this.#rounds > 0 ? inRound : 0;
    return {
      length,
      dropped: total - length,
      words: unrolled(this.#words, oldest, length, wordsPerRecord),
      causes: unrolled(this.#causes, oldest, length, causesPerRecord),
    };
  }

  /** Forgets all records; memory and registers stay. */
  clearTrace(): void {
    this.#next = 0;
    this.#nextCause = 0;
    this.#rounds = 0;
  }

  /** Bytes of simulated memory at a physical address; memory that nobody allocated reads as zero. */
  readMemory(low: number, high: number, length: number): Uint8Array {
    return this.memory.readBytes((high >>> 0) * twoTo32 + (low >>> 0), length);
  }
}

function unrolled(ring: Uint32Array, oldest: number, length: number, width: number): Uint32Array {
  const out = new Uint32Array(length * width);
  const tail = Math.min(ring.length / width - oldest, length) * width;
  out.set(ring.subarray(oldest * width, oldest * width + tail), 0);
  out.set(ring.subarray(0, out.length - tail), tail);
  return out;
}
