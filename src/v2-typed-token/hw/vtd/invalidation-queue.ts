import type { BusLog } from '../bus.js';
import type { FieldValues, Layout, Structure } from '../layout.js';
import { done, refused, type HwResult } from '../outcome.js';
import type { VtdDevice } from './device.js';
import { descriptors } from './descriptors.js';
import { faultStatus, invalidationQueueAddress, register } from './registers.js';

const slots = 256;
const statusDone = 2;
const statusAborted = 3;
const statusFree = 0;
const statusInUse = 1;
const maxGroup = 7;

/** The driver's side of the invalidation queue: puts groups of descriptors, each closed by a wait, and polls for it. */
export class InvalidationQueue {
  readonly ring: number;
  readonly status: number;
  /** Bytes per slot: 32 in scalable mode, 16 otherwise. */
  readonly entryBytes: 16 | 32;
  /** Next free slot. */
  index = 0;
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly #device: VtdDevice;
  readonly #pollLimit: number;
  readonly #staged = new Uint32Array(8 * (maxGroup + 1));
  readonly #state = new Uint8Array(slots);
  readonly #abandoned: { readonly first: number; readonly count: number; readonly wait: number }[] = [];
  #free = slots;
  #oldest = 0;
  #count = 0;

  constructor(bus: BusLog, unit: number, device: VtdDevice, scalable: boolean, pollLimit: number) {
    this.#bus = bus;
    this.#unit = unit;
    this.#device = device;
    this.#pollLimit = pollLimit;
    this.entryBytes = scalable ? 32 : 16;
    this.ring = bus.allocate(unit, 'invalidationQueue', 8192);
    this.status = bus.allocate(unit, 'queueStatus', 4096);
  }

  /** Value for IQA: one page of 128-bit slots, or two of 256-bit slots. */
  addressRegister(): Uint32Array {
    const wide = Number(this.entryBytes === 32);
    return invalidationQueueAddress.encode({ QS: wide, DW: wide, IQA: this.ring });
  }

  /** Lets a replay begin at a slot, with everything before it consumed. */
  startAt(index: number): void {
    this.index = index;
    this.#oldest = index;
    this.#device.queue.head = index * this.entryBytes;
    this.#device.queue.tail = index * this.entryBytes;
  }

  /** Adds a descriptor to the group that the next `submit` publishes. */
  stage<L extends Layout>(structure: Structure<L>, values: FieldValues<L>): void {
    if (this.#count === maxGroup) throw new RangeError(`a group holds ${maxGroup} descriptors`);
    structure.encodeInto(this.#staged, 8 * this.#count, values);
    this.#count++;
  }

  /** Publishes the staged group with one tail write and polls until its wait descriptor has reported. */
  submit(drainPageRequests = false): HwResult {
    const count = this.#count;
    this.#count = 0;
    for (let attempt = 0; attempt <= this.#pollLimit; attempt++) {
      if (!this.#haveRoom(count + 2)) return refused.queueFull;
      const first = this.index;
      const wait = (first + count) % slots;
      this.#stageWait(count, wait, drainPageRequests);
      this.#publish(first, count + 1);
      const seen = this.#poll(first, wait);
      if (seen === 'time-out') {
        this.#abandoned.push({ first, count: count + 1, wait });
        return refused.waitTimeOut;
      }
      this.#release(first, count + 1);
      if (seen === 'invalid') return refused.invalidDescriptor;
      if (seen === 'done') {
        this.#bus.waited(this.#unit, 4, this.status + 4 * wait, statusDone);
        return done;
      }
    }
    return refused.waitTimeOut;
  }

  #stageWait(count: number, slot: number, drain: boolean): void {
    descriptors.wait.encodeInto(this.#staged, 8 * count, {
      SW: 1,
      PD: Number(drain),
      'Status Data': statusDone,
      'Status Address': this.status + 4 * slot,
    });
  }

  #publish(first: number, count: number): void {
    for (let i = 0; i < count; i++) {
      const slot = (first + i) % slots;
      this.#state[slot] = statusInUse;
      this.#bus.memory.write32(this.status + 4 * slot, statusInUse);
      this.#store(slot, 8 * i);
    }
    this.index = (first + count) % slots;
    this.#free -= count;
    this.#bus.writeRegister(this.#unit, this.#device, 4, register.IQT, this.index * this.entryBytes);
  }

  #store(slot: number, at: number): void {
    const address = this.ring + slot * this.entryBytes;
    for (let byte = 0; byte < this.entryBytes; byte += 8) {
      const word = at + byte / 4;
      this.#bus.store64(this.#unit, address + byte, this.#staged[word] as number, this.#staged[word + 1] as number);
    }
  }

  #poll(first: number, wait: number): 'done' | 'invalid' | 'aborted' | 'time-out' {
    for (let polls = 0; polls <= this.#pollLimit; polls++) {
      const fault = this.#device.readLow(register.FSTS);
      if (fault !== 0 && this.#handleFault(fault, first, wait)) return 'invalid';
      if (this.#state[wait] === statusAborted) return 'aborted';
      if (this.#bus.memory.read32(this.status + 4 * wait) === statusDone) return 'done';
      this.#device.queue.tick();
    }
    return 'time-out';
  }

  /** Error handling of reference 1.4; true when the group's first descriptor was refused. */
  #handleFault(fault: number, first: number, wait: number): boolean {
    if ((fault & faultStatus.IQE) !== 0 && this.#device.readLow(register.IQH) === first * this.entryBytes) {
      this.#store(first, 8 * ((wait - first + slots) % slots));
      this.#clearFault(faultStatus.IQE);
      return true;
    }
    if ((fault & faultStatus.ITE) !== 0) {
      this.#clearFault(faultStatus.ITE);
      this.#abortUnfinished();
    }
    if ((fault & faultStatus.ICE) !== 0) this.#clearFault(faultStatus.ICE);
    return false;
  }

  #clearFault(bit: number): void {
    this.#bus.writeRegister(this.#unit, this.#device, 4, register.FSTS, bit);
  }

  #abortUnfinished(): void {
    for (let slot = 0; slot < slots; slot++) {
      const unfinished = this.#bus.memory.read32(this.status + 4 * slot) !== statusDone;
      if (this.#state[slot] === statusInUse && unfinished) this.#state[slot] = statusAborted;
    }
  }

  #haveRoom(needed: number): boolean {
    for (let polls = 0; polls <= this.#pollLimit; polls++) {
      this.#reclaim();
      if (this.#free >= needed) return true;
      this.#device.queue.tick();
    }
    return false;
  }

  /** Takes back slots of calls that were given up and whose wait has reported since. */
  #reclaim(): void {
    for (let i = this.#abandoned.length - 1; i >= 0; i--) {
      const group = this.#abandoned[i] as { first: number; count: number; wait: number };
      if (this.#bus.memory.read32(this.status + 4 * group.wait) !== statusDone) continue;
      this.#abandoned.splice(i, 1);
      for (let n = 0; n < group.count; n++) this.#state[(group.first + n) % slots] = statusFree;
    }
    while (this.#free < slots && this.#state[this.#oldest] !== statusInUse) {
      this.#state[this.#oldest] = statusFree;
      this.#oldest = (this.#oldest + 1) % slots;
      this.#free++;
    }
  }

  #release(first: number, count: number): void {
    for (let i = 0; i < count; i++) this.#state[(first + i) % slots] = statusFree;
    this.#reclaim();
  }
}
