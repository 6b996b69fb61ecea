import type { BusLog } from '../bus.js';
import { done, refused, type HwResult } from '../outcome.js';
import { kernelTraits, type KernelTraits, type VtdConfig } from './config.js';
import { VtdDevice } from './device.js';
import { InvalidationQueue } from './invalidation-queue.js';
import { Invalidations } from './invalidations.js';
import { globalCommand, register } from './registers.js';

/** What every part of the driver of one unit works with. */
export class VtdCore {
  readonly bus: BusLog;
  /** Index of the unit on the machine. */
  readonly unit: number;
  readonly config: VtdConfig;
  readonly traits: KernelTraits;
  readonly device: VtdDevice;
  readonly queue: InvalidationQueue;
  readonly invalidate: Invalidations;
  /** Enable bits that every command word repeats. */
  retained = 0;

  constructor(bus: BusLog, unit: number, config: VtdConfig) {
    this.bus = bus;
    this.unit = unit;
    this.config = config;
    this.traits = kernelTraits[config.kernel];
    this.device = new VtdDevice(bus, unit, config);
    this.queue = new InvalidationQueue(bus, unit, this.device, config.scalable, config.pollLimit);
    this.invalidate = new Invalidations(this.queue, { DW: config.drainWrites ? 1 : 0, DR: config.drainReads ? 1 : 0 });
    if (config.running) {
      this.device.presetRunning(this.queue.addressRegister());
      this.retained = globalCommand.TE | globalCommand.QIE;
    }
  }

  /** Writes one changed command bit beside the retained ones and polls GSTS until it shows `expected`. */
  command(bit: number, expected: { readonly mask: number; readonly set: boolean }, traits = this.traits): HwResult {
    const word = (this.retained | bit) >>> 0;
    this.bus.writeRegister(this.unit, this.device, 4, register.GCMD, word);
    for (let polls = 0; polls <= this.config.pollLimit; polls++) {
      const seen = traits.recordsGlobalStatus
        ? this.bus.readRegister(this.unit, this.device, 4, register.GSTS)
        : this.device.readLow(register.GSTS);
      if (((seen & expected.mask) !== 0) === expected.set) return done;
    }
    return refused.registerTimeOut;
  }

  /** Flushes the write buffer, on units that need it. */
  flushWriteBuffer(traits = this.traits): HwResult {
    if (!this.config.writeBufferFlush) return done;
    return this.command(globalCommand.WBF, { mask: globalCommand.WBF, set: false }, traits);
  }

  /** Writes cache lines back when the unit does not snoop. */
  writeBack(address: number, bytes: number): void {
    if (!this.config.coherent) this.bus.flushCache(this.unit, address, bytes);
  }
}
