import type { BusLog, RegisterWindow } from '../bus.js';
import { FaultPlan } from '../fault-plan.js';
import type { FieldValue } from '../word64.js';
import {
  commandBufferBase,
  commands,
  control,
  entryBytes,
  pprLogBase,
  pprLogEntry,
  register,
  ringBytes,
  status,
} from './layouts.js';

/** What can go wrong in an AMD IOMMU: `value` of a stall is the number of polls that it lasts. */
export type AmdFault = 'stall' | 'lost-completion' | 'illegal';

/** A page request of a device (PAGE_SERVICE_REQUEST). */
export interface PprRequest {
  readonly device: number;
  readonly pasid: number;
  readonly address: FieldValue;
  /** PPRTag, 10 bits. */
  readonly tag: number;
  /** Flags, 12 bits. */
  readonly flags: number;
}

/** Answer to a page request as it left the unit. */
export interface PprAnswer {
  readonly device: number;
  readonly tag: number;
  readonly code: number;
}

const byOpcode = new Map(Object.values(commands).map((one) => [one.fields.Opcode.fixed as number, one]));
const offsetMask = 0x1fff0;

/** The AMD IOMMU itself: registers, and hardware that consumes commands and fills the PPR log (reference 3). */
export class AmdDevice implements RegisterWindow {
  readonly faults = new FaultPlan<AmdFault>();
  /** Page requests lost because the log was full or off. */
  lost = 0;
  onAnswer: ((answer: PprAnswer) => void) | undefined;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #wide = new Map<number, readonly [number, number]>();
  readonly #entry = new Uint32Array(4);
  #head = 0;
  #tail = 0;
  #logHead = 0;
  #logTail = 0;
  #status = 0;
  #stalled = 0;
  #stopped = false;

  constructor(bus: BusLog, unit: number, features: Uint32Array) {
    this.#bus = bus;
    this.#unit = unit;
    this.#wide.set(register.EXT_FEATURE, [features[0] as number, features[1] as number]);
  }

  /** Puts the command pointers somewhere, with everything before them consumed. */
  startAt(offset: number): void {
    this.#head = offset;
    this.#tail = offset;
  }

  /** Puts the log pointers somewhere: entries between them wait for the driver. */
  placeLog(head: number, tail: number): void {
    this.#logHead = head;
    this.#logTail = tail;
  }

  /** A device asks for a page: an entry is logged, or lost when the log is full or off. */
  post(request: PprRequest): 'queued' | 'lost' {
    const on = control.PPRLogEn | control.PPREn;
    const next = (this.#logTail + entryBytes) % ringBytes;
    if ((this.#half(register.CONTROL, 0) & on) !== on || next === this.#logHead) {
      this.lost++;
      return 'lost';
    }
    const entry = pprLogEntry.encode({
      DeviceID: request.device,
      PASID: request.pasid,
      PPRTag: request.tag,
      Flags: request.flags,
      EventCode: 1,
      Address: request.address,
    });
    const at = pprLogBase.fields.PPRLogBase.get(this.#words(register.PPR_LOG_BASE)) + this.#logTail;
    this.#bus.deviceStore64(this.#unit, at, entry[0] as number, entry[1] as number);
    this.#bus.deviceStore64(this.#unit, at + 8, entry[2] as number, entry[3] as number);
    this.#logTail = next;
    this.#status |= status.PPRInt;
    this.#bus.interrupt(this.#unit, register.STATUS, this.#status);
    return 'queued';
  }

  /** One poll of the driver passes. */
  tick(): void {
    if (this.#stalled > 0 && --this.#stalled === 0) this.#run();
  }

  writeRegister(offset: number, low: number, high: number): void {
    switch (offset) {
      case register.CMD_BUF_HEAD:
        this.#head = low & offsetMask;
        break;
      case register.CMD_BUF_TAIL:
        this.#moveTail(low & offsetMask);
        break;
      case register.PPR_LOG_HEAD:
        this.#logHead = low & offsetMask;
        break;
      case register.PPR_LOG_TAIL:
        this.#logTail = low & offsetMask;
        break;
      case register.STATUS:
        this.#status &= ~low;
        break;
      default:
        this.#wide.set(offset, [low, high]);
        if (offset === register.CONTROL && (low & control.CmdBufEn) === 0) this.#stopped = false;
    }
  }

  readLow(offset: number): number {
    switch (offset) {
      case register.CMD_BUF_HEAD:
        return this.#head;
      case register.CMD_BUF_TAIL:
        return this.#tail;
      case register.PPR_LOG_HEAD:
        return this.#logHead;
      case register.PPR_LOG_TAIL:
        return this.#logTail;
      case register.STATUS:
        return this.#status;
      default:
        return this.#half(offset, 0);
    }
  }

  readHigh(offset: number): number {
    return this.#half(offset, 1);
  }

  #moveTail(tail: number): void {
    this.#tail = tail;
    const polls = this.faults.strike('stall');
    if (polls !== undefined) this.#stalled = Math.max(polls, 1);
    this.#run();
  }

  #run(): void {
    if ((this.#half(register.CONTROL, 0) & control.CmdBufEn) === 0) return;
    const base = commandBufferBase.fields.ComBase.get(this.#words(register.CMD_BUF_BASE));
    while (this.#head !== this.#tail && this.#stalled === 0 && !this.#stopped) {
      this.#bus.memory.readWords(base + this.#head, 4, this.#entry);
      if (!this.#execute()) return;
      this.#head = (this.#head + entryBytes) % ringBytes;
    }
  }

  /** Carries out one command; an illegal one halts the queue until it is switched off and on. */
  #execute(): boolean {
    const entry = this.#entry;
    const command = byOpcode.get((entry[1] as number) >>> 28);
    const planned = this.faults.strike('illegal') !== undefined;
    if (planned || command === undefined || command.hasReservedBits(entry)) {
      this.#stopped = true;
      return false;
    }
    if (command === commands.completionWait) this.#complete();
    if (command === commands.completePprRequest) {
      const { DeviceID, CompletionTag, PPRCode } = commands.completePprRequest.fields;
      this.onAnswer?.({ device: DeviceID.get(entry), tag: CompletionTag.get(entry), code: PPRCode.get(entry) });
    }
    return true;
  }

  #complete(): void {
    const { s, i, StoreAddress } = commands.completionWait.fields;
    const entry = this.#entry;
    if (this.faults.strike('lost-completion') !== undefined) return;
    if (s.get(entry) === 1) {
      this.#bus.deviceStore64(this.#unit, StoreAddress.get(entry), entry[2] as number, entry[3] as number);
    }
    if (i.get(entry) === 1) this.#status |= status.ComWaitInt;
  }

  #half(offset: number, half: 0 | 1): number {
    return this.#wide.get(offset)?.[half] ?? 0;
  }

  #words(offset: number): Uint32Array {
    return Uint32Array.of(this.#half(offset, 0), this.#half(offset, 1));
  }
}
