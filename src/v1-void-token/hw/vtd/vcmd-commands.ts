/** A guest's unit asks the hypervisor for PASIDs (reference hardware 1.2). */
import type { VtdIommu } from './iommu.js';
import { VCMD_CMD_ALLOC, VCMD_CMD_FREE, VCMD_VRSP_IP } from './registers.js';
import { vcmdWord } from './vcmd.js';

const ENOSPC = 28;
const ENODEV = 19;
/** Reads of the response before the kernel would panic. */
const PATIENCE = 1000;

function poll(iommu: VtdIommu): [number, number] {
  for (let reads = 0; reads < PATIENCE; reads++) {
    const [lo, hi] = iommu.readq(iommu.layout.VCRSP);
    if ((lo & VCMD_VRSP_IP) === 0) return [lo, hi];
  }
  throw new Error('the virtual command register does not answer');
}

/** Kernel: `vcmd_alloc_pasid`. A PASID, -ENOSPC, or -ENODEV for a status that nobody knows. */
export function vcmdAllocPasid(iommu: VtdIommu): number {
  const { layout } = iommu;
  iommu.writeq(layout.VCMD, VCMD_CMD_ALLOC, 0);
  const [lo, hi] = poll(iommu);
  const status = (lo >>> 1) & layout.statusMask;
  if (status === 0) return Math.floor((hi * 0x1_0000_0000 + lo) / 2 ** layout.resultShift) % 2 ** 20;
  return status === layout.noPasid ? -ENOSPC : -ENODEV;
}

/** Kernel: `vcmd_free_pasid`. `truncated`: the kernel's shift in 32 bits, which loses bits 19:16. */
export function vcmdFreePasid(iommu: VtdIommu, pasid: number, truncated = false): void {
  const word = vcmdWord(iommu.layout, VCMD_CMD_FREE, pasid, truncated);
  iommu.writeq(iommu.layout.VCMD, word[0]!, word[1]!);
  poll(iommu);
}
