/** The driver's view of one AMD IOMMU: its registers, command buffer and semaphore (reference hardware 3.5). */
import { BUS_MMIO_READ, BUS_MMIO_WRITE, type BusLog } from '../bus.js';
import { REGION_COMMAND_BUFFER, REGION_COMMAND_SEMAPHORE, REGION_PPR_LOG } from '../record-codes.js';
import { completionWait, type AmdCommand } from './command.js';
import { AmdDevice } from './device.js';
import type { AmdDeviceTable } from './device-table.js';
import * as R from './registers.js';

const EIO = 5;
const COMMAND_BYTES = 16;
/** Room that the driver keeps free, in bytes. */
const KEPT_FREE = 0x20;
/** Reads or looks before the driver gives up (C: `LOOP_TIMEOUT`). */
const LOOP_TIMEOUT = 1000;

export interface AmdConfig {
  /** Index of the IOMMU on its machine. */
  readonly unit: number;
  /** EPHSup: page requests may be enabled in the device table. */
  readonly ephsup?: boolean;
  /** GLXSup: the highest number of GCR3 levels, less one. */
  readonly glxMax?: number;
}

export class AmdIommu {
  readonly bus: BusLog;
  readonly unit: number;
  readonly config: Required<AmdConfig>;
  readonly device: AmdDevice;
  cmdBuf = 0;
  semaphore = 0;
  /** Tail, and the head as the driver saw it last. */
  cmdTail = 0;
  cmdHead = 0;
  /** Value that the last completion wait stores; grows by one per wait. */
  semValue = 0;
  /** Something other than a wait was queued since the last one. */
  needSync = false;
  #control = 0;

  constructor(bus: BusLog, config: AmdConfig) {
    this.bus = bus;
    this.unit = config.unit;
    this.config = { ephsup: true, glxMax: 2, ...config };
    this.device = new AmdDevice(bus, config.unit);
  }

  /** Buffer and semaphore in memory, and the buffer on. */
  boot(): void {
    this.allocate();
    this.enableCommandBuffer(this.cmdBuf);
  }

  allocate(): void {
    this.cmdBuf = this.bus.allocRegion(this.unit, R.CMD_BUFFER_SIZE, REGION_COMMAND_BUFFER);
    this.semaphore = this.bus.allocRegion(this.unit, 4096, REGION_COMMAND_SEMAPHORE);
  }

  /** Takes a buffer that is there already and on; registers are set without being recorded. */
  adopt(cmdBuf: number, semaphore: number, tail: number): void {
    this.cmdBuf = cmdBuf;
    this.semaphore = semaphore;
    this.cmdTail = tail;
    this.#control = R.CONTROL_CMDBUF_EN;
    Object.assign(this.device, { cmdBuf, cmdHead: tail, cmdTail: tail, control: R.CONTROL_CMDBUF_EN });
  }

  writel(offset: number, value: number): void {
    this.bus.log(BUS_MMIO_WRITE, this.unit, 4, offset, value >>> 0, 0, 0);
    this.device.write(offset, value, 0);
  }

  writeq(offset: number, lo: number, hi: number): void {
    this.bus.log(BUS_MMIO_WRITE, this.unit, 8, offset, lo >>> 0, hi >>> 0, 0);
    this.device.write(offset, lo, hi);
  }

  readl(offset: number): number {
    const value = this.device.read(offset);
    this.bus.log(BUS_MMIO_READ, this.unit, 4, offset, value >>> 0, 0, 0);
    return value;
  }

  #controlBit(bit: number, on: boolean): void {
    this.#control = on ? this.#control | bit : this.#control & ~bit;
    this.writeq(R.MMIO_CONTROL_OFFSET, this.#control, 0);
  }

  /** C: `iommu_enable_command_buffer`. */
  enableCommandBuffer(base: number): void {
    this.cmdBuf = base;
    this.writeq(R.MMIO_CMD_BUF_OFFSET, ...R.ringBase(base));
    this.#controlBit(R.CONTROL_CMDBUF_EN, false);
    this.writel(R.MMIO_CMD_HEAD_OFFSET, 0);
    this.writel(R.MMIO_CMD_TAIL_OFFSET, 0);
    this.cmdHead = 0;
    this.cmdTail = 0;
    this.#controlBit(R.CONTROL_CMDBUF_EN, true);
  }

  /** C: `iommu_enable_ppr_log`. `base` is where the log lies; allocated when absent. */
  enablePprLog(base?: number): void {
    const log = base ?? this.bus.allocRegion(this.unit, R.PPR_LOG_SIZE, REGION_PPR_LOG);
    this.writeq(R.MMIO_PPR_LOG_OFFSET, ...R.ringBase(log));
    this.writel(R.MMIO_PPR_HEAD_OFFSET, 0);
    this.writel(R.MMIO_PPR_TAIL_OFFSET, 0);
    this.#controlBit(R.CONTROL_PPRLOG_EN, true);
    this.#controlBit(R.CONTROL_PPR_EN, true);
  }

  /** C: `iommu_set_device_table`. */
  setDeviceTable({ base, bytes }: Pick<AmdDeviceTable, 'base' | 'bytes'>): void {
    this.writeq(R.MMIO_DEV_TABLE_OFFSET, ...R.deviceTableBase(base, bytes / 4096));
  }

  /** C: `iommu_queue_command`. 0, or -EIO when no room came. */
  queueCommand(command: AmdCommand, sync = true): number {
    const next = (this.cmdTail + COMMAND_BYTES) % R.CMD_BUFFER_SIZE;
    for (let looks = 0; this.#left(next) <= KEPT_FREE; looks++) {
      if (looks === LOOP_TIMEOUT) return -EIO;
      this.cmdHead = this.readl(R.MMIO_CMD_HEAD_OFFSET);
    }
    const at = this.cmdBuf + this.cmdTail;
    this.bus.store64(this.unit, at, command[0]!, command[1]!);
    this.bus.store64(this.unit, at + 8, command[2]!, command[3]!);
    this.cmdTail = next;
    this.writel(R.MMIO_CMD_TAIL_OFFSET, next);
    this.needSync = sync;
    return 0;
  }

  /** Bytes between a tail and the remembered head. */
  #left(tail: number): number {
    return (this.cmdHead - tail + R.CMD_BUFFER_SIZE) % R.CMD_BUFFER_SIZE;
  }

  /** C: `iommu_completion_wait`. Nothing is done when nothing was queued. 0, or -EIO when the semaphore never came. */
  completionWait(): number {
    if (!this.needSync) return 0;
    this.semValue++;
    const data = { lo: this.semValue >>> 0, hi: Math.floor(this.semValue / 0x1_0000_0000) };
    const queued = this.queueCommand(completionWait({ s: 1 }, this.semaphore, data), false);
    return queued === 0 ? this.#waitOnSemaphore(data) : queued;
  }

  #waitOnSemaphore({ lo, hi }: { readonly lo: number; readonly hi: number }): number {
    const { memory } = this.bus;
    for (let looks = 0; looks < LOOP_TIMEOUT; looks++) {
      if (memory.read32(this.semaphore) === lo && memory.read32(this.semaphore + 4) === hi) {
        this.bus.waited(this.unit, 8, this.semaphore, lo, hi);
        return 0;
      }
      this.device.poll();
    }
    return -EIO;
  }
}
