/** The device side of an SMMU: takes commands, writes events and page requests, raises errors (reference hardware 2.2). */
import { BUS_INTERRUPT, type BusLog } from '../bus.js';
import { CMDQ_OP_ATC_INV, CMDQ_OP_CMD_SYNC, CMDQ_SYNC_0_CS_IRQ } from './command.js';
import { queueEmpty, queueFull, queueInc, queueIndex } from './queue.js';
import { eventRecord, priRecordWords, type PriRecord } from './records.js';
import * as R from './registers.js';

/** Failures that are armed. */
export interface SmmuFaults {
  /** Looks at CONS until commands are taken again. */
  stalled: number;
  /** Commands that are taken before one is found illegal; -1 for never. */
  illegalAfter: number;
  /** Commands that are taken before one cannot be fetched; -1 for never. */
  fetchAbortAfter: number;
  /** Syncs that complete before one whose ATC invalidations time out; -1 for never. */
  atcTimeoutAfter: number;
}

/** Opcodes that the SMMU knows. */
const KNOWN = new Set([
  0x01, 0x03, 0x04, 0x05, 0x06, 0x11, 0x12, 0x20, 0x21, 0x22, 0x28, 0x2a, 0x30, 0x40, 0x41, 0x44, 0x46,
]);
const COMMAND_BYTES = 16;
const EVENT_BYTES = 32;
const PRI_BYTES = 16;
const OVERFLOW = 0x8000_0000;

/** A queue as the device sees it: base register and pointers. */
interface Ring {
  base: number;
  log2size: number;
  prod: number;
  cons: number;
}

export class SmmuDevice {
  readonly faults: SmmuFaults = { stalled: 0, illegalAfter: -1, fetchAbortAfter: -1, atcTimeoutAfter: -1 };
  readonly #bus: BusLog;
  readonly #unit: number;
  cr0 = 0;
  strtab = 0;
  gerror = 0;
  gerrorn = 0;
  readonly cmdq: Ring = { base: 0, log2size: 0, prod: 0, cons: 0 };
  readonly evtq: Ring = { base: 0, log2size: 0, prod: 0, cons: 0 };
  readonly priq: Ring = { base: 0, log2size: 0, prod: 0, cons: 0 };
  /** ATC invalidations since the last sync. */
  #atcPending = false;

  constructor(bus: BusLog, unit: number) {
    this.#bus = bus;
    this.#unit = unit;
  }

  /** A driver's write of a register. */
  write(offset: number, lo: number, hi: number): void {
    switch (offset) {
      case R.ARM_SMMU_CR0:
        this.cr0 = lo;
        this.consume();
        return;
      case R.ARM_SMMU_GERRORN:
        this.#acknowledge(lo);
        return;
      case R.ARM_SMMU_STRTAB_BASE:
        this.strtab = (hi & 0xf_ffff) * 0x1_0000_0000 + ((lo & ~0x3f) >>> 0);
        return;
      case R.ARM_SMMU_CMDQ_BASE:
        setBase(this.cmdq, lo, hi);
        return;
      case R.ARM_SMMU_CMDQ_PROD:
        this.cmdq.prod = lo;
        this.consume();
        return;
      case R.ARM_SMMU_CMDQ_CONS:
        this.cmdq.cons = lo;
        return;
      case R.ARM_SMMU_EVTQ_BASE:
        setBase(this.evtq, lo, hi);
        return;
      case R.ARM_SMMU_EVTQ_PROD:
        this.evtq.prod = lo;
        return;
      case R.ARM_SMMU_EVTQ_CONS:
        this.evtq.cons = lo;
        return;
      case R.ARM_SMMU_PRIQ_BASE:
        setBase(this.priq, lo, hi);
        return;
      case R.ARM_SMMU_PRIQ_PROD:
        this.priq.prod = lo;
        return;
      case R.ARM_SMMU_PRIQ_CONS:
        this.priq.cons = lo;
        return;
      default:
        return;
    }
  }

  /** A driver's read of a register. */
  read(offset: number): number {
    switch (offset) {
      case R.ARM_SMMU_CR0:
      case R.ARM_SMMU_CR0ACK:
        return this.cr0;
      case R.ARM_SMMU_GERROR:
        return this.gerror;
      case R.ARM_SMMU_CMDQ_CONS:
        this.poll();
        return this.cmdq.cons;
      case R.ARM_SMMU_EVTQ_PROD:
        return this.evtq.prod;
      case R.ARM_SMMU_PRIQ_PROD:
        return this.priq.prod;
      default:
        return 0;
    }
  }

  /** Time passes while a driver polls. */
  poll(): void {
    if (this.faults.stalled > 0 && --this.faults.stalled === 0) this.consume();
  }

  get #stopped(): boolean {
    return ((this.gerror ^ this.gerrorn) & R.GERROR_CMDQ_ERR) !== 0;
  }

  /** Takes commands up to PROD, unless something keeps the SMMU from it. */
  consume(): void {
    const { cmdq } = this;
    if ((this.cr0 & R.CR0_CMDQEN) === 0) return;
    while (this.faults.stalled === 0 && !this.#stopped && !queueEmpty(cmdq.prod, cmdq.cons, cmdq.log2size)) {
      const error = this.#execute(cmdq.base + COMMAND_BYTES * queueIndex(cmdq.cons, cmdq.log2size));
      if (error !== 0) this.#raise(error);
      else cmdq.cons = queueInc(cmdq.cons, cmdq.log2size);
    }
  }

  #raise(error: number): void {
    this.cmdq.cons = (this.cmdq.cons | (error << R.CMDQ_CONS_ERR_SHIFT)) >>> 0;
    this.gerror ^= R.GERROR_CMDQ_ERR;
    this.#bus.log(BUS_INTERRUPT, this.#unit, 0, R.ARM_SMMU_GERROR, 0, 0, 0);
  }

  #acknowledge(gerrorn: number): void {
    const wasStopped = this.#stopped;
    this.gerrorn = gerrorn;
    if (!wasStopped || this.#stopped) return;
    this.cmdq.cons &= 2 ** R.CMDQ_CONS_ERR_SHIFT - 1;
    this.consume();
  }

  /** Error code of the command, 0 when it is done. */
  #execute(at: number): number {
    const { memory } = this.#bus;
    const { faults } = this;
    const word0 = memory.read32(at);
    const opcode = word0 & 0xff;
    if (strikes(faults, 'fetchAbortAfter')) return R.CMDQ_ERR_CERROR_ABT_IDX;
    if (strikes(faults, 'illegalAfter') || !KNOWN.has(opcode)) return R.CMDQ_ERR_CERROR_ILL_IDX;
    if (opcode === CMDQ_OP_ATC_INV) this.#atcPending = true;
    if (opcode !== CMDQ_OP_CMD_SYNC) return 0;
    if (this.#atcPending && strikes(faults, 'atcTimeoutAfter')) return R.CMDQ_ERR_CERROR_ATC_INV_IDX;
    this.#atcPending = false;
    if (((word0 >>> 12) & 3) === CMDQ_SYNC_0_CS_IRQ) {
      const address = (memory.read32(at + 12) & 0xf_ffff) * 0x1_0000_0000 + ((memory.read32(at + 8) & ~3) >>> 0);
      if (address !== 0) this.#bus.deviceStore32(this.#unit, address, memory.read32(at + 4));
    }
    return 0;
  }

  /** Records an event. False when the queue is off or full; the overflow flag toggles then. */
  event(inputs: Parameters<typeof eventRecord>[0]): boolean {
    return this.#produce(this.evtq, R.CR0_EVTQEN, EVENT_BYTES, eventRecord(inputs), R.ARM_SMMU_EVTQ_PROD);
  }

  /** Records a page request. False as for events. */
  pageRequest(record: PriRecord): boolean {
    return this.#produce(this.priq, R.CR0_PRIQEN, PRI_BYTES, priRecordWords(record), R.ARM_SMMU_PRIQ_PROD);
  }

  #produce(ring: Ring, enable: number, bytes: number, words: Uint32Array, cause: number): boolean {
    if ((this.cr0 & enable) === 0) return false;
    if (queueFull(ring.prod, ring.cons, ring.log2size)) {
      // One overflow at a time: software copies the flag to CONS when it has caught up.
      if (((ring.prod ^ ring.cons) & OVERFLOW) === 0) ring.prod = (ring.prod ^ OVERFLOW) >>> 0;
      return false;
    }
    const at = ring.base + bytes * queueIndex(ring.prod, ring.log2size);
    for (let word = 0; word < bytes / 4; word += 2) {
      this.#bus.deviceStore64(this.#unit, at + 4 * word, words[word]!, words[word + 1]!);
    }
    ring.prod = queueInc(ring.prod, ring.log2size);
    this.#bus.log(BUS_INTERRUPT, this.#unit, 0, cause, 0, 0, 0);
    return true;
  }
}

function setBase(ring: Ring, lo: number, hi: number): void {
  ring.log2size = lo & 0x1f;
  ring.base = (hi & 0xf_ffff) * 0x1_0000_0000 + ((lo & ~0x1f) >>> 0);
}

/** One use of a fault's site: true when it strikes, once. */
function strikes(faults: SmmuFaults, site: 'illegalAfter' | 'fetchAbortAfter' | 'atcTimeoutAfter'): boolean {
  return faults[site] >= 0 && faults[site]-- === 0;
}
