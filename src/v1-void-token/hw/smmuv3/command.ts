/** Commands of the SMMU command queue, four u32 words each (reference hardware 2.5). */
import { highHalf, lowHalf, mustFit, type FieldValue } from '../fields.js';

export const CMDQ_OP_PREFETCH_CFG = 0x01;
export const CMDQ_OP_CFGI_STE = 0x03;
export const CMDQ_OP_CFGI_ALL = 0x04;
export const CMDQ_OP_CFGI_CD = 0x05;
export const CMDQ_OP_CFGI_CD_ALL = 0x06;
export const CMDQ_OP_TLBI_NH_ASID = 0x11;
export const CMDQ_OP_TLBI_NH_VA = 0x12;
export const CMDQ_OP_TLBI_EL2_ALL = 0x20;
export const CMDQ_OP_TLBI_EL2_ASID = 0x21;
export const CMDQ_OP_TLBI_EL2_VA = 0x22;
export const CMDQ_OP_TLBI_S12_VMALL = 0x28;
export const CMDQ_OP_TLBI_S2_IPA = 0x2a;
export const CMDQ_OP_TLBI_NSNH_ALL = 0x30;
export const CMDQ_OP_ATC_INV = 0x40;
export const CMDQ_OP_PRI_RESP = 0x41;
export const CMDQ_OP_RESUME = 0x44;
export const CMDQ_OP_CMD_SYNC = 0x46;

export const CMDQ_SYNC_0_CS_NONE = 0;
export const CMDQ_SYNC_0_CS_IRQ = 1;
export const CMDQ_SYNC_0_CS_SEV = 2;
export const PRI_RESP_DENY = 0;
export const RESUME_TERM = 0;
export const RESUME_RETRY = 1;
export const RESUME_ABORT = 2;
/** Size code of an ATC invalidation that means everything. */
export const ATC_INV_SIZE_ALL = 52;

export type SmmuCommand = Uint32Array;

const command = (opcode: number): SmmuCommand => Uint32Array.of(opcode, 0, 0, 0);

function withStream(opcode: number, sid: number): SmmuCommand {
  mustFit('StreamID', sid, 32);
  return Uint32Array.of(opcode, sid, 0, 0);
}

function leafFlag(cmd: SmmuCommand, leaf: number): SmmuCommand {
  mustFit('Leaf', leaf, 1);
  cmd[2]! |= leaf;
  return cmd;
}

export const prefetchConfig = (sid: number): SmmuCommand => withStream(CMDQ_OP_PREFETCH_CFG, sid);

export const cfgiSte = (sid: number, leaf: number): SmmuCommand => leafFlag(withStream(CMDQ_OP_CFGI_STE, sid), leaf);

/** A range of 2^(range+1) streams; 31 is all of them. */
export function cfgiRange(sid: number, range: number): SmmuCommand {
  mustFit('Range', range, 5);
  const cmd = withStream(CMDQ_OP_CFGI_ALL, sid);
  cmd[2] = range;
  return cmd;
}

export const cfgiAll = (): SmmuCommand => cfgiRange(0, 31);

export function cfgiCd(ssid: number, sid: number, leaf: number): SmmuCommand {
  mustFit('SSID', ssid, 20);
  const cmd = leafFlag(withStream(CMDQ_OP_CFGI_CD, sid), leaf);
  cmd[0]! |= ssid << 12;
  return cmd;
}

export const cfgiCdAll = (sid: number): SmmuCommand => withStream(CMDQ_OP_CFGI_CD_ALL, sid);

function tagged(opcode: number, vmid: number, asid: number): SmmuCommand {
  mustFit('VMID', vmid, 16);
  mustFit('ASID', asid, 16);
  return Uint32Array.of(opcode, (vmid | (asid << 16)) >>> 0, 0, 0);
}

export const tlbiNhAsid = (asid: number, vmid = 0): SmmuCommand => tagged(CMDQ_OP_TLBI_NH_ASID, vmid, asid);
export const tlbiEl2Asid = (asid: number): SmmuCommand => tagged(CMDQ_OP_TLBI_EL2_ASID, 0, asid);
export const tlbiS12Vmall = (vmid: number): SmmuCommand => tagged(CMDQ_OP_TLBI_S12_VMALL, vmid, 0);
export const tlbiEl2All = (): SmmuCommand => command(CMDQ_OP_TLBI_EL2_ALL);
export const tlbiNsnhAll = (): SmmuCommand => command(CMDQ_OP_TLBI_NSNH_ALL);

/** Fields of an invalidation by address. NUM and SCALE: (NUM+1)·2^SCALE pages of size TG. */
export interface TlbiRange {
  readonly vmid?: number;
  readonly asid?: number;
  readonly num?: number;
  readonly scale?: number;
  readonly leaf: number;
  readonly ttl?: number;
  readonly tg?: number;
  /** Bits 63:12. */
  readonly address: FieldValue;
}

/** TLBI_NH_VA, TLBI_EL2_VA, TLBI_S2_IPA. */
export function tlbiAddress(opcode: number, r: TlbiRange): SmmuCommand {
  const { vmid = 0, asid = 0, num = 0, scale = 0, leaf, ttl = 0, tg = 0, address } = r;
  mustFit('NUM', num, 5);
  mustFit('SCALE', scale, 5);
  mustFit('TTL', ttl, 2);
  mustFit('TG', tg, 2);
  mustFit(opcode === CMDQ_OP_TLBI_S2_IPA ? 'IPA' : 'Address', address, opcode === CMDQ_OP_TLBI_S2_IPA ? 52 : 64);
  if ((lowHalf(address) & 0xfff) !== 0) throw new RangeError('Address is not aligned to 4096');
  const cmd = leafFlag(tagged(opcode, vmid, asid), leaf);
  cmd[0]! |= (num << 12) | (scale << 20);
  cmd[2]! |= (ttl << 8) | (tg << 10) | lowHalf(address);
  cmd[3] = highHalf(address);
  return cmd;
}

export interface AtcInv {
  readonly sid: number;
  readonly ssid: number;
  readonly ssv: number;
  readonly global?: number;
  /** 2^size pages. */
  readonly size: number;
  readonly address: FieldValue;
}

export function atcInv({ sid, ssid, ssv, global = 0, size, address }: AtcInv): SmmuCommand {
  mustFit('SSID', ssid, 20);
  mustFit('SSV', ssv, 1);
  mustFit('Global', global, 1);
  mustFit('Size', size, 6);
  mustFit('Address', address, 64);
  if ((lowHalf(address) & 0xfff) !== 0) throw new RangeError('Address is not aligned to 4096');
  const cmd = withStream(CMDQ_OP_ATC_INV, sid);
  cmd[0]! |= (global << 9) | (ssv << 11) | (ssid << 12);
  cmd[2] = size | lowHalf(address);
  cmd[3] = highHalf(address);
  return cmd;
}

/**
 * C: `arm_smmu_atc_inv_to_cmd`: the smallest aligned power of two of pages that holds a range; 0 bytes is everything.
 * SSV is set for substreams other than 0 only.
 */
export function atcInvRange(sid: number, ssid: number, iova: number, bytes: number): SmmuCommand {
  const ssv = ssid === 0 ? 0 : 1;
  if (bytes === 0) return atcInv({ sid, ssid, ssv, size: ATC_INV_SIZE_ALL, address: 0 });
  const first = Math.floor(iova / 4096);
  const last = Math.floor((iova + bytes - 1) / 4096);
  let size = 0;
  while (Math.floor(first / 2 ** size) !== Math.floor(last / 2 ** size)) size++;
  return atcInv({ sid, ssid, ssv, size, address: Math.floor(first / 2 ** size) * 2 ** size * 4096 });
}

export interface PriResponse {
  readonly sid: number;
  readonly ssid: number;
  readonly ssv: number;
  readonly prgIndex: number;
  readonly resp: number;
}

export function priResp({ sid, ssid, ssv, prgIndex, resp }: PriResponse): SmmuCommand {
  mustFit('SSID', ssid, 20);
  mustFit('SSV', ssv, 1);
  mustFit('PRGIndex', prgIndex, 9);
  mustFit('Resp', resp, 2);
  const cmd = withStream(CMDQ_OP_PRI_RESP, sid);
  cmd[0]! |= (ssv << 11) | (ssid << 12);
  cmd[2] = prgIndex | (resp << 12);
  return cmd;
}

export function resume(sid: number, stag: number, action: number): SmmuCommand {
  mustFit('STAG', stag, 16);
  mustFit('Action', action, 2);
  const cmd = withStream(CMDQ_OP_RESUME, sid);
  cmd[0]! |= action << 12;
  cmd[2] = stag;
  return cmd;
}

export interface SyncFields {
  readonly cs: number;
  readonly msh?: number;
  readonly msiAttr?: number;
  readonly msiData?: number;
  readonly msiAddress?: FieldValue;
}

/** C: `arm_smmu_cmdq_build_sync_cmd`. */
export function cmdSync({ cs, msh = 3, msiAttr = 0xf, msiData = 0, msiAddress = 0 }: SyncFields): SmmuCommand {
  mustFit('CS', cs, 2);
  mustFit('MSH', msh, 2);
  mustFit('MSIAttr', msiAttr, 4);
  mustFit('MSIData', msiData, 32);
  mustFit('MSIAddress', msiAddress, 52);
  if ((lowHalf(msiAddress) & 3) !== 0) throw new RangeError('MSIAddress is not aligned to 4');
  return Uint32Array.of(
    CMDQ_OP_CMD_SYNC | (cs << 12) | (msh << 22) | (msiAttr << 24),
    msiData,
    lowHalf(msiAddress),
    highHalf(msiAddress),
  );
}
