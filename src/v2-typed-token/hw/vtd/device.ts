import type { BusLog, RegisterWindow } from '../bus.js';
import { FaultPlan } from '../fault-plan.js';
import { joined } from '../word64.js';
import { PageRequestRing } from './page-request-ring.js';
import { QueueConsumer, type VtdFault } from './queue-consumer.js';
import {
  capability,
  completionStatusRegister,
  extendedCapability,
  faultStatus,
  globalCommand,
  pageEventControlRegister,
  pageRequestStatus,
  register,
  rootTableAddress,
} from './registers.js';
import { VirtualCommandDevice } from './virtual-command-device.js';
import { vcmdGenerations, virtualCommandCapability } from './virtual-command-layout.js';
import type { VtdConfig } from './config.js';

const clearableFaults = faultStatus.IQE | faultStatus.ICE | faultStatus.ITE;
const offsetBits = 0x7_ffe0;
const oneShot = globalCommand.SRTP | globalCommand.WBF;

/** The VT-d unit itself: registers, and hardware that reacts to what is written to them. */
export class VtdDevice implements RegisterWindow {
  readonly faults = new FaultPlan<VtdFault>();
  readonly queue: QueueConsumer;
  readonly pageRequests: PageRequestRing;
  readonly virtualCommands: VirtualCommandDevice;
  readonly #capability: Uint32Array;
  readonly #extended: Uint32Array;
  readonly #root = new Uint32Array(2);
  #globalStatus = 0;

  constructor(bus: BusLog, unit: number, config: VtdConfig) {
    this.queue = new QueueConsumer(bus, unit, this.faults, config.scalable && config.running);
    this.pageRequests = new PageRequestRing(bus, unit, this.faults);
    this.virtualCommands = new VirtualCommandDevice(config.vcmd, this.faults);
    this.queue.onAnswer = (answer) => this.pageRequests.answer(answer);
    this.#capability = capability.encode({
      ND: 6,
      RWBF: Number(config.writeBufferFlush),
      CM: Number(config.cachingMode),
      SAGAW: 4,
      MGAW: 47,
      PSI: 1,
      MAMV: 18,
      DWD: Number(config.drainWrites),
      DRD: Number(config.drainReads),
      FS1GP: 1,
      FS5LP: Number(config.fiveLevel),
    });
    this.#extended = extendedCapability.encode({
      C: Number(config.coherent),
      QI: 1,
      DT: 1,
      NEST: Number(config.nesting),
      PRS: 1,
      SRS: Number(config.supervisor),
      EAFS: Number(config.extendedAccessed),
      PSS: config.pasidBits - 1,
      PASID: 1,
      SMTS: Number(config.scalable),
      VCS: Number(config.virtualCommands),
      SSTS: 1,
      FSTS: 1,
      SMPWCS: Number(config.pageWalkSnoop),
    });
  }

  /** Puts the unit in the state that a driver leaves after boot, without a trace of how it came there. */
  presetRunning(queueAddress: Uint32Array): void {
    this.queue.setAddress(queueAddress[0] as number, queueAddress[1] as number);
    this.queue.enabled = true;
    this.#globalStatus = globalCommand.TE | globalCommand.QIE;
  }

  writeRegister(offset: number, low: number, high: number): void {
    const layout = vcmdGenerations[this.virtualCommands.generation];
    switch (offset) {
      case register.IQT:
        this.queue.moveTail(low);
        break;
      case register.IQA:
        this.queue.setAddress(low, high);
        break;
      case register.GCMD:
        this.#command(low >>> 0);
        break;
      case register.RTADDR:
        this.#root.set([low, high]);
        break;
      case register.FSTS:
        this.queue.clearFaults(low & clearableFaults);
        break;
      case register.ICS:
        this.queue.waitInterrupt &= ~(low & completionStatusRegister.masks.IWC);
        break;
      case register.PQH:
        this.pageRequests.head = low & offsetBits;
        break;
      case register.PQT:
        this.pageRequests.tail = low & offsetBits;
        break;
      case register.PQA:
        this.pageRequests.address.set([low, high]);
        break;
      case register.PRS:
        this.pageRequests.status &= ~(low & (pageRequestStatus.PPR | pageRequestStatus.PRO));
        break;
      case register.PECTL:
        this.pageRequests.masked = (low & pageEventControlRegister.masks.IM) !== 0;
        break;
      case layout.VCMD:
        this.virtualCommands.write(low, high);
        break;
    }
  }

  readLow(offset: number): number {
    switch (offset) {
      case register.GSTS:
        return this.#globalStatus;
      case register.FSTS:
        return this.queue.faultBits;
      case register.IQH:
        return this.queue.head;
      case register.IQT:
        return this.queue.tail;
      case register.ICS:
        return this.queue.waitInterrupt;
      case register.PQH:
        return this.pageRequests.head;
      case register.PQT:
        return this.pageRequests.tail;
      case register.PRS:
        return this.pageRequests.status;
      default:
        return this.#readWide(offset, 0);
    }
  }

  readHigh(offset: number): number {
    const layout = vcmdGenerations[this.virtualCommands.generation];
    return offset === layout.VCRSP ? this.virtualCommands.readHigh() : this.#readWide(offset, 1);
  }

  #readWide(offset: number, half: 0 | 1): number {
    const layout = vcmdGenerations[this.virtualCommands.generation];
    switch (offset) {
      case register.CAP:
        return this.#capability[half] as number;
      case register.ECAP:
        return this.#extended[half] as number;
      case register.RTADDR:
        return this.#root[half] as number;
      case register.IQA:
        return this.queue.address[half] as number;
      case register.IQER:
        return this.queue.error[half] as number;
      case register.PQA:
        return this.pageRequests.address[half] as number;
      case layout.VCCAP:
        return half === 0 ? virtualCommandCapability.masks.PAS * extendedCapability.fields.VCS.get(this.#extended) : 0;
      case layout.VCRSP:
        return half === 0 ? this.virtualCommands.readLow() : 0;
      default:
        return 0;
    }
  }

  #command(word: number): void {
    if ((word & globalCommand.SRTP) !== 0) {
      this.queue.scalable = rootTableAddress.fields.TTM.get(this.#root) === 1;
      this.#globalStatus |= globalCommand.SRTP;
    }
    // WBF is done by the time it is read; the enable bits follow the command word.
    this.#globalStatus = ((word & ~oneShot) | (this.#globalStatus & globalCommand.SRTP)) >>> 0;
    this.queue.enable((word & globalCommand.QIE) !== 0);
  }

  /** Address of the root table in use. */
  get rootTable(): number {
    return joined((this.#root[0] as number) & ~0xfff, this.#root[1] as number);
  }
}
