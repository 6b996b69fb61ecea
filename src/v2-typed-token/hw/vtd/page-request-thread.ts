import { done, refused, type HwResult } from '../outcome.js';
import { joined } from '../word64.js';
import type { VtdCore } from './core.js';
import { descriptors, granularity } from './descriptors.js';
import type { DeviceTlbTarget } from './invalidations.js';
import { pageRequest, pageRequestQueueAddress, pageRequestStatus, register } from './registers.js';

const entryBytes = 32;
const invalidRequest = 1;
const waitData = 2;

/** A page request as the driver read it from the ring; `raw` holds the eight u32 words. */
export interface PageRequest {
  readonly rid: number;
  readonly pasid: number;
  readonly pasidPresent: boolean;
  readonly address: number;
  readonly read: boolean;
  readonly write: boolean;
  readonly execute: boolean;
  readonly privileged: boolean;
  readonly last: boolean;
  readonly group: number;
  readonly privateDataPresent: boolean;
  readonly raw: Uint32Array;
}

/** Who takes page requests; `refused` makes the driver answer with an invalid response. */
export type FaultHandler = (request: PageRequest) => 'taken' | 'refused';

/** The driver's page request queue: ring, thread, answers and drain (reference 1.5 and 1.6). */
export class PageRequestThread {
  /** Without a handler every request is refused. */
  handler: FaultHandler | undefined;
  ring = 0;
  #sizeCode: number;
  readonly #core: VtdCore;
  readonly #entry = new Uint32Array(8);

  constructor(core: VtdCore) {
    this.#core = core;
    this.#sizeCode = core.traits.pageRequestQueueSize;
  }

  /** Allocates the ring and turns it on (`intel_svm_enable_prq`); a given ring is used where it stands. */
  enable(ring?: number, sizeCode = this.#core.traits.pageRequestQueueSize): void {
    this.#sizeCode = sizeCode;
    this.ring = ring ?? this.#core.bus.allocate(this.#core.unit, 'pageRequestQueue', 4096 * 2 ** sizeCode);
    const address = pageRequestQueueAddress.encode({ PQS: sizeCode, PQA: this.ring });
    this.#write(8, register.PQH, 0);
    this.#write(8, register.PQT, 0);
    this.#write(8, register.PQA, address[0] as number, address[1] as number);
  }

  /** Turns the ring off (`intel_svm_finish_prq`). */
  disable(): void {
    this.#write(8, register.PQH, 0);
    this.#write(8, register.PQT, 0);
    this.#write(8, register.PQA, 0);
  }

  /** Handles everything in the ring (`prq_event_thread`). */
  run(): HwResult {
    this.#write(4, register.PRS, pageRequestStatus.PPR);
    const tail = this.#read(8, register.PQT);
    let head = this.#read(8, register.PQH);
    let outcome: HwResult = done;
    for (; head !== tail; head = (head + entryBytes) % this.#ringBytes()) {
      const handled = this.#handle(this.#requestAt(head));
      if (!handled.ok) outcome = handled;
    }
    this.#write(8, register.PQH, tail);
    if ((this.#read(4, register.PRS) & pageRequestStatus.PRO) !== 0) this.#recoverFromOverflow();
    return outcome;
  }

  /** Answers a page group (`intel_svm_page_response`): response code 0 success, 1 invalid request, 0xF failure. */
  respond(request: PageRequest, code: number): HwResult {
    this.#stageResponse(request, code);
    return this.#core.queue.submit();
  }

  /** Makes sure that no request or answer of a PASID is on its way any more (`intel_svm_drain_prq`). */
  drain(
    device: DeviceTlbTarget,
    target: { readonly pasid: number; readonly did: number },
    traits = this.#core.traits,
  ): HwResult {
    const { bus, unit, config } = this.#core;
    for (let rounds = 0; this.#isPending(target.pasid); rounds++) {
      if (rounds === config.pollLimit) return refused.waitTimeOut;
      this.#waitForThread();
    }
    if (traits.flushesFaultQueue) bus.software(unit, 'flushFaultQueue');
    for (let rounds = 0; rounds <= config.pollLimit; rounds++) {
      const outcome = this.#submitDrain(device, target);
      const overflowed = (this.#read(4, register.PRS) & pageRequestStatus.PRO) !== 0;
      if (!overflowed || !outcome.ok) return outcome;
      this.#waitForThread();
    }
    return refused.waitTimeOut;
  }

  #submitDrain(device: DeviceTlbTarget, { pasid, did }: { readonly pasid: number; readonly did: number }): HwResult {
    const { queue, invalidate } = this.#core;
    queue.stage(descriptors.wait, { FN: 1, 'Status Data': waitData });
    queue.stage(descriptors.pasidIotlb, { G: granularity.pasidIotlb.pasid, DID: did, PASID: pasid });
    invalidate.stagePasidDeviceTlb(device, pasid, 0, 0);
    return queue.submit(true);
  }

  #isPending(pasid: number): boolean {
    const tail = this.#read(8, register.PQT);
    let head = this.#read(8, register.PQH);
    const size = this.#ringBytes();
    for (; head !== tail; head = (head + entryBytes) % size) {
      const request = this.#requestAt(head);
      if (request.pasidPresent && request.pasid === pasid) return true;
    }
    return false;
  }

  /** The simulation has one thread: waiting for the fault thread is letting it run. */
  #waitForThread(): void {
    this.#core.bus.software(this.#core.unit, 'waitForFaultThread');
    this.run();
  }

  #handle(request: PageRequest): HwResult {
    if (!isAcceptable(request, this.#core.config.fiveLevel)) return this.#refuse(request);
    if (request.last && !request.read && !request.write) return done;
    return this.handler === undefined || this.handler(request) === 'refused' ? this.#refuse(request) : done;
  }

  #refuse(request: PageRequest): HwResult {
    if (!request.last && !request.privateDataPresent) return done;
    return this.respond(request, invalidRequest);
  }

  #stageResponse(request: PageRequest, code: number): void {
    const { raw } = request;
    const data = request.privateDataPresent;
    this.#core.queue.stage(descriptors.pageGroupResponse, {
      PP: Number(request.pasidPresent),
      PDP: Number(data),
      RC: code,
      RID: request.rid,
      PASID: request.pasid,
      LPIG: Number(request.last),
      PRGI: request.group,
      'Private Data 0': data ? { lo: raw[4] as number, hi: raw[5] as number } : 0,
      'Private Data 1': data ? { lo: raw[6] as number, hi: raw[7] as number } : 0,
    });
  }

  #recoverFromOverflow(): void {
    const head = this.#read(8, register.PQH);
    const tail = this.#read(8, register.PQT);
    if (head !== tail) return;
    this.#core.bus.software(this.#core.unit, 'flushFaultQueue');
    this.#write(4, register.PRS, pageRequestStatus.PRO);
  }

  #requestAt(offset: number): PageRequest {
    const entry = this.#entry;
    this.#core.bus.memory.readWords(this.ring + offset, 8, entry);
    const { fields } = pageRequest;
    return {
      rid: fields.RID.get(entry),
      pasid: fields.PASID.get(entry),
      pasidPresent: fields.PP.get(entry) === 1,
      address: joined((entry[2] as number) & ~0xfff, entry[3] as number),
      read: fields.RDR.get(entry) === 1,
      write: fields.WRR.get(entry) === 1,
      execute: fields.EXR.get(entry) === 1,
      privileged: fields.PMR.get(entry) === 1,
      last: fields.LPIG.get(entry) === 1,
      group: fields.PRGI.get(entry),
      privateDataPresent: fields.PDP.get(entry) === 1,
      raw: entry.slice(),
    };
  }

  #ringBytes(): number {
    return 4096 * 2 ** this.#sizeCode;
  }

  #write(width: 4 | 8, offset: number, low: number, high = 0): void {
    this.#core.bus.writeRegister(this.#core.unit, this.#core.device, width, offset, low, high);
  }

  #read(width: 4 | 8, offset: number): number {
    return this.#core.bus.readRegister(this.#core.unit, this.#core.device, width, offset);
  }
}

/** Whether a request makes sense at all: with a PASID, a canonical address and no forbidden mix of rights. */
function isAcceptable(request: PageRequest, fiveLevel: boolean): boolean {
  // Canonical: all bits from 47 (56 with five levels) upwards are equal.
  const top = (request.raw[3] as number) >>> (fiveLevel ? 24 : 15);
  const canonical = top === 0 || top === (fiveLevel ? 0xff : 0x1_ffff);
  if (!request.pasidPresent || !canonical) return false;
  if (request.privileged && (request.read || request.write)) return false;
  return !(request.execute && request.read);
}
