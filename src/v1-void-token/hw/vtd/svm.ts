/** Processes, guests and auxiliary domains on PASIDs of one device (reference hardware 1.6). */
import type { VtdEndpoint, VtdIommu } from './iommu.js';
import { FLPT_DEFAULT_DID } from './pasid-entry.js';
import { qiPasidDevIotlb, qiPasidIotlb, QI_GRAN_NONG_PASID, QI_GRAN_PSI_PASID, sizedAddress } from './qi-descriptor.js';

const PAGE = 4096;

/** Kernel: `intel_invalidate_range`. `start` inclusive, `end` exclusive; `end` of null, or 0 to 2^64, is the whole address space. */
export function invalidateRange(
  iommu: VtdIommu,
  endpoint: VtdEndpoint,
  pasid: number,
  start: number,
  end: number | null,
): void {
  if (end === null || (start === 0 && end >= 2 ** 64)) {
    iommu.submit([qiPasidIotlb(QI_GRAN_NONG_PASID, FLPT_DEFAULT_DID, pasid)]);
    if (endpoint.ats) deviceRange(iommu, endpoint, pasid, 0, 52);
    return;
  }
  const pages = Math.ceil(end / PAGE) - Math.floor(start / PAGE);
  const chunk = roundUp(Math.max(pages, 1));
  const order = Math.log2(chunk);
  const bytes = chunk * PAGE;
  const last = Math.ceil(end / bytes) * bytes;
  for (let at = Math.floor(start / bytes) * bytes; at < last; at += bytes) {
    iommu.submit([qiPasidIotlb(QI_GRAN_PSI_PASID, FLPT_DEFAULT_DID, pasid, { am: order, addr: at })]);
    if (endpoint.ats) deviceRange(iommu, endpoint, pasid, at, order);
  }
}

function deviceRange(
  iommu: VtdIommu,
  { sid, qdep, pfsid }: VtdEndpoint,
  pasid: number,
  at: number,
  order: number,
): void {
  const { lo, hi, s } = order >= 51 ? { lo: 0xffff_f000, hi: 0x7fff_ffff, s: 1 } : sizedAddress(at, order);
  // The size flag of this descriptor stands at bit 11, below the page address.
  iommu.submit([qiPasidDevIotlb({ sid, pasid, mip: qdep & 0x1f, pfsid, s, addr: { lo: lo >>> 0, hi } })]);
}

function roundUp(pages: number): number {
  let power = 1;
  while (power < pages) power *= 2;
  return power;
}
