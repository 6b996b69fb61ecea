import type { BusLog } from '../bus.js';
import type { FaultPlan } from '../fault-plan.js';
import { descriptors } from './descriptors.js';
import { faultStatus, invalidationQueueAddress, queueError, queueErrorInfo } from './registers.js';

/** What can go wrong in a VT-d unit: `value` is the number of polls (stall), a SID (ite, ice) or an IQEI code (iqe). */
export type VtdFault =
  'stall' | 'iqe' | 'ite' | 'ice' | 'vcmd-status' | 'vcmd-duplicate' | 'vcmd-busy' | 'prq-overflow';

/** Answer to a page group as the device received it. */
export interface PageGroupAnswer {
  readonly rid: number;
  readonly pasid: number;
  readonly group: number;
  readonly code: number;
}

const byType = new Map(
  Object.values(descriptors).map((structure) => [structure.fields.Type.fixed as number, structure]),
);
const pageBytes = 4096;
const firstScalableType = 6;
// Valid since revision 5.10, but no driver here queues it.
const hptCacheType = 0xa;

/** The side of the invalidation queue that hardware plays: fetches descriptors in order and writes wait status. */
export class QueueConsumer {
  head = 0;
  tail = 0;
  enabled = false;
  scalable: boolean;
  faultBits = 0;
  readonly error = new Uint32Array(2);
  /** Set by a wait descriptor with IF. */
  waitInterrupt = 0;
  onAnswer: ((answer: PageGroupAnswer) => void) | undefined;
  readonly #address = new Uint32Array(2);
  // What IQA says, read once per write of the register.
  #base = 0;
  #bytes: 16 | 32 = 16;
  #end = 0;
  #stalled = 0;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #faults: FaultPlan<VtdFault>;
  readonly #entry = new Uint32Array(8);

  constructor(bus: BusLog, unit: number, faults: FaultPlan<VtdFault>, scalable: boolean) {
    this.#bus = bus;
    this.#unit = unit;
    this.#faults = faults;
    this.scalable = scalable;
  }

  /** IQA as it was written, low half first. */
  get address(): Uint32Array {
    return this.#address;
  }

  /** Driver writes IQA: where the queue is, its width and size. */
  setAddress(low: number, high: number): void {
    const { IQA, DW, QS } = invalidationQueueAddress.fields;
    this.#address[0] = low;
    this.#address[1] = high;
    this.#base = IQA.get(this.#address);
    this.#bytes = DW.get(this.#address) === 1 ? 32 : 16;
    this.#end = pageBytes * 2 ** QS.get(this.#address);
  }

  /** Driver switches the queue on, with the head at slot 0, or off. */
  enable(on: boolean): void {
    if (on && !this.enabled) this.head = 0;
    this.enabled = on;
    this.run();
  }

  /** Driver moved the tail (byte offset): everything up to it is consumed, unless something stops the queue. */
  moveTail(offset: number): void {
    this.tail = offset & 0x7_fff0;
    if (!this.enabled) return;
    if (this.tail % this.#bytes !== 0 || this.tail >= this.#end) {
      this.#stop(faultStatus.IQE, queueErrorInfo.tailInvalid);
      return;
    }
    const polls = this.#faults.strike('stall');
    if (polls !== undefined) this.#stalled = Math.max(polls, 1);
    this.run();
  }

  /** One poll of the driver passes: a stalled queue comes nearer to going on. */
  tick(): void {
    if (this.#stalled === 0) return;
    if (--this.#stalled === 0) this.run();
  }

  /** Driver clears error bits it has dealt with; fetching resumes where it stopped. */
  clearFaults(bits: number): void {
    this.faultBits &= ~bits;
    if ((bits & faultStatus.IQE) !== 0) queueError.fields.IQEI.put(this.error, 0, 0);
    this.run();
  }

  /** Fetches and carries out descriptors until the queue is empty or something stops it. */
  run(): void {
    if (!this.enabled) return;
    const bytes = this.#bytes;
    while (this.head !== this.tail) {
      if (this.#stalled > 0 || (this.faultBits & (faultStatus.IQE | faultStatus.ITE)) !== 0) return;
      this.#bus.memory.readWords(this.#base + this.head, bytes / 4, this.#entry);
      if (!this.#execute(bytes)) return;
      this.head = (this.head + bytes) % this.#end;
    }
  }

  #execute(bytes: number): boolean {
    const entry = this.#entry;
    const low = entry[0] as number;
    const type = (low & 0xf) | ((low >>> 5) & 0x70);
    const planned = this.#faults.strike('iqe');
    if (planned !== undefined) return this.#stop(faultStatus.IQE, planned === 0 ? queueErrorInfo.badType : planned);
    const problem = this.#problem(type, bytes);
    if (problem !== queueErrorInfo.none) return this.#stop(faultStatus.IQE, problem);
    const lateSid = this.#faults.strike('ice');
    if (lateSid !== undefined) {
      queueError.fields.ICESID.put(this.error, 0, lateSid);
      this.faultBits |= faultStatus.ICE;
    }
    if (type === 3 || type === 8) return this.#invalidateDevice();
    if (type === 5) this.#completeWait();
    if (type === 9) this.#answer();
    return true;
  }

  #problem(type: number, bytes: number): number {
    if (this.scalable && bytes !== 32) return queueErrorInfo.widthMismatch;
    if (this.scalable && type === hptCacheType) return queueErrorInfo.none;
    const structure = byType.get(type);
    if (structure === undefined || (!this.scalable && type >= firstScalableType)) return queueErrorInfo.badType;
    return structure.hasReservedBits(this.#entry, bytes / 8) ? queueErrorInfo.reservedField : queueErrorInfo.none;
  }

  #stop(bit: number, info: number): false {
    this.faultBits |= bit;
    queueError.fields.IQEI.put(this.error, 0, info);
    return false;
  }

  #invalidateDevice(): boolean {
    const sid = this.#faults.strike('ite');
    if (sid === undefined) return true;
    // The device did not answer: every wait that is already queued is aborted, so none of them writes its status.
    queueError.fields.ITESID.put(this.error, 0, sid);
    this.faultBits |= faultStatus.ITE;
    this.head = this.tail;
    return false;
  }

  #completeWait(): void {
    const { fields } = descriptors.wait;
    const entry = this.#entry;
    if (fields.SW.get(entry) === 1) {
      this.#bus.deviceStore32(this.#unit, fields['Status Address'].get(entry), fields['Status Data'].get(entry));
    }
    if (fields.IF.get(entry) === 1) this.waitInterrupt = 1;
  }

  #answer(): void {
    const { fields } = descriptors.pageGroupResponse;
    const entry = this.#entry;
    this.onAnswer?.({
      rid: fields.RID.get(entry),
      pasid: fields.PASID.get(entry),
      group: fields.PRGI.get(entry),
      code: fields.RC.get(entry),
    });
  }
}
