/** The page request queue: its ring, the thread that answers, and the drain of one PASID (reference hardware 1.5). */
import { REGION_PRQ, STEP_FLUSH_FAULT_QUEUE, STEP_WAIT_FAULT_THREAD } from '../record-codes.js';
import type { VtdEndpoint, VtdIommu } from './iommu.js';
import { readPageRequest, type PageRequest } from './page-request.js';
import { qiPageGroupResponse, qiPasidDevIotlb, qiPasidIotlb, qiWait, QI_GRAN_NONG_PASID } from './qi-descriptor.js';
import * as R from './registers.js';

const REQUEST_BYTES = 32;
export const QI_RESP_SUCCESS = 0;
export const QI_RESP_INVALID = 1;
export const QI_RESP_FAILURE = 0xf;

/** Size codes of the ring: 64 KiB in 6.1, 4 KiB in 5.10. */
export function prqOrder(iommu: VtdIommu): number {
  return iommu.config.kernel === '5.10.198' ? 0 : 4;
}

/** Kernel: `intel_svm_enable_prq`. `ring` is where the ring lies; allocated when absent. */
export function enablePrq(iommu: VtdIommu, ring?: number): void {
  const order = prqOrder(iommu);
  const base = ring ?? iommu.bus.allocRegion(iommu.unit, 4096 * 2 ** order, REGION_PRQ);
  iommu.writeq(R.DMAR_PQH_REG, 0, 0);
  iommu.writeq(R.DMAR_PQT_REG, 0, 0);
  iommu.writeAddress(R.DMAR_PQA_REG, R.pqa(base, order));
}

/** Kernel: `intel_svm_finish_prq`. */
export function disablePrq(iommu: VtdIommu): void {
  for (const register of [R.DMAR_PQH_REG, R.DMAR_PQT_REG, R.DMAR_PQA_REG]) iommu.writeq(register, 0, 0);
}

function requestAt(iommu: VtdIommu, offset: number): PageRequest {
  const base = Math.floor(iommu.device.pqa / 4096) * 4096;
  const words = new Uint32Array(8);
  for (let word = 0; word < 8; word++) words[word] = iommu.bus.memory.read32(base + offset + 4 * word);
  return readPageRequest(words);
}

function ringBytes(iommu: VtdIommu): number {
  return 2 ** ((iommu.device.pqa % 8) + 7) * REQUEST_BYTES;
}

/** Takes a request: 0, or an errno when nobody does. The answer comes later, by `pageResponse`. */
export type FaultHandler = (request: PageRequest) => number;

/** True for a request that is refused without asking anybody. */
function isBad(request: PageRequest, addressBits: number): boolean {
  const { pp, pmr, rdr, wrr, exr } = request;
  if (pp === 0 || !isCanonical(request, addressBits)) return true;
  return (pmr === 1 && (rdr === 1 || wrr === 1)) || (exr === 1 && rdr === 1);
}

/** All bits from the highest address bit upwards are equal. */
function isCanonical({ addr }: PageRequest, addressBits: number): boolean {
  const high = typeof addr === 'number' ? Math.floor(addr / 0x1_0000_0000) : addr.hi;
  const top = (high | 0) >> (addressBits - 33);
  return top === 0 || top === -1;
}

/** Kernel: `intel_svm_page_response`. Only the last request of a group, or one with private data, is answered. */
export function pageResponse(iommu: VtdIommu, request: PageRequest, code: number): void {
  const { pp, pdp, rid, pasid, lpig, prgi } = request;
  if (lpig === 0 && pdp === 0) return;
  const [private0, private1] = pdp === 1 ? [request.private0, request.private1] : [0, 0];
  iommu.submit([qiPageGroupResponse({ pp, pdp, rc: code, rid, pasid, lpig, prgi, private0, private1 })]);
}

/** Kernel: `prq_event_thread`. Good requests go to `handle`; the others, and those that it does not take, are refused. */
export function pageRequestThread(iommu: VtdIommu, handle: FaultHandler): void {
  const addressBits = iommu.config.fs5lp ? 57 : 48;
  iommu.writel(R.DMAR_PRS_REG, R.DMA_PRS_PPR);
  const [tail] = iommu.readq(R.DMAR_PQT_REG);
  let [head] = iommu.readq(R.DMAR_PQH_REG);
  for (; head !== tail; head = (head + REQUEST_BYTES) % ringBytes(iommu)) {
    const request = requestAt(iommu, head);
    if (isBad(request, addressBits)) {
      pageResponse(iommu, request, QI_RESP_INVALID);
      continue;
    }
    const stopMarker = request.lpig === 1 && request.rdr === 0 && request.wrr === 0;
    if (!stopMarker && handle(request) !== 0) pageResponse(iommu, request, QI_RESP_INVALID);
  }
  iommu.writeq(R.DMAR_PQH_REG, tail, 0);
  if ((iommu.readl(R.DMAR_PRS_REG) & R.DMA_PRS_PRO) === 0) return;
  const [headNow] = iommu.readq(R.DMAR_PQH_REG);
  const [tailNow] = iommu.readq(R.DMAR_PQT_REG);
  if (headNow !== tailNow) return;
  iommu.bus.software(iommu.unit, STEP_FLUSH_FAULT_QUEUE, 0);
  iommu.writel(R.DMAR_PRS_REG, R.DMA_PRS_PRO);
}

/** Passes over a full drain before a driver gives up. */
const PATIENCE = 64;

export interface DrainOptions {
  /** Software's own queue of faults is emptied first, as 6.1 does. */
  readonly flushFaultQueue: boolean;
  /** Runs the thread that takes requests out of the ring; without it all are refused. */
  readonly waitForThread?: () => void;
}

/** Kernel: `intel_svm_drain_prq`. `did` is the domain's own; `waitForThread` lets pending requests be answered. */
export function drainPrq(iommu: VtdIommu, endpoint: VtdEndpoint, pasid: number, did: number, o: DrainOptions): void {
  const wait = o.waitForThread ?? ((): void => pageRequestThread(iommu, () => -1));
  for (let pass = 0; pass < PATIENCE && pendingRequest(iommu, pasid); pass++) {
    iommu.bus.software(iommu.unit, STEP_WAIT_FAULT_THREAD, 0);
    wait();
  }
  if (o.flushFaultQueue) iommu.bus.software(iommu.unit, STEP_FLUSH_FAULT_QUEUE, 0);
  const { sid, qdep, pfsid } = endpoint;
  const descs = [
    qiWait({ fn: 1 }, 2, 0),
    qiPasidIotlb(QI_GRAN_NONG_PASID, did, pasid),
    qiPasidDevIotlb({ sid, pasid, mip: qdep & 0x1f, pfsid, s: 0, addr: 0 }),
  ];
  for (let pass = 0; pass < PATIENCE; pass++) {
    iommu.submit(descs, true);
    if ((iommu.readl(R.DMAR_PRS_REG) & R.DMA_PRS_PRO) === 0) return;
    iommu.bus.software(iommu.unit, STEP_WAIT_FAULT_THREAD, 0);
    wait();
  }
}

function pendingRequest(iommu: VtdIommu, pasid: number): boolean {
  const [tail] = iommu.readq(R.DMAR_PQT_REG);
  let [head] = iommu.readq(R.DMAR_PQH_REG);
  for (; head !== tail; head = (head + REQUEST_BYTES) % ringBytes(iommu)) {
    const request = requestAt(iommu, head);
    if (request.pp === 1 && request.pasid === pasid) return true;
  }
  return false;
}
