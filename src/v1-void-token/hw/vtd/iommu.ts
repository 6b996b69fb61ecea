/** The driver's view of one VT-d unit: registers, invalidation queue, PASID directories of its devices. */
import { BUS_MMIO_READ, BUS_MMIO_WRITE, type BusLog } from '../bus.js';
import { REGION_INVALIDATION_QUEUE, REGION_PASID_DIRECTORY, REGION_QUEUE_STATUS } from '../record-codes.js';
import { cap_caching_mode, capabilities, ecap_smts, ecap_vcs } from './capabilities.js';
import { VtdDevice } from './device.js';
import { qiWait, type QiDesc } from './qi-descriptor.js';
import * as R from './registers.js';

export type VtdKernel = '6.1.192' | '5.10.198';

export interface VtdConfig {
  /** Index of the unit on its machine. */
  readonly unit: number;
  readonly kernel?: VtdKernel;
  /** CAP.CM, CAP.RWBF, CAP.FS5LP, CAP.DWD and CAP.DRD. */
  readonly cachingMode?: boolean;
  readonly rwbf?: boolean;
  readonly fs5lp?: boolean;
  readonly drain?: boolean;
  /** ECAP.C, ECAP.NEST, ECAP.SRS, ECAP.EAFS, ECAP.SMPWCS, ECAP.SMTS. */
  readonly coherent?: boolean;
  readonly nest?: boolean;
  readonly srs?: boolean;
  readonly eafs?: boolean;
  readonly smpwcs?: boolean;
  readonly scalable?: boolean;
  /** ECAP.VCS; a unit that caches what is not present is a virtual one, and has it unless told otherwise. */
  readonly virtualCommands?: boolean;
  readonly vcmd?: 'current' | 'old';
}

/** A device behind the unit, as the driver knows it. */
export interface VtdEndpoint {
  /** Requester id: bus, device, function. */
  readonly sid: number;
  readonly ats: boolean;
  readonly pri: boolean;
  /** Depth of its invalidation queue. */
  readonly qdep: number;
  readonly pfsid: number;
  /** Address of its PASID directory. */
  readonly directory: number;
}

export const QI_LENGTH = 256;
const QI_IN_USE = 1;
const QI_DONE = 2;
const QI_ABORT = 3;
/** Looks at the head before a driver gives up on a full queue. */
const PATIENCE = 1000;

export class VtdIommu {
  readonly bus: BusLog;
  readonly unit: number;
  readonly config: Required<VtdConfig>;
  readonly device: VtdDevice;
  readonly layout: R.VcmdLayout;
  /** Retained enable bits of GCMD. */
  gcmd = 0;
  queueBase = 0;
  statusBase = 0;
  /** Next free slot of the ring. */
  freeHead = 0;
  entryBytes: 16 | 32;

  constructor(bus: BusLog, config: VtdConfig) {
    this.bus = bus;
    this.unit = config.unit;
    this.config = {
      kernel: '6.1.192',
      cachingMode: false,
      rwbf: false,
      fs5lp: false,
      drain: false,
      coherent: true,
      nest: true,
      srs: true,
      eafs: false,
      smpwcs: true,
      scalable: true,
      virtualCommands: config.cachingMode ?? false,
      vcmd: 'current',
      ...config,
    };
    this.layout = this.config.vcmd === 'old' ? R.vcmdOld : R.vcmdCurrent;
    this.device = new VtdDevice(bus, config.unit, this.layout, capabilities(this.config));
    this.entryBytes = this.config.scalable ? 32 : 16;
  }

  /** Gives the unit its queue and turns queue and translation on, as a kernel does before any device is bound. */
  boot(): void {
    this.queueBase = this.bus.allocRegion(this.unit, QI_LENGTH * 32, REGION_INVALIDATION_QUEUE);
    this.statusBase = this.bus.allocRegion(this.unit, 4096, REGION_QUEUE_STATUS);
    this.adoptQueue(this.queueBase, this.statusBase, 0);
  }

  /** Takes a queue that is there already, with translation on; registers are set without being recorded. */
  adoptQueue(queue: number, status: number, index: number): void {
    this.queueBase = queue;
    this.statusBase = status;
    this.freeHead = index;
    this.gcmd = (R.DMA_GCMD_TE | R.DMA_GCMD_QIE) >>> 0;
    this.device.gsts = this.gcmd;
    this.device.iqa = R.iqa(queue, this.entryBytes === 32 ? 1 : 0, this.entryBytes === 32 ? 1 : 0);
    this.device.rtaddr = this.config.scalable ? 0x400 : 0;
    this.device.iqh = index * this.entryBytes;
    this.device.iqt = index * this.entryBytes;
  }

  /** A device with a PASID directory of its own, for 2^20 PASIDs. */
  attachEndpoint(endpoint: Omit<VtdEndpoint, 'directory'>): VtdEndpoint {
    return { ...endpoint, directory: this.bus.allocRegion(this.unit, 0x2_0000, REGION_PASID_DIRECTORY) };
  }

  writel(offset: number, value: number): void {
    this.bus.log(BUS_MMIO_WRITE, this.unit, 4, offset, value >>> 0, 0, 0);
    this.device.write(offset, value, 0);
  }

  writeq(offset: number, lo: number, hi: number): void {
    this.bus.log(BUS_MMIO_WRITE, this.unit, 8, offset, lo >>> 0, hi >>> 0, 0);
    this.device.write(offset, lo, hi);
  }

  /** A 64-bit register from a byte address with flags in its low bits. */
  writeAddress(offset: number, value: number): void {
    this.writeq(offset, value >>> 0, Math.floor(value / 0x1_0000_0000));
  }

  readl(offset: number): number {
    const [lo] = this.device.read(offset);
    this.bus.log(BUS_MMIO_READ, this.unit, 4, offset, lo >>> 0, 0, 0);
    return lo;
  }

  readq(offset: number): [number, number] {
    const [lo, hi] = this.device.read(offset);
    this.bus.log(BUS_MMIO_READ, this.unit, 8, offset, lo >>> 0, hi >>> 0, 0);
    return [lo, hi];
  }

  /** PASIDs come from the host: caching mode, scalable mode, and registers that say so (C: `register_pasid_allocator`). */
  get offersVirtualCommands(): boolean {
    const [cap] = this.device.read(R.DMAR_CAP_REG);
    const [, ecap] = this.device.read(R.DMAR_ECAP_REG);
    const [vccap] = this.device.read(this.layout.VCCAP);
    return cap_caching_mode(cap) && ecap_smts(ecap) && ecap_vcs(ecap) && (vccap & 1) === 1;
  }

  slotAddress(slot: number): number {
    return this.queueBase + slot * this.entryBytes;
  }

  /**
   * Queues descriptors and one wait, writes the tail once, and waits (kernel: `qi_submit_sync`). Returns 0, -EINVAL for
   * a descriptor that the device refused, -EBUSY when the queue stayed full.
   */
  submit(descs: readonly QiDesc[], drain = false): number {
    for (let restart = 0; restart < 8; restart++) {
      const answer = this.#submitOnce(descs, drain);
      if (answer !== -11) return answer;
    }
    return -16;
  }

  #submitOnce(descs: readonly QiDesc[], drain: boolean): number {
    if (!this.#room(descs.length + 1)) return -16;
    const first = this.freeHead;
    const waitSlot = (first + descs.length) % QI_LENGTH;
    const status = this.statusBase + 4 * waitSlot;
    descs.forEach((desc, index) => this.#store((first + index) % QI_LENGTH, desc));
    const wait = qiWait({ sw: 1, pd: drain ? 1 : 0 }, QI_DONE, status);
    this.#store(waitSlot, wait);
    this.freeHead = (waitSlot + 1) % QI_LENGTH;
    this.writel(R.DMAR_IQT_REG, this.freeHead * this.entryBytes);
    for (let looks = 0; looks < PATIENCE; looks++) {
      if (this.bus.memory.read32(status) === QI_DONE) {
        this.#acknowledgeUnexpected();
        this.bus.waited(this.unit, 4, status, QI_DONE);
        return 0;
      }
      const fault = this.#checkFault(first, wait, status);
      if (fault !== 0) return fault;
      this.device.lookAtHead();
    }
    return -16;
  }

  #room(slots: number): boolean {
    for (let looks = 0; looks < PATIENCE; looks++) {
      const head = this.device.lookAtHead() / this.entryBytes;
      const used = (this.freeHead - head + QI_LENGTH) % QI_LENGTH;
      if (QI_LENGTH - 1 - used >= slots) return true;
    }
    return false;
  }

  #store(slot: number, desc: QiDesc): void {
    const at = this.slotAddress(slot);
    // Bookkeeping of the driver in the page that the device answers in.
    this.bus.memory.write32(this.statusBase + 4 * slot, QI_IN_USE);
    for (let word = 0; word < this.entryBytes / 4; word += 2) {
      this.bus.store64(this.unit, at + 4 * word, desc[word]!, desc[word + 1]!);
    }
  }

  #acknowledgeUnexpected(): void {
    if ((this.device.fsts & R.DMA_FSTS_ICE) !== 0) this.writel(R.DMAR_FSTS_REG, R.DMA_FSTS_ICE);
  }

  /** Looks for errors of the queue (kernel: `qi_check_fault`): 0 go on, -EAGAIN start again, -EINVAL refused. */
  #checkFault(first: number, wait: QiDesc, status: number): number {
    const { fsts } = this.device;
    if ((fsts & R.DMA_FSTS_IQE) !== 0 && this.device.iqh === first * this.entryBytes) {
      this.#store(first, wait);
      this.writel(R.DMAR_FSTS_REG, R.DMA_FSTS_IQE);
      return -22;
    }
    if ((fsts & R.DMA_FSTS_ITE) !== 0) {
      this.bus.memory.write32(status, QI_ABORT);
      this.writel(R.DMAR_FSTS_REG, R.DMA_FSTS_ITE);
      return -11;
    }
    this.#acknowledgeUnexpected();
    return 0;
  }
}
