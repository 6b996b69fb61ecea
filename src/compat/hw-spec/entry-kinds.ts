/** What the entries of each region are, and by what name their numbers go. */
import { pprLogEntry } from './amd/commands.js';
import { deviceTableEntry, gcr3Directory, gcr3Entry } from './amd/entries.js';
import { guestDirectoryEntry, guestTableEntry } from './guest/entries.js';
import { eventRecord, priRecord } from './smmuv3/commands.js';
import { contextDescriptor, contextDescriptorL1, streamTableEntry, streamTableL1 } from './smmuv3/entries.js';
import type { Structure } from './structure.js';
import { type RegionUse, regionUses } from './trace.js';
import { pageRequest } from './vtd/descriptors.js';
import { contextEntry, pasidDirectoryEntry, pasidTableEntry, rootEntry } from './vtd/entries.js';

export interface EntryKind {
  readonly structure: Structure;
  readonly bytes: bigint;
  readonly called: string;
  /** How far the numbers of two neighbouring entries are apart. */
  readonly step: bigint;
  /** First entry number of a table below, per 64-bit word of this one. */
  readonly childStep: bigint;
  readonly print: (number: bigint) => string;
}

function kind(structure: Structure, called: string, parts: Partial<EntryKind> = {}): EntryKind {
  const step = parts.step ?? 1n;
  return {
    structure,
    called,
    bytes: BigInt(structure.size) * 8n,
    step,
    childStep: step,
    print: String,
    ...parts,
  };
}

/** Bus, device and function as PCI tools print them. */
const requester = (number: bigint): string => {
  const hex = (value: bigint): string => value.toString(16).padStart(2, '0');
  return `${hex(number >> 8n)}:${hex((number >> 3n) & 0x1fn)}.${String(number & 7n)}`;
};
const hexadecimal = (number: bigint): string => `0x${number.toString(16)}`;

/** Tables whose entries point to no further table of their kind. */
export const entryKinds: Readonly<Partial<Record<RegionUse, EntryKind>>> = {
  root: kind(rootEntry, 'bus', { childStep: 128n, print: hexadecimal }),
  context: kind(contextEntry, 'device', { print: requester }),
  pasidDirectory: kind(pasidDirectoryEntry, 'PASIDs from', { step: 64n }),
  pasidTable: kind(pasidTableEntry, 'PASID'),
  pageRequestQueue: kind(pageRequest, 'slot'),
  streamTable: kind(streamTableEntry, 'stream', { print: hexadecimal }),
  streamTableLeaf: kind(streamTableEntry, 'stream', { print: hexadecimal }),
  contextDescriptors: kind(contextDescriptor, 'SSID'),
  contextDescriptorLeaf: kind(contextDescriptor, 'SSID'),
  eventQueue: kind(eventRecord, 'slot'),
  priQueue: kind(priRecord, 'slot'),
  deviceTable: kind(deviceTableEntry, 'device', { print: requester }),
  gcr3: kind(gcr3Entry, 'PASID'),
  pprLog: kind(pprLogEntry, 'slot'),
  guestDirectory: kind(guestDirectoryEntry, 'guest PASIDs from', { step: 1024n }),
  guestTable: kind(guestTableEntry, 'guest PASID', { bytes: 4n }),
};

/** The same regions when their entries point to tables. */
export const upperKinds: Readonly<Partial<Record<RegionUse, EntryKind>>> = {
  streamTable: kind(streamTableL1, 'streams from', { step: 256n, print: hexadecimal }),
  contextDescriptors: kind(contextDescriptorL1, 'SSIDs from', { step: 1024n }),
  gcr3: kind(gcr3Directory, 'PASIDs from', { step: 512n }),
};

/** Which table the entries of a table point to. */
export const childUses: Readonly<Partial<Record<RegionUse, RegionUse>>> = {
  root: 'context',
  pasidDirectory: 'pasidTable',
  streamTable: 'streamTableLeaf',
  contextDescriptors: 'contextDescriptorLeaf',
  gcr3: 'gcr3',
  guestDirectory: 'guestTable',
};

const useNames = new Map<number, RegionUse>(
  Object.entries(regionUses).map(([name, code]) => [code, name as RegionUse]),
);

/** The use behind the code of a `region` record. */
export const regionUseOf = (code: number): RegionUse | undefined => useNames.get(code);
