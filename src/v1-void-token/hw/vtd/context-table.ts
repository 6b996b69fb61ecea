/** Root and context entries of devices, and the start of a unit (reference hardware 1.6). */
import { REGION_CONTEXT } from '../record-codes.js';
import type { VtdIommu } from './iommu.js';
import { drainBits, flushWriteBuffer } from './pasid-table.js';
import { EVERYTHING, qiContextCache, qiDevIotlb, qiIotlb, qiPasidCache } from './qi-descriptor.js';
import * as R from './registers.js';

const CONTEXT_PRESENT = 1;
const CONTEXT_DTE = 1 << 2;
const CONTEXT_PASIDE = 1 << 3;
const CONTEXT_PRE = 1 << 4;
/** A directory of 2^(7+7) entries of 64 PASIDs. */
const PDTS_20_BITS = 7;
/** PASID of requests that have none. */
const PASID_RID2PASID = 0;

/** Kernel: `__dmar_enable_qi`. */
export function enableInvalidationQueue(iommu: VtdIommu): void {
  const dw = iommu.entryBytes === 32 ? 1 : 0;
  iommu.freeHead = 0;
  iommu.writel(R.DMAR_IQT_REG, 0);
  iommu.writeAddress(R.DMAR_IQA_REG, R.iqa(iommu.queueBase, dw, dw));
  iommu.gcmd = (iommu.gcmd | R.DMA_GCMD_QIE) >>> 0;
  iommu.writel(R.DMAR_GCMD_REG, iommu.gcmd);
  iommu.readl(R.DMAR_GSTS_REG);
}

/** Kernel: `iommu_set_root_entry`. */
export function setRootTable(iommu: VtdIommu, root: number): void {
  iommu.writeAddress(R.DMAR_RTADDR_REG, R.rtaddr(root, iommu.config.scalable ? 1 : 0));
  iommu.writel(R.DMAR_GCMD_REG, (iommu.gcmd | R.DMA_GCMD_SRTP) >>> 0);
  iommu.readl(R.DMAR_GSTS_REG);
  iommu.submit([qiContextCache(1, 0, 0, 0)]);
  if (iommu.config.scalable) iommu.submit([qiPasidCache(3, 0, 0)]);
  iommu.submit([qiIotlb(1, 0, drainBits(iommu))]);
}

export interface ContextTarget {
  readonly root: number;
  readonly bus: number;
  readonly devfn: number;
  readonly directory: number;
  readonly did: number;
  readonly ats: boolean;
  readonly pri: boolean;
  readonly qdep: number;
}

function contextSlot(iommu: VtdIommu, { root, bus, devfn }: ContextTarget, allocate: boolean): number {
  const { memory } = iommu.bus;
  const half = root + bus * 16 + (devfn >= 0x80 ? 8 : 0);
  if (allocate && (memory.read32(half) & 1) === 0) {
    const table = iommu.bus.allocRegion(iommu.unit, 4096, REGION_CONTEXT);
    if (!iommu.config.coherent) iommu.bus.clflush(iommu.unit, table, 4096);
    iommu.bus.store64(iommu.unit, half, (table % 0x1_0000_0000) | 1, Math.floor(table / 0x1_0000_0000));
    if (!iommu.config.coherent) iommu.bus.clflush(iommu.unit, half, 16);
  }
  const table = memory.read32(half + 4) * 0x1_0000_0000 + ((memory.read32(half) & 0xffff_f000) >>> 0);
  return table + (devfn & 0x7f) * 32;
}

/** Kernel: `domain_context_mapping_one`: one store for each field, the present bit last and behind a barrier. */
export function mapContext(iommu: VtdIommu, target: ContextTarget): void {
  const slot = contextSlot(iommu, target, true);
  const { memory } = iommu.bus;
  const set = (bits: number): void => {
    iommu.bus.store64(iommu.unit, slot, memory.read32(slot) | bits, memory.read32(slot + 4));
  };
  const { directory } = target;
  iommu.bus.store64(iommu.unit, slot, directory % 0x1_0000_0000, Math.floor(directory / 0x1_0000_0000));
  set(PDTS_20_BITS << 9);
  if (target.ats) set(CONTEXT_DTE);
  if (target.pri) set(CONTEXT_PRE);
  set(CONTEXT_PASIDE);
  iommu.bus.store64(iommu.unit, slot + 8, PASID_RID2PASID, 0);
  iommu.bus.barrier(iommu.unit);
  set(CONTEXT_PRESENT);
  if (!iommu.config.coherent) iommu.bus.clflush(iommu.unit, slot, 32);
  if (!iommu.config.cachingMode) {
    flushWriteBuffer(iommu);
    return;
  }
  // What was not present is cached under domain 0.
  iommu.submit([qiContextCache(3, 0, target.bus * 256 + target.devfn, 0)]);
  iommu.submit([qiIotlb(2, target.did, drainBits(iommu))]);
}

/** Kernel: `domain_context_clear_one`. */
export function clearContext(iommu: VtdIommu, target: ContextTarget): void {
  const slot = contextSlot(iommu, target, false);
  const { memory } = iommu.bus;
  const sid = target.bus * 256 + target.devfn;
  iommu.bus.store64(iommu.unit, slot, memory.read32(slot) & ~1, memory.read32(slot + 4));
  iommu.bus.barrier(iommu.unit);
  if (!iommu.config.coherent) iommu.bus.clflush(iommu.unit, slot, 32);
  iommu.submit([qiContextCache(3, target.did, sid, 0)]);
  iommu.submit([qiPasidCache(0, target.did, 0)]);
  iommu.submit([qiIotlb(2, target.did, drainBits(iommu))]);
  if (target.ats) iommu.submit([qiDevIotlb(sid, target.qdep >= 32 ? 0 : target.qdep, 0, 1, EVERYTHING)]);
  for (let word = 0; word < 4; word++) iommu.bus.store64(iommu.unit, slot + 8 * word, 0, 0);
}
