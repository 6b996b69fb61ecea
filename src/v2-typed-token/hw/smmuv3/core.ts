import type { BusLog } from '../bus.js';
import { CommandQueue } from './command-queue.js';
import { smmuConfig, type SmmuConfig } from './config.js';
import { SmmuDevice } from './device.js';
import { control, queueBase, register, streamTableBase, streamTableConfig } from './registers.js';
import { StreamTable } from './stream-table.js';

const recordQueueLog2 = 7;

/** What every part of the driver of one unit works with. */
export class SmmuCore {
  readonly bus: BusLog;
  /** Index of the unit on the machine. */
  readonly unit: number;
  readonly config: SmmuConfig;
  readonly device: SmmuDevice;
  readonly queue: CommandQueue;
  readonly streams: StreamTable;
  readonly eventRing: number;
  readonly priRing: number;

  constructor(bus: BusLog, unit: number, partial: Partial<SmmuConfig>) {
    this.bus = bus;
    this.unit = unit;
    this.config = smmuConfig(partial);
    this.device = new SmmuDevice(bus, unit, this.config);
    this.queue = new CommandQueue(bus, unit, this.device, this.config);
    this.eventRing = bus.allocate(unit, 'eventQueue', 4096);
    this.priRing = bus.allocate(unit, 'priQueue', 4096);
    this.streams = new StreamTable(bus, unit, this.config);
    this.#presetRunning();
  }

  /** Values for the base registers of the event and the PRI queue. */
  recordQueueBase(ring: number): Uint32Array {
    return queueBase.encode({ LOG2SIZE: recordQueueLog2, ADDR: ring, RA: 1 });
  }

  /** Value for STRTAB_BASE. */
  streamTableBase(): Uint32Array {
    return streamTableBase.encode({ ADDR: this.streams.base, RA: 1 });
  }

  /** Value for STRTAB_BASE_CFG. */
  streamTableConfig(): number {
    const { twoLevelStreamTable, sidBits } = this.config;
    const words = streamTableConfig.encode(
      twoLevelStreamTable ? { LOG2SIZE: sidBits, SPLIT: 8, FMT: 1 } : { LOG2SIZE: sidBits },
    );
    return words[0] as number;
  }

  /** Driver writes a register. */
  write(width: 4 | 8, offset: number, low: number, high = 0): void {
    this.bus.writeRegister(this.unit, this.device, width, offset, low, high);
  }

  /** Driver reads a 32-bit register whose reads are recorded. */
  read(offset: number): number {
    return this.bus.readRegister(this.unit, this.device, 4, offset);
  }

  /** The state after a reset, without a trace of how it came there. */
  #presetRunning(): void {
    const { commands, events, pageRequests } = this.device;
    commands.base.set(this.queue.baseRegister());
    events.base.set(this.recordQueueBase(this.eventRing));
    pageRequests.base.set(this.recordQueueBase(this.priRing));
    const { pri, ats } = this.config;
    const optional = (pri ? control.PRIQEN : 0) | (ats ? control.ATSCHK : 0);
    this.device.writeRegister(register.CR0, control.SMMUEN | control.CMDQEN | control.EVENTQEN | optional, 0);
  }
}
