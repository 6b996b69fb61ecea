/** The driver's side of stalled faults and page requests (reference hardware 2.6, "Fault answers", "PRI queue"). */
import * as C from './command.js';
import { queueEmpty, queueInc, queueIndex } from './queue.js';
import { readEvent, readPriRecord, type PriRecord, type StallEvent } from './records.js';
import * as R from './registers.js';
import type { SmmuV3 } from './smmu.js';

/** Codes of answers: 0 success, 1 invalid, 2 failure. */
const PAGE_RESP_SUCCESS = 0;

/** C: `arm_smmu_page_response`: answers a stalled fault; nobody waits. */
export function pageResponseStall(smmu: SmmuV3, sid: number, stag: number, code: number): number {
  return smmu.issue(C.resume(sid, stag, code === PAGE_RESP_SUCCESS ? C.RESUME_RETRY : C.RESUME_ABORT));
}

/** C: `arm_smmu_priq_thread`: the driver handles no page request, so that the last of a group is refused. */
export function priqThread(smmu: SmmuV3, seen: (record: PriRecord) => void = () => undefined): void {
  const { log2size } = smmu.device.priq;
  const ring = smmu.device.priq.base;
  for (;;) {
    const prod = smmu.readl(R.ARM_SMMU_PRIQ_PROD);
    if (queueEmpty(prod, smmu.priqCons, log2size)) return;
    while (!queueEmpty(prod, smmu.priqCons, log2size)) {
      const record = readPriRecord(wordsAt(smmu, ring + 16 * queueIndex(smmu.priqCons, log2size), 4));
      smmu.priqCons = queueInc(smmu.priqCons, log2size);
      smmu.writel(R.ARM_SMMU_PRIQ_CONS, smmu.priqCons);
      seen(record);
      if (record.last === 1) {
        const { sid, ssv, prgIndex } = record;
        // Without SSV the record's SSID says nothing.
        const ssid = ssv === 1 ? record.ssid : 0;
        smmu.issue(C.priResp({ sid, ssid, ssv, prgIndex, resp: C.PRI_RESP_DENY }));
      }
    }
    smmu.priqCons = withOverflow(smmu.priqCons, prod);
  }
}

/** C: `arm_smmu_evtq_thread`: each event is given to a handler. What it reads of PROD is not on record. */
export function evtqThread(smmu: SmmuV3, handle: (event: StallEvent) => void): void {
  const { evtq } = smmu.device;
  while (!queueEmpty(evtq.prod, smmu.evtqCons, evtq.log2size)) {
    const event = readEvent(wordsAt(smmu, evtq.base + 32 * queueIndex(smmu.evtqCons, evtq.log2size), 8));
    smmu.evtqCons = queueInc(smmu.evtqCons, evtq.log2size);
    smmu.writel(R.ARM_SMMU_EVTQ_CONS, smmu.evtqCons);
    handle(event);
  }
  smmu.evtqCons = withOverflow(smmu.evtqCons, evtq.prod);
}

/** The overflow flag of PROD goes to CONS with the next write: software has caught up. */
function withOverflow(cons: number, prod: number): number {
  return ((cons & 0x7fff_ffff) | (prod & 0x8000_0000)) >>> 0;
}

function wordsAt(smmu: SmmuV3, at: number, count: number): Uint32Array {
  const words = new Uint32Array(count);
  for (let word = 0; word < count; word++) words[word] = smmu.bus.memory.read32(at + 4 * word);
  return words;
}
