import type { BusLog } from '../bus.js';
import type { FaultPlan } from '../fault-plan.js';
import { commands, completionSignal } from './commands.js';
import { advanced, indexOf, isEmpty } from './queue-pointers.js';
import { commandError, globalError, queueBase, register } from './registers.js';

/** What can go wrong in an SMMUv3: `value` of a stall is the number of polls that it lasts. */
export type SmmuFault = 'stall' | 'illegal' | 'fetch-abort' | 'atc-timeout';

const byOpcode = new Map(Object.values(commands).map((one) => [one.fields.Opcode.fixed as number, one]));
const errorShift = 24;
const entryBytes = 16;

/** An answer to a device as it left the unit. */
export interface DeviceAnswer {
  readonly kind: 'pri' | 'stall';
  readonly streamId: number;
  /** Page request group, or stall tag. */
  readonly tag: number;
  readonly code: number;
}

/** The side of the command queue that hardware plays. */
export class CommandConsumer {
  producer = 0;
  /** Index and wrap of the consumer; the error code stands in bits 30:24. */
  consumer = 0;
  enabled = false;
  gerror = 0;
  gerrorn = 0;
  readonly base = new Uint32Array(2);
  onAnswer: ((answer: DeviceAnswer) => void) | undefined;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #faults: FaultPlan<SmmuFault>;
  readonly #entry = new Uint32Array(4);
  #stalled = 0;

  constructor(bus: BusLog, unit: number, faults: FaultPlan<SmmuFault>) {
    this.#bus = bus;
    this.#unit = unit;
    this.#faults = faults;
  }

  /** Driver moved the producer: everything up to it is consumed, unless something stops the queue. */
  moveProducer(pointer: number): void {
    this.producer = pointer;
    const polls = this.enabled ? this.#faults.strike('stall') : undefined;
    if (polls !== undefined) this.#stalled = Math.max(polls, 1);
    this.run();
  }

  /** One poll of the driver passes. */
  tick(): void {
    if (this.#stalled > 0 && --this.#stalled === 0) this.run();
  }

  /** Driver acknowledges errors; a command error that is gone lets the queue go on at the same entry. */
  acknowledge(gerrorn: number): void {
    this.gerrorn = gerrorn;
    if (!this.#failed) this.consumer = (this.consumer & 0x80ff_ffff) >>> 0;
    this.run();
  }

  /** Fetches and carries out commands until the queue is empty or something stops it. */
  run(): void {
    if (!this.enabled) return;
    const log2size = queueBase.fields.LOG2SIZE.get(this.base);
    const ring = queueBase.fields.ADDR.get(this.base);
    while (!isEmpty(this.producer, this.consumer, log2size)) {
      if (this.#stalled > 0 || this.#failed) return;
      const at = ring + entryBytes * indexOf(this.consumer, log2size);
      this.#bus.memory.readWords(at, 4, this.#entry);
      const error = this.#execute();
      if (error !== commandError.none) {
        this.#fail(error);
        return;
      }
      this.consumer = advanced(this.consumer, log2size);
    }
  }

  get #failed(): boolean {
    return ((this.gerror ^ this.gerrorn) & globalError.CMDQ_ERR) !== 0;
  }

  #fail(error: number): void {
    this.consumer = ((this.consumer & 0x80ff_ffff) | (error << errorShift)) >>> 0;
    this.gerror ^= globalError.CMDQ_ERR;
    this.#bus.interrupt(this.#unit, register.GERROR, this.gerror);
  }

  #execute(): number {
    const entry = this.#entry;
    const command = byOpcode.get((entry[0] as number) & 0xff);
    if (this.#faults.strike('fetch-abort') !== undefined) return commandError.fetchAbort;
    if (this.#faults.strike('illegal') !== undefined) return commandError.illegal;
    if (command === undefined || command.hasReservedBits(entry)) return commandError.illegal;
    if (command === commands.sync) return this.#synchronize();
    if (command === commands.priResp || command === commands.resume) this.#answer(command === commands.resume);
    return commandError.none;
  }

  /** A device that does not answer an ATC invalidation is found at the SYNC behind it. */
  #synchronize(): number {
    if (this.#faults.strike('atc-timeout') !== undefined) return commandError.atcTimeout;
    const { fields } = commands.sync;
    const entry = this.#entry;
    const address = fields.MSIAddress.get(entry);
    if (fields.CS.get(entry) === completionSignal.msi && address !== 0) {
      this.#bus.deviceStore32(this.#unit, address, fields.MSIData.get(entry));
    }
    return commandError.none;
  }

  #answer(stall: boolean): void {
    const entry = this.#entry;
    const { resume, priResp } = commands;
    const streamId = priResp.fields.StreamID.get(entry);
    this.onAnswer?.(
      stall
        ? { kind: 'stall', streamId, tag: resume.fields.STAG.get(entry), code: resume.fields.Action.get(entry) }
        : { kind: 'pri', streamId, tag: priResp.fields.PRGIndex.get(entry), code: priResp.fields.Resp.get(entry) },
    );
  }
}
