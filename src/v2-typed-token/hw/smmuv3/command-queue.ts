import type { BusLog } from '../bus.js';
import type { FieldValues, Layout, Structure } from '../layout.js';
import { done, refused, type HwResult } from '../outcome.js';
import { commands, completionSignal, syncAttributes } from './commands.js';
import type { SmmuConfig } from './config.js';
import type { SmmuDevice } from './device.js';
import { advanced, hasSpace, indexOf, isConsumed } from './queue-pointers.js';
import { commandError, globalError, queueBase, register } from './registers.js';

const entryBytes = 16;
const batchEntries = 64;

/** The driver's side of the command queue (`arm_smmu_cmdq_issue_cmdlist`). */
export class CommandQueue {
  readonly ring: number;
  readonly log2size: number;
  /** Producer pointer: index and wrap bit. */
  producer = 0;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #device: SmmuDevice;
  readonly #config: SmmuConfig;
  readonly #staged = new Uint32Array(4 * (batchEntries + 1));
  #count = 0;

  constructor(bus: BusLog, unit: number, device: SmmuDevice, config: SmmuConfig) {
    this.#bus = bus;
    this.#unit = unit;
    this.#device = device;
    this.#config = config;
    this.log2size = config.commandQueueLog2;
    this.ring = bus.allocate(unit, 'commandQueue', entryBytes * 2 ** this.log2size);
  }

  /** Lets a replay begin at a pointer, with everything before it consumed. */
  startAt(pointer: number): void {
    this.producer = pointer;
    this.#device.commands.producer = pointer;
    this.#device.commands.consumer = pointer;
  }

  /** Value for CMDQ_BASE. */
  baseRegister(): Uint32Array {
    return queueBase.encode({ LOG2SIZE: this.log2size, ADDR: this.ring, RA: 1 });
  }

  /** Adds a command to the batch; a batch that is full goes out first, without a SYNC. */
  add<L extends Layout>(structure: Structure<L>, values: FieldValues<L>): HwResult {
    const outcome = this.#count === batchEntries ? this.#issue(false) : done;
    structure.encodeInto(this.#staged, 4 * this.#count, values);
    this.#count++;
    return outcome;
  }

  /** Sends the batch with a SYNC behind it and waits until that is done. */
  submit(): HwResult {
    return this.#issue(true);
  }

  /** Sends the batch without waiting for it. */
  post(): HwResult {
    return this.#issue(false);
  }

  #issue(synchronize: boolean): HwResult {
    const count = this.#count + Number(synchronize);
    this.#bus.barrier(this.#unit);
    if (!this.#haveRoom(count)) {
      this.#count = 0;
      return refused.queueFull;
    }
    const syncAt = advanced(this.producer, this.log2size, this.#count);
    if (synchronize) this.#stageSync(syncAt);
    for (let i = 0; i < count; i++) this.#store(advanced(this.producer, this.log2size, i), 4 * i);
    this.#count = 0;
    this.producer = advanced(this.producer, this.log2size, count);
    this.#bus.writeRegister(this.#unit, this.#device, 4, register.CMDQ_PROD, this.producer);
    if (!synchronize) {
      this.handleErrors();
      return done;
    }
    return this.#waitFor(syncAt);
  }

  #stageSync(pointer: number): void {
    const address = this.ring + entryBytes * indexOf(pointer, this.log2size);
    commands.sync.encodeInto(this.#staged, 4 * this.#count, {
      ...syncAttributes,
      CS: this.#config.msiPolling ? completionSignal.msi : completionSignal.sev,
      MSIAddress: this.#config.msiPolling ? address : 0,
    });
  }

  #store(pointer: number, at: number): void {
    const address = this.ring + entryBytes * indexOf(pointer, this.log2size);
    const words = this.#staged;
    this.#bus.store64(this.#unit, address, words[at] as number, words[at + 1] as number);
    this.#bus.store64(this.#unit, address + 8, words[at + 2] as number, words[at + 3] as number);
  }

  #waitFor(sync: number): HwResult {
    const address = this.ring + entryBytes * indexOf(sync, this.log2size);
    for (let polls = 0; polls <= this.#config.pollLimit; polls++) {
      this.handleErrors();
      const consumer = this.#device.readLow(register.CMDQ_CONS);
      const seen = this.#config.msiPolling
        ? this.#bus.memory.read32(address) === 0
        : isConsumed(consumer, sync, this.log2size);
      if (seen) {
        this.#bus.waited(this.#unit, 4, register.CMDQ_CONS, consumer);
        return done;
      }
      this.#device.commands.tick();
    }
    return refused.waitTimeOut;
  }

  #haveRoom(count: number): boolean {
    for (let polls = 0; polls <= this.#config.pollLimit; polls++) {
      this.handleErrors();
      if (hasSpace(this.producer, this.#device.readLow(register.CMDQ_CONS), this.log2size, count)) return true;
      this.#device.commands.tick();
    }
    return false;
  }

  /**
   * The global error interrupt (`arm_smmu_gerror_handler`): an illegal command becomes a SYNC, then it is
   * acknowledged.
   */
  handleErrors(): void {
    for (let polls = 0; polls <= this.#config.pollLimit; polls++) {
      const gerror = this.#device.readLow(register.GERROR);
      const active = gerror ^ this.#device.readLow(register.GERRORN);
      if (active === 0) return;
      if ((active & globalError.CMDQ_ERR) !== 0) this.#skipIllegal();
      this.#bus.writeRegister(this.#unit, this.#device, 4, register.GERRORN, gerror);
    }
  }

  #skipIllegal(): void {
    const consumer = this.#device.readLow(register.CMDQ_CONS);
    if (((consumer >>> 24) & 0x7f) !== commandError.illegal) return;
    const sync = commands.sync.encode({ ...syncAttributes, CS: completionSignal.none });
    const address = this.ring + entryBytes * indexOf(consumer, this.log2size);
    this.#bus.store64(this.#unit, address, sync[0] as number, sync[1] as number);
    this.#bus.store64(this.#unit, address + 8, sync[2] as number, sync[3] as number);
  }
}
