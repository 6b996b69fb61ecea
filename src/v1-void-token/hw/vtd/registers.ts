/** VT-d registers: offsets and bits (reference hardware 1.1, 1.2). */

export const DMAR_CAP_REG = 0x08;
export const DMAR_ECAP_REG = 0x10;
export const DMAR_GCMD_REG = 0x18;
export const DMAR_GSTS_REG = 0x1c;
export const DMAR_RTADDR_REG = 0x20;
export const DMAR_FSTS_REG = 0x34;
export const DMAR_IQH_REG = 0x80;
export const DMAR_IQT_REG = 0x88;
export const DMAR_IQA_REG = 0x90;
export const DMAR_ICS_REG = 0x9c;
export const DMAR_IQER_REG = 0xb0;
export const DMAR_PQH_REG = 0xc0;
export const DMAR_PQT_REG = 0xc8;
export const DMAR_PQA_REG = 0xd0;
export const DMAR_PRS_REG = 0xdc;
export const DMAR_PECTL_REG = 0xe0;

export const DMA_GCMD_TE = 0x8000_0000;
export const DMA_GCMD_SRTP = 0x4000_0000;
export const DMA_GCMD_WBF = 0x0800_0000;
export const DMA_GCMD_QIE = 0x0400_0000;

export const DMA_FSTS_IQE = 0x10;
export const DMA_FSTS_ICE = 0x20;
export const DMA_FSTS_ITE = 0x40;
export const DMA_PRS_PPR = 1;
export const DMA_PRS_PRO = 2;

export const IQER_TAIL = 1;
export const IQER_BAD_TYPE = 3;
export const IQER_RESERVED = 4;
export const IQER_WIDTH = 5;

/** Virtual command registers: the old layout, and the one that kernels use today. */
export interface VcmdLayout {
  readonly VCCAP: number;
  readonly VCMD: number;
  readonly VCRSP: number;
  /** Lowest bit of the PASID operand, and of the PASID in the response. */
  readonly operandShift: number;
  readonly resultShift: number;
  readonly statusMask: number;
  readonly noPasid: number;
}
export const vcmdCurrent: VcmdLayout = {
  VCCAP: 0xe30,
  VCMD: 0xe00,
  VCRSP: 0xe10,
  operandShift: 16,
  resultShift: 16,
  statusMask: 0x7f,
  noPasid: 16,
};
export const vcmdOld: VcmdLayout = {
  VCCAP: 0xe00,
  VCMD: 0xe10,
  VCRSP: 0xe20,
  operandShift: 8,
  resultShift: 8,
  statusMask: 0x3,
  noPasid: 2,
};
export const VCMD_CMD_ALLOC = 1;
export const VCMD_CMD_FREE = 2;
export const VCMD_VRSP_IP = 1;

/** Queue address: base, 256-bit descriptors, size code. */
export function iqa(base: number, dw: number, qs: number): number {
  return base + dw * 0x800 + qs;
}
/** Page request queue address: base, size code. */
export function pqa(base: number, pqs: number): number {
  return base + pqs;
}
/** Root table address: base, translation table mode. */
export function rtaddr(base: number, ttm: number): number {
  return base + ttm * 0x400;
}
