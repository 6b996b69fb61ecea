/**
 * What the drivers ask of the IOMMUs and of the guest's translation table. The units of `hw/` give it; addresses are byte
 * addresses below 2^53, ids are u32, a negative result is an errno.
 */
import type { Ioasid } from '../api.js';

/** A device behind a VT-d unit. */
export interface VtdDevice {
  readonly name: string;
  /** Requester id, 16 bits. */
  readonly sid: number;
  readonly ats: boolean;
  readonly pri: boolean;
  /** Depth of its invalidation queue, 0 to 31. */
  readonly qdep: number;
  readonly isPci: boolean;
  /** Width of the PASIDs that it sends, in bits. */
  readonly pasidBits: number;
  readonly iommu: VtdUnit;
  readonly domain: VtdDomain;
}

/** The host's domain that a device is in. */
export interface VtdDomain {
  /** Tag in the caches, 16 bits. */
  readonly did: number;
  /** Physical address of its second-level table. */
  readonly secondLevelRoot: number;
}

/** A guest's first-level table, nested in the domain's second level. */
export interface NestedEntry {
  readonly pasid: Ioasid;
  /** Guest-physical address of the guest's top page table. */
  readonly guestRoot: number;
  /** Address width of the guest, in bits: 48 or 57. */
  readonly addressWidth: number;
  readonly supervisorRequest: boolean;
  readonly extendedAccess: boolean;
}

/**
 * Which order a tear-down has: `clear-first` as 5.10, the order of guest bindings and auxiliary domains; `clear-last` as
 * 6.1.192, that of host SVA.
 */
export type TearDownOrder = 'clear-first' | 'clear-last';

/** The operations of reference 1.6 on one VT-d unit. */
export interface VtdUnit {
  /** Highest PASID plus one. */
  readonly pasidMax: number;
  /** -EBUSY the entry is present; -EINVAL what the unit or the domain cannot do. */
  setupNested(device: VtdDevice, entry: NestedEntry): number;
  setupFirstLevel(device: VtdDevice, pasid: Ioasid, root: number, options: { readonly supervisor: boolean }): number;
  setupSecondLevel(device: VtdDevice, pasid: Ioasid, root: number, did: number): number;
  tearDown(
    device: VtdDevice,
    pasid: Ioasid,
    options: { readonly order: TearDownOrder; readonly ignoreFaults: boolean },
  ): void;
  /** Drains page requests of a PASID; `flushFaultQueue` says whether software answers are flushed first, as 6.1 does. */
  drainPageRequests(device: VtdDevice, pasid: Ioasid, options: { readonly flushFaultQueue: boolean }): void;
  invalidateRange(device: VtdDevice, pasid: Ioasid, start: number, end: number): void;
  /** Command register of a virtual unit: a PASID, or -ENOSPC, -ENODEV. */
  vcmdAllocPasid(): number;
  vcmdFreePasid(pasid: Ioasid): void;
  /** Caching mode, scalable mode and a virtual command register for PASIDs. */
  readonly offersVirtualCommands: boolean;
  disableScalableMode(): void;
}

/** The guest PASID translation table of one virtual machine (reference 4). */
export interface GuestPasidTables {
  /** C: the two directory pages; false when there is no memory. */
  allocate(): boolean;
  release(): void;
  /** Host PASID of a valid entry, null when there is none. */
  lookUp(guestPasid: number): Ioasid | null;
  /** Writes an entry, and its table page where that is missing; false when there is no memory. */
  write(guestPasid: number, hostPasid: Ioasid): boolean;
  clear(guestPasid: number): void;
  /** No virtual CPU runs guest code between these two. */
  blockVmEntry(): void;
  unblockVmEntry(): void;
}

/** A stage-1 domain of an SMMU with the devices in it (reference 2.6). */
export interface SmmuDomain {
  /** Width of substream ids. */
  readonly ssidBits: number;
  /** Address space id of a process, kept while anybody uses it. */
  getSharedAsid(pgd: number): number;
  putSharedAsid(pgd: number): void;
  /** A private address space id for an auxiliary domain. */
  allocPrivateAsid(): number;
  freePrivateAsid(asid: number): void;
  /** Writes a new descriptor of a process's tables. */
  writeProcessDescriptor(ssid: Ioasid, asid: number, pgd: number): number;
  /** Writes a new descriptor of a private table. */
  writePrivateDescriptor(ssid: Ioasid, asid: number, root: number): number;
  /** The descriptor stays valid, but its tables are not walked any more. */
  quietDescriptor(ssid: Ioasid): void;
  clearDescriptor(ssid: Ioasid): void;
  invalidateAsid(asid: number): void;
  /** Every translation of a substream in the caches of the devices that have any. */
  invalidateDevices(ssid: Ioasid): void;
  invalidateRange(ssid: Ioasid, asid: number, start: number, end: number): void;
}

/** A domain of an AMD IOMMU with the devices in it (reference 3.5). */
export interface AmdDomain {
  /** Puts a process's top page table under a PASID; -EINVAL host paging is in use, -ENOMEM. */
  setGcr3(pasid: Ioasid, root: number): number;
  clearGcr3(pasid: Ioasid): void;
}
