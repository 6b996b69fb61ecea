import type { BusLog } from '../bus.js';
import type { FaultPlan } from '../fault-plan.js';
import type { Word64 } from '../word64.js';
import type { PageGroupAnswer, VtdFault } from './queue-consumer.js';
import { pageRequest, pageRequestQueueAddress, pageRequestStatus, register } from './registers.js';

const entryBytes = 32;

/** A page request as a device sends it; flags are 0 or 1, ids as in the descriptor. */
export interface PageRequestInput {
  readonly rid: number;
  /** Absent: a request without PASID. */
  readonly pasid?: number;
  readonly address: number | Word64;
  readonly read?: boolean;
  readonly write?: boolean;
  readonly execute?: boolean;
  readonly privileged?: boolean;
  readonly last?: boolean;
  readonly group: number;
  readonly privateData?: readonly [Word64, Word64];
}

/** The side of the page request queue that hardware plays (reference 1.5). */
export class PageRequestRing {
  head = 0;
  tail = 0;
  status = 0;
  /** PECTL.IM: interrupts are held back. */
  masked = false;
  readonly address = new Uint32Array(2);
  /** Requests with LPIG that hardware answered itself because the ring was full. */
  autoResponses = 0;
  /** Requests lost by overflow. */
  lost = 0;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #faults: FaultPlan<VtdFault>;
  readonly #unanswered = new Set<string>();
  readonly #entry = new Uint32Array(8);

  constructor(bus: BusLog, unit: number, faults: FaultPlan<VtdFault>) {
    this.#bus = bus;
    this.#unit = unit;
    this.#faults = faults;
  }

  /** Bytes of the ring; 0 while it is off. */
  get size(): number {
    const { PQA, PQS } = pageRequestQueueAddress.fields;
    return PQA.get(this.address) === 0 ? 0 : 4096 * 2 ** PQS.get(this.address);
  }

  /** Groups that still wait for a page group response. */
  get unanswered(): number {
    return this.#unanswered.size;
  }

  /** A device asks for a page: the request is put into the ring, or lost when there is no room. */
  post(request: PageRequestInput): 'queued' | 'dropped' {
    const size = this.size;
    const full = size === 0 || (this.tail + entryBytes) % size === this.head;
    const overflow = this.#faults.strike('prq-overflow') !== undefined;
    if (full || overflow || (this.status & pageRequestStatus.PRO) !== 0) {
      if (size !== 0) this.status |= pageRequestStatus.PRO;
      this.lost++;
      if (request.last === true) this.autoResponses++;
      return 'dropped';
    }
    this.#encode(request);
    this.#store(pageRequestQueueAddress.fields.PQA.get(this.address) + this.tail);
    this.tail = (this.tail + entryBytes) % size;
    if (request.last === true) this.#unanswered.add(key(request.rid, request.pasid ?? 0, request.group));
    this.#signal();
    return 'queued';
  }

  /** A page group response arrived; one for a group that nobody waits for is ignored. */
  answer(answer: PageGroupAnswer): boolean {
    return this.#unanswered.delete(key(answer.rid, answer.pasid, answer.group));
  }

  #encode(request: PageRequestInput): void {
    const data = request.privateData;
    pageRequest.encodeInto(this.#entry, 0, {
      PP: request.pasid === undefined ? 0 : 1,
      PDP: data === undefined ? 0 : 1,
      RID: request.rid,
      PASID: request.pasid ?? 0,
      EXR: Number(request.execute ?? false),
      PMR: Number(request.privileged ?? false),
      RDR: Number(request.read ?? false),
      WRR: Number(request.write ?? false),
      LPIG: Number(request.last ?? false),
      PRGI: request.group,
      ADDR: request.address,
      'Private Data 0': data?.[0] ?? 0,
      'Private Data 1': data?.[1] ?? 0,
    });
  }

  #store(at: number): void {
    const entry = this.#entry;
    for (let i = 0; i < 8; i += 2) {
      this.#bus.deviceStore64(this.#unit, at + 4 * i, entry[i] as number, entry[i + 1] as number);
    }
  }

  #signal(): void {
    const raised = (this.status & pageRequestStatus.PPR) !== 0;
    this.status |= pageRequestStatus.PPR;
    if (!raised && !this.masked) this.#bus.interrupt(this.#unit, register.PRS, this.status);
  }
}

function key(rid: number, pasid: number, group: number): string {
  return `${rid}/${pasid}/${group}`;
}
