/**
 * What a recorded bus shows: the shape that both witnesses' buses have, though neither imports it.
 *
 * One record is six u32 words in `words` and two in `causes`:
 *
 * | word | content |
 * |---|---|
 * | words[0] | kind 7:0, unit (index of the IOMMU on the machine) 15:8, width in bytes 23:16, flags 31:24 (0) |
 * | words[1], words[2] | address: register offset, or physical byte address, low and high half |
 * | words[3], words[4] | value, low and high half |
 * | words[5] | auxiliary value, 0 unless the kind says otherwise |
 * | causes[0] | number of the operation (scenario step) that was running |
 * | causes[1] | call-site code of the witness, free; never compared |
 *
 * Records are in total order. Only `words` is evidence; `causes` explains.
 */
export const traceKinds = {
  /** Driver writes a register. */
  mmioWrite: 1,
  /** Driver reads a register whose read is polled or has an effect. FSTS, IQH and capability reads are not recorded. */
  mmioRead: 2,
  /** Driver stores to memory; ring entries are stored as ascending 64-bit words. */
  memWrite: 3,
  /** Device stores to memory: status words, page requests, log entries. */
  deviceWrite: 4,
  /** Cache-line flush of a range; the value is the length in bytes. */
  cacheFlush: 5,
  /** Write barrier before a store that makes an entry live. */
  barrier: 6,
  /** All polling for one completion, once it is there; the width is that of what was polled. */
  wait: 7,
  /** Memory given to the unit: the value is the size in bytes, aux names the use (see `regionUses`). */
  region: 8,
  /** Device raises an interrupt; the address is the cause register. */
  interrupt: 9,
  /** PCI capability of a device switched: address = requester id, value = 1 on or 0 off, aux = 1 ATS, 2 PRI, 3 PASID. */
  pci: 10,
  /** Software step that is in the record for order only; aux = `softwareSteps` code, value = its argument. */
  software: 11,
} as const;

export type TraceKind = keyof typeof traceKinds;

/** Codes of aux in a `region` record. */
export const regionUses = {
  root: 1,
  context: 2,
  pasidDirectory: 3,
  pasidTable: 4,
  invalidationQueue: 5,
  queueStatus: 6,
  pageRequestQueue: 7,
  streamTable: 16,
  contextDescriptors: 17,
  contextDescriptorLeaf: 18,
  commandQueue: 19,
  eventQueue: 20,
  priQueue: 21,
  streamTableLeaf: 22,
  deviceTable: 32,
  gcr3: 33,
  commandBuffer: 34,
  commandSemaphore: 35,
  pprLog: 36,
  guestDirectory: 48,
  guestTable: 49,
} as const;

export type RegionUse = keyof typeof regionUses;

/** Codes of aux in a `software` record. */
export const softwareSteps = {
  flushFaultQueue: 1,
  waitForFaultThread: 2,
  allocateIoasid: 3,
  freeIoasid: 4,
  blockVmEntry: 5,
  unblockVmEntry: 6,
  deliverFault: 7,
  registerMmuNotifier: 8,
  unregisterMmuNotifier: 9,
} as const;

/** Number of u32 words of evidence per record. */
export const wordsPerRecord = 6;
/** Number of u32 words of explanation per record. */
export const causesPerRecord = 2;

/** A finished recording. `dropped` counts records that the ring has overwritten; a comparison needs 0. */
export interface BusTrace {
  readonly length: number;
  readonly dropped: number;
  readonly words: Uint32Array;
  readonly causes: Uint32Array;
}

/** A bus that can be read as a trace: `BusLog` of each witness extends it. */
export interface RecordedBus {
  /** The records so far, oldest first, in arrays of exactly `length` records. */
  trace(): BusTrace;
  /** Forgets all records; memory and registers stay. */
  clearTrace(): void;
  /** Names the operation that causes the records to come. */
  beginOperation(operation: number): void;
  /** Bytes of simulated memory at a physical address; memory that nobody allocated reads as zero. */
  readMemory(low: number, high: number, length: number): Uint8Array;
}
