/** Commands of the AMD command buffer, four u32 words each (reference hardware 3.4). */
import { highHalf, lowHalf, mustFit, type FieldValue } from '../fields.js';

export const CMD_COMPL_WAIT = 1;
export const CMD_INV_DEV_ENTRY = 2;
export const CMD_INV_IOMMU_PAGES = 3;
export const CMD_INV_IOTLB_PAGES = 4;
export const CMD_INV_IRT = 5;
export const CMD_COMPLETE_PPR = 7;
export const CMD_INV_ALL = 8;

const CMD_S = 0x1;
const CMD_PDE = 0x2;
const CMD_GN = 0x4;

/** Address that stands for everything, size flag not included. */
export const ALL_PAGES = { lo: 0xffff_f000, hi: 0x7fff_ffff } as const;

export type AmdCommand = Uint32Array;

function command(opcode: number): AmdCommand {
  return Uint32Array.of(0, (opcode << 28) >>> 0, 0, 0);
}

function flag(cmd: AmdCommand, name: string, value: number, bit: number): void {
  mustFit(name, value, 1);
  if (value === 1) cmd[2]! |= bit;
}

function pageAddress(cmd: AmdCommand, value: FieldValue): void {
  if ((lowHalf(value) & 0xfff) !== 0) throw new RangeError('Address is not aligned to 4096');
  mustFit('Address', value, 64);
  cmd[2]! |= lowHalf(value);
  cmd[3] = highHalf(value);
}

export interface WaitFlags {
  readonly s: number;
  readonly i?: number;
  readonly f?: number;
}

/** C: `build_completion_wait`. The address is a multiple of 8 below 2^52. */
export function completionWait({ s, i = 0, f = 0 }: WaitFlags, address: FieldValue, data: FieldValue): AmdCommand {
  mustFit('s', s, 1);
  mustFit('i', i, 1);
  mustFit('f', f, 1);
  mustFit('StoreAddress', address, 52);
  mustFit('StoreData', data, 64);
  if ((lowHalf(address) & 7) !== 0) throw new RangeError('StoreAddress is not aligned to 8');
  const cmd = command(CMD_COMPL_WAIT);
  cmd[0] = lowHalf(address) | s | (i << 1) | (f << 2);
  cmd[1]! |= highHalf(address);
  cmd[2] = lowHalf(data);
  cmd[3] = highHalf(data);
  return cmd;
}

function withDevice(opcode: number, devid: number): AmdCommand {
  mustFit('DeviceID', devid, 16);
  const cmd = command(opcode);
  cmd[0] = devid;
  return cmd;
}

/** C: `build_inv_dte`. */
export const invDevtabEntry = (devid: number): AmdCommand => withDevice(CMD_INV_DEV_ENTRY, devid);

/** C: `build_inv_irt`. */
export const invInterruptTable = (devid: number): AmdCommand => withDevice(CMD_INV_IRT, devid);

/** C: `build_inv_all`. */
export const invAll = (): AmdCommand => command(CMD_INV_ALL);

export interface IommuPages {
  readonly domid: number;
  readonly pasid?: number;
  readonly address: FieldValue;
  readonly s: number;
  readonly pde: number;
  readonly gn?: number;
}

/** C: `build_inv_iommu_pages`, `build_inv_iommu_pasid`. */
export function invIommuPages({ domid, pasid = 0, address, s, pde, gn = 0 }: IommuPages): AmdCommand {
  mustFit('DomainID', domid, 16);
  mustFit('PASID', pasid, 20);
  const cmd = command(CMD_INV_IOMMU_PAGES);
  cmd[0] = pasid;
  cmd[1]! |= domid;
  pageAddress(cmd, address);
  flag(cmd, 'S', s, CMD_S);
  flag(cmd, 'PDE', pde, CMD_PDE);
  flag(cmd, 'GN', gn, CMD_GN);
  return cmd;
}

export interface IotlbPages {
  readonly devid: number;
  readonly pasid?: number;
  readonly maxPend: number;
  readonly queueId: number;
  readonly address: FieldValue;
  readonly s: number;
  readonly gn?: number;
}

/**
 * C: `build_inv_iotlb_pages`, `build_inv_iotlb_pasid`. `truncated`: as the driver, which has no place for PASID bits 19:16.
 */
export function invIotlbPages(p: IotlbPages, truncated = false): AmdCommand {
  const { devid, pasid = 0, maxPend, queueId, address, s, gn = 0 } = p;
  mustFit('DeviceID', devid, 16);
  mustFit('PASID', pasid, 20);
  mustFit('MaxPend', maxPend, 8);
  mustFit('QueueID', queueId, 16);
  const cmd = command(CMD_INV_IOTLB_PAGES);
  cmd[0] = (devid | (((pasid >>> 8) & 0xff) << 16) | (maxPend << 24)) >>> 0;
  cmd[1]! |= queueId | ((pasid & 0xff) << 16);
  if (!truncated) cmd[1]! |= (pasid >>> 16) << 24;
  pageAddress(cmd, address);
  flag(cmd, 'S', s, CMD_S);
  flag(cmd, 'GN', gn, CMD_GN);
  return cmd;
}

export interface PprCompletion {
  readonly devid: number;
  readonly pasid: number;
  readonly gn: number;
  /** Tag of the request, 10 bits. */
  readonly tag: number;
  readonly status: number;
}

/** C: `build_complete_ppr`. */
export function completePpr({ devid, pasid, gn, tag, status }: PprCompletion): AmdCommand {
  mustFit('PASID', pasid, 20);
  mustFit('CompletionTag', tag, 10);
  mustFit('PPRCode', status, 4);
  const cmd = withDevice(CMD_COMPLETE_PPR, devid);
  cmd[1]! |= pasid;
  flag(cmd, 'GN', gn, CMD_GN);
  cmd[3] = tag | (status << 12);
  return cmd;
}

/** A range of which bit 52 or a higher one differs is everything. */
const MOST_PAGES = 2 ** 40;

/**
 * C: `build_inv_address`: the address of a range. One page stands for itself; a longer range is widened to the power of two
 * given by the highest bit in which its first and last byte differ. `bytes` of 2^64 is everything.
 */
export function invAddress(address: number, bytes: number): { lo: number; hi: number; s: number } {
  const first = Math.floor(address / 4096);
  const last = Math.floor((address + bytes - 1) / 4096);
  if (bytes <= 4096 || first === last) {
    const page = first * 4096;
    return { lo: page >>> 0, hi: Math.floor(page / 0x1_0000_0000) >>> 0, s: 0 };
  }
  let pages = 1;
  while (Math.floor(first / pages) !== Math.floor(last / pages)) pages *= 2;
  if (pages > MOST_PAGES) return { ...ALL_PAGES, s: 1 };
  // Ones from bit 12 up to below the highest bit that differs.
  const value = Math.floor(first / pages) * pages * 4096 + (pages / 2 - 1) * 4096;
  return { lo: value >>> 0, hi: Math.floor(value / 0x1_0000_0000) >>> 0, s: 1 };
}
