/** SMMUv3 registers: offsets and bits (reference hardware 2.1). */

export const ARM_SMMU_CR0 = 0x20;
export const ARM_SMMU_CR0ACK = 0x24;
export const ARM_SMMU_CR1 = 0x28;
export const ARM_SMMU_CR2 = 0x2c;
export const ARM_SMMU_GERROR = 0x60;
export const ARM_SMMU_GERRORN = 0x64;
export const ARM_SMMU_STRTAB_BASE = 0x80;
export const ARM_SMMU_STRTAB_BASE_CFG = 0x88;
export const ARM_SMMU_CMDQ_BASE = 0x90;
export const ARM_SMMU_CMDQ_PROD = 0x98;
export const ARM_SMMU_CMDQ_CONS = 0x9c;
export const ARM_SMMU_EVTQ_BASE = 0xa0;
export const ARM_SMMU_EVTQ_PROD = 0x1_00a8;
export const ARM_SMMU_EVTQ_CONS = 0x1_00ac;
export const ARM_SMMU_PRIQ_BASE = 0xc0;
export const ARM_SMMU_PRIQ_PROD = 0x1_00c8;
export const ARM_SMMU_PRIQ_CONS = 0x1_00cc;

export const CR0_SMMUEN = 0x1;
export const CR0_PRIQEN = 0x2;
export const CR0_EVTQEN = 0x4;
export const CR0_CMDQEN = 0x8;
export const CR0_ATSCHK = 0x10;

/** Tables and queues inner shareable, write-back. */
export const CR1_DRIVER = 0xd75;
export const CR2_E2H = 0x1;
export const CR2_RECINVSID = 0x2;
export const CR2_PTM = 0x4;

export const GERROR_CMDQ_ERR = 0x1;

export const CMDQ_ERR_CERROR_ILL_IDX = 1;
export const CMDQ_ERR_CERROR_ABT_IDX = 2;
export const CMDQ_ERR_CERROR_ATC_INV_IDX = 3;
export const CMDQ_CONS_ERR_SHIFT = 24;

/** Read-allocate hint of the base registers, in their high halves. */
const BASE_RA_HI = 1 << 30;
/** Bits of the stream id that the second level takes. */
export const STRTAB_SPLIT = 8;
const STRTAB_FMT_2LVL = 1;

/** Base register of a queue, two halves. `ra`: read-allocate. */
export function queueBase(base: number, log2size: number, ra = 1): readonly [number, number] {
  return [(base | log2size) >>> 0, (Math.floor(base / 0x1_0000_0000) | (ra === 1 ? BASE_RA_HI : 0)) >>> 0];
}

/** Base register of the stream table, two halves. */
export const strtabBase = (base: number, ra = 1): readonly [number, number] => queueBase(base, 0, ra);

export function strtabBaseCfg(log2size: number, split: number, fmt: number): number {
  return (log2size | (split << 6) | (fmt << 16)) >>> 0;
}

/** What the driver writes: two levels cap the size at 25 bits. */
export function driverStrtabCfg(sidBits: number, twoLevel: boolean): number {
  return twoLevel ? strtabBaseCfg(Math.min(sidBits, 25), STRTAB_SPLIT, STRTAB_FMT_2LVL) : strtabBaseCfg(sidBits, 0, 0);
}
