/** The driver's side of the PPR log, and its answers (reference hardware 3.4, 3.5). */
import { completePpr } from './command.js';
import type { AmdIommu } from './iommu.js';
import { PPR_REQ_FAULT, readPprEntry, type PprEntry } from './ppr-log.js';
import * as R from './registers.js';

const ENTRY_BYTES = 16;

/** C: `iommu_poll_ppr_log`. Page service requests are delivered, anything else is dropped. Returns how many were read. */
export function pollPprLog(iommu: AmdIommu, deliver: (entry: PprEntry) => void): number {
  const { memory } = iommu.bus;
  let head = iommu.readl(R.MMIO_PPR_HEAD_OFFSET);
  let tail = iommu.readl(R.MMIO_PPR_TAIL_OFFSET);
  let count = 0;
  for (; head !== tail; count++) {
    const at = iommu.device.pprLog + head;
    const words = new Uint32Array(4);
    for (let word = 0; word < 4; word++) {
      words[word] = memory.read32(at + 4 * word);
      // A zero entry is one that has not arrived yet; hardware is not asked to clear it.
      memory.write32(at + 4 * word, 0);
    }
    iommu.writel(R.MMIO_PPR_HEAD_OFFSET, (head + ENTRY_BYTES) % R.PPR_LOG_SIZE);
    const entry = readPprEntry(words);
    if (entry.eventCode === PPR_REQ_FAULT) deliver(entry);
    head = iommu.readl(R.MMIO_PPR_HEAD_OFFSET);
    tail = iommu.readl(R.MMIO_PPR_TAIL_OFFSET);
  }
  return count;
}

export interface PprAnswer {
  readonly devid: number;
  readonly pasid: number;
  /** 0 success, 1 invalid, 0xf failure. */
  readonly status: number;
  /** Tag of the request; the caller keeps 9 bits of it. */
  readonly tag: number;
  /** The device uses PASIDs in responses. */
  readonly gn: boolean;
}

/** C: `amd_iommu_complete_ppr`. Nobody waits for it. 0, or -EIO when the buffer has no room. */
export function completePprRequest(iommu: AmdIommu, { devid, pasid, status, tag, gn }: PprAnswer): number {
  const answer = gn ? { pasid, gn: 1 } : { pasid: 0, gn: 0 };
  return iommu.queueCommand(completePpr({ devid, status, tag: tag & 0x1ff, ...answer }));
}
