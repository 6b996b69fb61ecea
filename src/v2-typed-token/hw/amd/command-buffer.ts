import type { BusLog } from '../bus.js';
import type { FieldValues, Layout, Structure } from '../layout.js';
import { done, refused, type HwResult } from '../outcome.js';
import { joined } from '../word64.js';
import type { AmdDevice } from './device.js';
import { commandBufferBase, commands, control, entryBytes, register, ringBytes, ringLog2 } from './layouts.js';

// The ring is never filled: with this much room or less the driver looks where the head is.
const leastRoom = 0x20;

/** The driver's side of one IOMMU: command buffer, completion wait and registers. */
export class CommandBuffer {
  readonly unit: number;
  readonly device: AmdDevice;
  readonly semaphore: number;
  ring: number;
  /** Byte offset of the next command. */
  tail = 0;
  /** Head as it was read last. */
  rememberedHead = 0;
  /** Value that the last completion wait stores. */
  counter = 0;
  /** Something other than a wait was queued since the last wait. */
  needsSync = false;
  readonly #bus: BusLog;
  readonly #pollLimit: number;
  readonly #words = new Uint32Array(4);
  #control: number = control.CmdBufEn;

  constructor(bus: BusLog, unit: number, device: AmdDevice, pollLimit: number) {
    this.#bus = bus;
    this.unit = unit;
    this.device = device;
    this.#pollLimit = pollLimit;
    this.ring = bus.allocate(unit, 'commandBuffer', ringBytes);
    this.semaphore = bus.allocate(unit, 'commandSemaphore', 4096);
    const base = this.#baseRegister();
    device.writeRegister(register.CMD_BUF_BASE, base[0] as number, base[1] as number);
    device.writeRegister(register.CONTROL, this.#control, 0);
  }

  /** Lets a replay begin at a tail and a counter, with everything before them done. */
  startAt(state: { readonly tail: number; readonly counter: number; readonly needsSync: boolean }): void {
    this.tail = state.tail;
    this.counter = state.counter;
    this.needsSync = state.needsSync;
    this.device.startAt(state.tail);
    this.#bus.memory.write64(this.semaphore, state.counter, 0);
  }

  /**
   * Points the unit at its ring and starts it (`iommu_enable_command_buffer`); a given ring is used where it stands.
   */
  enable(ring = this.ring): void {
    this.ring = ring;
    const base = this.#baseRegister();
    this.write(8, register.CMD_BUF_BASE, base[0] as number, base[1] as number);
    this.changeControl(control.CmdBufEn, false);
    this.write(4, register.CMD_BUF_HEAD, 0);
    this.write(4, register.CMD_BUF_TAIL, 0);
    this.tail = 0;
    this.rememberedHead = 0;
    this.changeControl(control.CmdBufEn, true);
  }

  /** Queues one command; each has a tail write of its own. */
  queue<L extends Layout>(structure: Structure<L>, values: FieldValues<L>): HwResult {
    if (!this.#haveRoom()) return refused.queueFull;
    structure.encodeInto(this.#words, 0, values);
    const address = this.ring + this.tail;
    const words = this.#words;
    this.#bus.store64(this.unit, address, words[0] as number, words[1] as number);
    this.#bus.store64(this.unit, address + 8, words[2] as number, words[3] as number);
    this.tail = (this.tail + entryBytes) % ringBytes;
    this.write(4, register.CMD_BUF_TAIL, this.tail);
    this.needsSync = true;
    return done;
  }

  /** Waits until everything queued is done (`iommu_completion_wait`); nothing new queued means nothing to send. */
  wait(): HwResult {
    if (!this.needsSync) return this.#reached() ? done : refused.waitTimeOut;
    this.counter++;
    const queued = this.queue(commands.completionWait, {
      s: 1,
      StoreAddress: this.semaphore,
      StoreData: this.counter,
    });
    if (!queued.ok) return queued;
    this.needsSync = false;
    if (!this.#reached()) return refused.waitTimeOut;
    this.#bus.waited(this.unit, 8, this.semaphore, this.counter);
    return done;
  }

  /** Driver writes a register. */
  write(width: 4 | 8, offset: number, low: number, high = 0): void {
    this.#bus.writeRegister(this.unit, this.device, width, offset, low, high);
  }

  /** Driver reads a 32-bit register whose reads are recorded. */
  read(offset: number): number {
    return this.#bus.readRegister(this.unit, this.device, 4, offset);
  }

  /** Changes one bit of CONTROL. */
  changeControl(bit: number, on: boolean): void {
    this.#control = on ? this.#control | bit : this.#control & ~bit;
    this.write(8, register.CONTROL, this.#control);
  }

  #baseRegister(): Uint32Array {
    return commandBufferBase.encode({ ComBase: this.ring, ComLen: ringLog2 });
  }

  #haveRoom(): boolean {
    const next = (this.tail + entryBytes) % ringBytes;
    for (let polls = 0; polls <= this.#pollLimit; polls++) {
      if ((this.rememberedHead - next + ringBytes) % ringBytes > leastRoom) return true;
      this.rememberedHead = this.read(register.CMD_BUF_HEAD);
      this.device.tick();
    }
    return false;
  }

  #reached(): boolean {
    const { memory } = this.#bus;
    for (let polls = 0; polls <= this.#pollLimit; polls++) {
      if (joined(memory.read32(this.semaphore), memory.read32(this.semaphore + 4)) >= this.counter) return true;
      this.device.tick();
    }
    return false;
  }
}
