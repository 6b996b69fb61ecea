// The numbers of the recorded effects. The other witness has its own copy: a shared one would make both wrong alike.

/** Kinds of a record, bits 7:0 of its first word. */
export const recordKind = {
  mmioWrite: 1,
  mmioRead: 2,
  memWrite: 3,
  deviceWrite: 4,
  cacheFlush: 5,
  barrier: 6,
  wait: 7,
  region: 8,
  interrupt: 9,
  pci: 10,
  software: 11,
} as const;

export type RecordKind = (typeof recordKind)[keyof typeof recordKind];

/** What memory that a unit was given is for: aux of a `region` record. */
export const regionUse = {
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

export type RegionUse = keyof typeof regionUse;

/** Steps outside the IOMMU that are recorded for their order: aux of a `software` record. */
export const softwareStep = {
  flushFaultQueue: 1,
  waitForFaultThread: 2,
  allocateIoasid: 3,
  freeIoasid: 4,
  blockVmEntry: 5,
  unblockVmEntry: 6,
  deliverFault: 7,
  registerMmuNotifier: 8,
  unregisterMmuNotifier: 9,
  /** Interrupts of a unit are set up; the record has no number of its own for it. */
  setUpInterrupts: 0,
} as const;

export type SoftwareStep = keyof typeof softwareStep;

/** PCI capabilities of a device: aux of a `pci` record. */
export const pciCapability = { ats: 1, pri: 2, pasid: 3 } as const;

export type PciCapability = keyof typeof pciCapability;
