/** Invalidations of a range of addresses: one command per page, or few with range commands (reference hardware 2.5). */
import { type SmmuCommand, tlbiAddress } from './command.js';

/** Log2 of the smallest page. */
const LEAF_SHIFT = 12;
const MOST_UNITS = 31;

export interface TlbiSpan {
  readonly asid?: number;
  readonly vmid?: number;
  readonly iova: number;
  /** Bytes, not 0. */
  readonly size: number;
  /** Page size of the mapping, in bytes. */
  readonly granule: number;
  readonly leaf: boolean;
  /** The SMMU has range commands. */
  readonly ranges: boolean;
}

/** C: `__arm_smmu_tlb_inv_range`. */
export function tlbiCommands(opcode: number, span: TlbiSpan): SmmuCommand[] {
  const { asid = 0, vmid = 0, iova, size, granule, leaf, ranges } = span;
  const commands: SmmuCommand[] = [];
  const flags = { asid, vmid, leaf: leaf ? 1 : 0 };
  const end = iova + size;
  if (!ranges) {
    for (let at = iova; at < end; at += granule) commands.push(tlbiAddress(opcode, { ...flags, address: page(at) }));
    return commands;
  }
  let pages = Math.floor(size / 2 ** LEAF_SHIFT);
  // A non-leaf command of a single page would be read as one without a range.
  if (!leaf && pages % 32 === 1) pages++;
  const level = Math.floor((Math.log2(granule) - 3) / (LEAF_SHIFT - 3));
  const hints = { tg: (LEAF_SHIFT - 10) / 2, ttl: leaf ? 4 - level : 0 };
  for (let at = iova; at < end && pages > 0;) {
    let scale = 0;
    while (pages % 2 ** (scale + 1) === 0) scale++;
    const units = Math.floor(pages / 2 ** scale) % (MOST_UNITS + 1);
    commands.push(tlbiAddress(opcode, { ...flags, ...hints, num: units - 1, scale, address: page(at) }));
    pages -= units * 2 ** scale;
    at += units * 2 ** (scale + LEAF_SHIFT);
  }
  return commands;
}

const page = (address: number): number => address - (address % 4096);
