/** All structures by name, and the names under which golden vectors know them (reference 6). */
import { amdCommands, pprLogEntry } from './amd/commands.js';
import { amdEntries } from './amd/entries.js';
import { amdRegisters } from './amd/registers.js';
import { guestEntries } from './guest/entries.js';
import type { Register } from './register.js';
import { smmuCommands, eventRecord, priRecord } from './smmuv3/commands.js';
import { smmuEntries } from './smmuv3/entries.js';
import { smmuRegisters } from './smmuv3/registers.js';
import type { Structure, Unit } from './structure.js';
import { pageRequest, vtdDescriptors } from './vtd/descriptors.js';
import { vtdEntries } from './vtd/entries.js';
import { type VcmdGeneration, virtualCommand, vtdRegisters } from './vtd/registers.js';

/** Registers of one unit; a guest table has none. */
export function registersOf(unit: Unit, vcmd: VcmdGeneration = 'current'): readonly Register[] {
  if (unit === 'vtd') return vtdRegisters(vcmd);
  if (unit === 'smmuv3') return smmuRegisters;
  return unit === 'amd' ? amdRegisters : [];
}

const old = virtualCommand('old');

export const structures: readonly Structure[] = [
  ...vtdEntries,
  ...vtdDescriptors,
  pageRequest,
  ...vtdRegisters('current').map((register) => register.structure),
  old.command,
  old.response,
  ...smmuEntries,
  ...smmuCommands,
  eventRecord,
  priRecord,
  ...smmuRegisters.map((register) => register.structure),
  ...amdEntries,
  ...amdCommands,
  pprLogEntry,
  ...amdRegisters.map((register) => register.structure),
  ...guestEntries,
];

/** A name of golden vectors: which structure it is, and what is special about it. */
export interface VectorName {
  readonly structure: Structure;
  /** 64-bit words of a line. */
  readonly size: number;
  /** Bits of an input that the real driver keeps, where it loses some. */
  readonly kept: Readonly<Record<string, bigint>>;
  /** True when the words are those of the driver's defect. */
  readonly quirk: boolean;
}

const truncated = '.driver_truncated';
const narrow = '.128';
/** States and kinds of an entry that has one layout. */
const states = /^(pasid_table_entry|ste|cd|dte)\.[a-z0-9_]+$/;
const guestForm = /^(cmd\.invalidate_(?:iommu|iotlb)_pages)\.gn$/;

/** Finds the layout behind the name of a vector; undefined when no table has it. */
export function vectorName(unit: string, name: string): VectorName | undefined {
  if (name.endsWith(truncated)) {
    const plain = vectorName(unit, name.slice(0, -truncated.length));
    return plain && { ...plain, kept: { PASID: 0xffffn }, quirk: true };
  }
  if (unit === 'vtd' && name.endsWith(narrow)) {
    const wide = vectorName(unit, name.slice(0, -narrow.length));
    return wide?.structure.group === 'descriptor' ? { ...wide, size: 2 } : undefined;
  }
  const base = states.exec(name)?.[1] ?? guestForm.exec(name)?.[1] ?? name;
  const structure = structures.find((candidate) => candidate.unit === unit && candidate.name === base);
  return structure && { structure, size: structure.size, kept: {}, quirk: false };
}
