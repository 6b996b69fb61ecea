/** The device side of an AMD IOMMU: takes commands, writes semaphores and the PPR log (reference hardware 3.1, 3.4). */
import { BUS_INTERRUPT, type BusLog } from '../bus.js';
import { CMD_COMPL_WAIT } from './command.js';
import { pprEntryWords, type PprEntry } from './ppr-log.js';
import * as R from './registers.js';

/** Failures that are armed. */
export interface AmdFaults {
  /** Polls until commands are taken again. */
  stalled: number;
  /** Completion waits that work before one stores nothing; -1 for never. */
  lostWaitAfter: number;
  /** Commands that are taken before one is found illegal, which stops the buffer; -1 for never. */
  illegalAfter: number;
}

const KNOWN_COMMANDS: readonly number[] = [1, 2, 3, 4, 5, 7, 8];
const COMMAND_BYTES = 16;

export class AmdDevice {
  readonly faults: AmdFaults = { stalled: 0, lostWaitAfter: -1, illegalAfter: -1 };
  readonly #bus: BusLog;
  readonly #unit: number;
  devTable = 0;
  cmdBuf = 0;
  cmdHead = 0;
  cmdTail = 0;
  control = 0;
  status = 0;
  pprLog = 0;
  pprHead = 0;
  pprTail = 0;
  /** An illegal command was found: nothing is taken until the buffer is enabled again. */
  stopped = false;

  constructor(bus: BusLog, unit: number) {
    this.#bus = bus;
    this.#unit = unit;
  }

  /** A driver's write of a register. */
  write(offset: number, lo: number, hi: number): void {
    const address = (hi & 0xf_ffff) * 0x1_0000_0000 + ((lo & 0xffff_f000) >>> 0);
    switch (offset) {
      case R.MMIO_DEV_TABLE_OFFSET:
        this.devTable = address;
        return;
      case R.MMIO_CMD_BUF_OFFSET:
        this.cmdBuf = address;
        return;
      case R.MMIO_CONTROL_OFFSET:
        if ((lo & R.CONTROL_CMDBUF_EN) === 0) this.stopped = false;
        this.control = lo >>> 0;
        this.consume();
        return;
      case R.MMIO_CMD_HEAD_OFFSET:
        this.cmdHead = lo & 0x7fff0;
        return;
      case R.MMIO_CMD_TAIL_OFFSET:
        this.cmdTail = lo & 0x7fff0;
        this.consume();
        return;
      case R.MMIO_PPR_LOG_OFFSET:
        this.pprLog = address;
        return;
      case R.MMIO_PPR_HEAD_OFFSET:
        this.pprHead = lo & 0x7fff0;
        return;
      case R.MMIO_PPR_TAIL_OFFSET:
        this.pprTail = lo & 0x7fff0;
        return;
      case R.MMIO_STATUS_OFFSET:
        this.status &= ~lo;
        return;
      default:
        return;
    }
  }

  /** A driver's read of a 32-bit register. */
  read(offset: number): number {
    switch (offset) {
      case R.MMIO_CMD_HEAD_OFFSET:
        this.poll();
        return this.cmdHead;
      case R.MMIO_CMD_TAIL_OFFSET:
        return this.cmdTail;
      case R.MMIO_STATUS_OFFSET:
        return this.status;
      case R.MMIO_PPR_HEAD_OFFSET:
        return this.pprHead;
      case R.MMIO_PPR_TAIL_OFFSET:
        return this.pprTail;
      default:
        return 0;
    }
  }

  /** Time passes while a driver polls. */
  poll(): void {
    if (this.faults.stalled > 0 && --this.faults.stalled === 0) this.consume();
  }

  /** Takes commands up to the tail, unless something keeps the device from it. */
  consume(): void {
    if ((this.control & R.CONTROL_CMDBUF_EN) === 0) return;
    while (this.cmdHead !== this.cmdTail && this.faults.stalled === 0 && !this.stopped) {
      if (!this.#execute(this.cmdBuf + this.cmdHead)) {
        this.stopped = true;
        return;
      }
      this.cmdHead = (this.cmdHead + COMMAND_BYTES) % R.CMD_BUFFER_SIZE;
    }
  }

  /** False for a command that no IOMMU knows. */
  #execute(at: number): boolean {
    const { memory } = this.#bus;
    const [word0, word1] = [memory.read32(at), memory.read32(at + 4)];
    const opcode = word1 >>> 28;
    const { faults } = this;
    if (!KNOWN_COMMANDS.includes(opcode) || faults.illegalAfter === 0) {
      faults.illegalAfter = -1;
      return false;
    }
    if (faults.illegalAfter > 0) faults.illegalAfter--;
    if (opcode !== CMD_COMPL_WAIT) return true;
    if (faults.lostWaitAfter >= 0 && faults.lostWaitAfter-- === 0) return true;
    if ((word0 & 1) !== 0) {
      const address = (word1 & 0xf_ffff) * 0x1_0000_0000 + ((word0 & ~7) >>> 0);
      this.#bus.deviceStore64(this.#unit, address, memory.read32(at + 8), memory.read32(at + 12));
    }
    if ((word0 & 2) !== 0) this.#interrupt(R.STATUS_COM_WAIT_INT);
    return true;
  }

  /** A device asks for a page. False when the log is off or full. */
  pageRequest(entry: PprEntry): boolean {
    const next = (this.pprTail + COMMAND_BYTES) % R.PPR_LOG_SIZE;
    if ((this.control & R.CONTROL_PPRLOG_EN) === 0 || next === this.pprHead) return false;
    const words = pprEntryWords(entry);
    for (let word = 0; word < 4; word += 2) {
      this.#bus.deviceStore64(this.#unit, this.pprLog + this.pprTail + 4 * word, words[word]!, words[word + 1]!);
    }
    this.pprTail = next;
    this.#interrupt(R.STATUS_PPR_INT);
    return true;
  }

  #interrupt(bit: number): void {
    this.status |= bit;
    this.#bus.log(BUS_INTERRUPT, this.#unit, 0, R.MMIO_STATUS_OFFSET, 0, 0, 0);
  }
}
