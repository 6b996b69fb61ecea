/**
 * Queued invalidation descriptors, built by hand (VT-d 6.5.2, reference hardware 1.4). A descriptor is eight u32 words,
 * lowest first; a 128-bit queue takes the first four.
 */
import { highHalf, lowHalf, mustFit, type FieldValue } from '../fields.js';

export const QI_CC_TYPE = 0x1;
export const QI_IOTLB_TYPE = 0x2;
export const QI_DIOTLB_TYPE = 0x3;
export const QI_IEC_TYPE = 0x4;
export const QI_IWD_TYPE = 0x5;
export const QI_EIOTLB_TYPE = 0x6;
export const QI_PC_TYPE = 0x7;
export const QI_DEIOTLB_TYPE = 0x8;
export const QI_PGRP_RESP_TYPE = 0x9;

export const QI_PC_PASID_SEL = 1;
export const QI_GRAN_NONG_PASID = 2;
export const QI_GRAN_PSI_PASID = 3;

export type QiDesc = Uint32Array;

function base(type: number): QiDesc {
  const desc = new Uint32Array(8);
  desc[0] = type;
  return desc;
}

/** Bits 63:12 of the second quadword, in place. */
function address(desc: QiDesc, field: string, value: FieldValue, low = 12): void {
  if ((lowHalf(value) & (2 ** low - 1)) !== 0) throw new RangeError(`${field} is not aligned to ${2 ** low}`);
  desc[2]! |= lowHalf(value);
  desc[3]! |= highHalf(value);
}

export function qiContextCache(g: number, did: number, sid: number, fm: number): QiDesc {
  mustFit('G', g, 2);
  mustFit('DID', did, 16);
  mustFit('SID', sid, 16);
  mustFit('FM', fm, 2);
  const desc = base(QI_CC_TYPE);
  desc[0]! |= (g << 4) | (did << 16);
  desc[1] = sid | (fm << 16);
  return desc;
}

export interface IotlbFlags {
  readonly dw?: number;
  readonly dr?: number;
  readonly ih?: number;
  readonly am?: number;
  readonly addr?: FieldValue;
}

export function qiIotlb(g: number, did: number, { dw = 0, dr = 0, ih = 0, am = 0, addr = 0 }: IotlbFlags = {}): QiDesc {
  mustFit('G', g, 2);
  mustFit('DID', did, 16);
  mustFit('DW', dw, 1);
  mustFit('DR', dr, 1);
  mustFit('IH', ih, 1);
  mustFit('AM', am, 6);
  const desc = base(QI_IOTLB_TYPE);
  desc[0]! |= (g << 4) | (dw << 6) | (dr << 7) | (did << 16);
  address(desc, 'ADDR', addr);
  desc[2]! |= am | (ih << 6);
  return desc;
}

export function qiDevIotlb(sid: number, mip: number, pfsid: number, s: number, addr: FieldValue): QiDesc {
  mustFit('SID', sid, 16);
  mustFit('MIP', mip, 5);
  mustFit('PFSID', pfsid, 16);
  mustFit('S', s, 1);
  const desc = base(QI_DIOTLB_TYPE);
  desc[0]! |= ((pfsid & 0xf) << 12) | (mip << 16);
  desc[1] = sid | ((pfsid >>> 4) << 20);
  address(desc, 'ADDR', addr);
  desc[2]! |= s;
  return desc;
}

export function qiIec(g: number, iidx: number, im: number): QiDesc {
  mustFit('G', g, 1);
  mustFit('IM', im, 5);
  mustFit('IIDX', iidx, 16);
  const desc = base(QI_IEC_TYPE);
  desc[0]! |= (g << 4) | (im << 27);
  desc[1] = iidx;
  return desc;
}

export interface WaitFlags {
  readonly irq?: number;
  readonly sw?: number;
  readonly fn?: number;
  readonly pd?: number;
}

export function qiWait({ irq = 0, sw = 0, fn = 0, pd = 0 }: WaitFlags, data: number, status: FieldValue): QiDesc {
  mustFit('IF', irq, 1);
  mustFit('SW', sw, 1);
  mustFit('FN', fn, 1);
  mustFit('PD', pd, 1);
  mustFit('Status Data', data, 32);
  const desc = base(QI_IWD_TYPE);
  desc[0]! |= (irq << 4) | (sw << 5) | (fn << 6) | (pd << 7);
  desc[1] = data;
  address(desc, 'Status Address', status, 2);
  return desc;
}

export function qiPasidIotlb(
  g: number,
  did: number,
  pasid: number,
  { ih = 0, am = 0, addr = 0 }: IotlbFlags = {},
): QiDesc {
  mustFit('G', g, 2);
  mustFit('DID', did, 16);
  mustFit('PASID', pasid, 20);
  mustFit('IH', ih, 1);
  mustFit('AM', am, 6);
  const desc = base(QI_EIOTLB_TYPE);
  desc[0]! |= (g << 4) | (did << 16);
  desc[1] = pasid;
  address(desc, 'ADDR', addr);
  desc[2]! |= am | (ih << 6);
  return desc;
}

export function qiPasidCache(g: number, did: number, pasid: number): QiDesc {
  mustFit('G', g, 2);
  mustFit('DID', did, 16);
  mustFit('PASID', pasid, 20);
  const desc = base(QI_PC_TYPE);
  desc[0]! |= (g << 4) | (did << 16);
  desc[1] = pasid;
  return desc;
}

export interface PasidDevIotlb {
  readonly sid: number;
  readonly pasid: number;
  readonly mip: number;
  readonly pfsid: number;
  readonly gi?: number;
  readonly s: number;
  readonly addr: FieldValue;
}

export function qiPasidDevIotlb({ sid, pasid, mip, pfsid, gi = 0, s, addr }: PasidDevIotlb): QiDesc {
  mustFit('SID', sid, 16);
  mustFit('PASID', pasid, 20);
  mustFit('MIP', mip, 5);
  mustFit('PFSID', pfsid, 16);
  mustFit('GI', gi, 1);
  mustFit('S', s, 1);
  const desc = base(QI_DEIOTLB_TYPE);
  desc[0]! |= (mip << 4) | ((pfsid & 0xf) << 12) | (sid << 16);
  desc[1] = pasid | ((pfsid >>> 4) << 20);
  // Below bit 12 the size flag takes bit 11: an address may carry it as its own lowest bit.
  address(desc, 'ADDR', addr);
  desc[2]! |= gi | (s << 11);
  return desc;
}

export interface PageGroupResponse {
  readonly pp: number;
  readonly pdp: number;
  readonly rc: number;
  readonly rid: number;
  readonly pasid: number;
  readonly lpig: number;
  readonly prgi: number;
  readonly private0: FieldValue;
  readonly private1: FieldValue;
}

export function qiPageGroupResponse(r: PageGroupResponse): QiDesc {
  mustFit('PP', r.pp, 1);
  mustFit('PDP', r.pdp, 1);
  mustFit('RC', r.rc, 4);
  mustFit('RID', r.rid, 16);
  mustFit('PASID', r.pasid, 20);
  mustFit('LPIG', r.lpig, 1);
  mustFit('PRGI', r.prgi, 9);
  const desc = base(QI_PGRP_RESP_TYPE);
  desc[0]! |= (r.pp << 4) | (r.pdp << 5) | (r.rc << 12) | (r.rid << 16);
  desc[1] = r.pasid;
  desc[2] = (r.lpig << 2) | (r.prgi << 3);
  desc[4] = lowHalf(r.private0);
  desc[5] = highHalf(r.private0);
  desc[6] = lowHalf(r.private1);
  desc[7] = highHalf(r.private1);
  return desc;
}

/** Address that carries the size of a range: a 0 at bit 12+order-1 and 1s below it. 64 bits as two halves. */
export function sizedAddress(addr: number, order: number): { lo: number; hi: number; s: number } {
  if (order === 0) return { lo: lowHalf(addr) & ~0xfff, hi: highHalf(addr), s: 0 };
  const unit = 4096 * 2 ** order;
  const start = Math.floor(addr / unit) * unit;
  const ones = 4096 * 2 ** (order - 1) - 4096;
  const value = start + ones;
  return { lo: value >>> 0, hi: Math.floor(value / 0x1_0000_0000) >>> 0, s: 1 };
}

/** Address of a request for everything: 1s from bit 12 to bit 62. */
export const EVERYTHING = { lo: 0xffff_f000, hi: 0x7fff_ffff } as const;
