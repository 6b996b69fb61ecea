/**
 * The simulated device: a register file whose handlers consume what the driver queues. It fetches descriptors from
 * memory, writes status words, hands out PASIDs, and can be told to fail.
 */
import type { BusLog } from '../bus.js';
import { BUS_INTERRUPT } from '../bus.js';
import { pageRequestWords, type PageRequest } from './page-request.js';
import * as R from './registers.js';
import { vcrspWord } from './vcmd.js';

/** Failures that are armed: each strikes after so many descriptors, or so many requests. */
export interface VtdFaults {
  /** The queue is not fetched while this is above 0; each look at the head takes one. */
  stalled: number;
  /** The descriptor after this many is refused as malformed; -1 for never. */
  iqeAfter: number;
  /** The device-TLB request after this many is not answered; -1 for never. */
  iteAfter: number;
  /** An unexpected completion is recorded with the next wait. */
  ice: boolean;
  /** Status codes of the virtual commands to come; empty for success. */
  vcmdStatus: number[];
  /** PASIDs of the virtual allocations to come, whether or not they are in use. */
  vcmdPasids: number[];
  /** Reads of the response that still see it in progress. */
  vcmdPolls: number;
}

const descriptorBits: Readonly<Record<number, readonly number[]>> = {
  // Bits that a descriptor may have set, as eight u32 masks.
  1: [0xffff_003f, 0x0003_ffff, 0, 0, 0, 0, 0, 0],
  2: [0xffff_00ff, 0, 0xffff_f07f, 0xffff_ffff, 0, 0, 0, 0],
  3: [0x001f_f00f, 0xfff0_ffff, 0xffff_f001, 0xffff_ffff, 0, 0, 0, 0],
  4: [0xf800_001f, 0x0000_ffff, 0, 0, 0, 0, 0, 0],
  5: [0x0000_00ff, 0xffff_ffff, 0xffff_fffc, 0xffff_ffff, 0, 0, 0, 0],
  6: [0xffff_003f, 0x000f_ffff, 0xffff_f07f, 0xffff_ffff, 0, 0, 0, 0],
  7: [0xffff_003f, 0x000f_ffff, 0, 0, 0, 0, 0, 0],
  8: [0xffff_f1ff, 0xffff_ffff, 0xffff_f801, 0xffff_ffff, 0, 0, 0, 0],
  9: [0xffff_f03f, 0x000f_ffff, 0x0000_0ffc, 0, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff, 0xffff_ffff],
};

export class VtdDevice {
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly vcmd: R.VcmdLayout;
  readonly faults: VtdFaults = {
    stalled: 0,
    iqeAfter: -1,
    iteAfter: -1,
    ice: false,
    vcmdStatus: [],
    vcmdPasids: [],
    vcmdPolls: 0,
  };
  gsts = 0;
  fsts = 0;
  ics = 0;
  iqh = 0;
  iqt = 0;
  iqa = 0;
  iqer = 0;
  pqh = 0;
  pqt = 0;
  pqa = 0;
  prs = 0;
  rtaddr = 0;
  #vcrsp: Uint32Array = new Uint32Array(2);
  #vcrspLeft = 0;
  readonly #vcmdTaken = new Set<number>();

  constructor(bus: BusLog, unit: number, vcmd: R.VcmdLayout) {
    this.#bus = bus;
    this.#unit = unit;
    this.vcmd = vcmd;
  }

  /** A driver's write of a register. */
  write(offset: number, lo: number, hi: number): void {
    const value = (hi >>> 0) * 0x1_0000_0000 + (lo >>> 0);
    switch (offset) {
      case R.DMAR_GCMD_REG:
        this.#command(lo >>> 0);
        return;
      case R.DMAR_RTADDR_REG:
        this.rtaddr = value;
        return;
      case R.DMAR_FSTS_REG:
        this.fsts &= ~(lo & (R.DMA_FSTS_IQE | R.DMA_FSTS_ICE | R.DMA_FSTS_ITE));
        this.consume();
        return;
      case R.DMAR_ICS_REG:
        this.ics &= ~(lo & 1);
        return;
      case R.DMAR_IQA_REG:
        this.iqa = value;
        this.iqh = 0;
        return;
      case R.DMAR_IQT_REG:
        this.iqt = lo & 0x7fff0;
        this.consume();
        return;
      case R.DMAR_PQH_REG:
        this.pqh = lo & 0x7ffe0;
        return;
      case R.DMAR_PQT_REG:
        this.pqt = lo & 0x7ffe0;
        return;
      case R.DMAR_PQA_REG:
        this.pqa = value;
        return;
      case R.DMAR_PRS_REG:
        this.prs &= ~(lo & (R.DMA_PRS_PPR | R.DMA_PRS_PRO));
        return;
      case this.vcmd.VCMD:
        this.#virtualCommand(lo >>> 0, hi >>> 0);
        return;
      default:
        return;
    }
  }

  /** A driver's read of a register, low and high half. */
  read(offset: number): [number, number] {
    switch (offset) {
      case R.DMAR_GSTS_REG:
        return [this.gsts >>> 0, 0];
      case R.DMAR_FSTS_REG:
        return [this.fsts, 0];
      case R.DMAR_IQH_REG:
        return [this.iqh, 0];
      case R.DMAR_IQT_REG:
        return [this.iqt, 0];
      case R.DMAR_IQER_REG:
        return [this.iqer, 0];
      case R.DMAR_PQH_REG:
        return [this.pqh, 0];
      case R.DMAR_PQT_REG:
        return [this.pqt, 0];
      case R.DMAR_PRS_REG:
        return [this.prs, 0];
      case this.vcmd.VCRSP:
        return this.#readResponse();
      default:
        return [0, 0];
    }
  }

  #command(gcmd: number): void {
    // One-shot: enable bits are retained, the root pointer is latched, the write buffer is empty at once.
    const retained = R.DMA_GCMD_TE | R.DMA_GCMD_QIE;
    const latched = (this.gsts | gcmd) & R.DMA_GCMD_SRTP;
    this.gsts = ((gcmd & retained) | latched) >>> 0;
  }

  get #entryBytes(): number {
    return Math.floor(this.iqa / 0x800) % 2 === 1 ? 32 : 16;
  }

  get #ringBytes(): number {
    return 2 ** ((this.iqa % 8) + 8) * 16;
  }

  get #ringBase(): number {
    return Math.floor(this.iqa / 4096) * 4096;
  }

  /** Fetches descriptors up to the tail, unless something keeps the device from it. */
  consume(): void {
    if (this.faults.stalled > 0 || (this.gsts & R.DMA_GCMD_QIE) === 0) return;
    while (this.iqh !== this.iqt && (this.fsts & (R.DMA_FSTS_IQE | R.DMA_FSTS_ITE)) === 0) {
      if (!this.#execute(this.#fetch(this.iqh))) return;
      this.iqh = (this.iqh + this.#entryBytes) % this.#ringBytes;
    }
  }

  /** One look at the head by a driver that waits for room. */
  lookAtHead(): number {
    if (this.faults.stalled > 0 && --this.faults.stalled === 0) this.consume();
    return this.iqh;
  }

  #fetch(offset: number): Uint32Array {
    const words = new Uint32Array(8);
    const at = this.#ringBase + offset;
    for (let word = 0; word < this.#entryBytes / 4; word++) words[word] = this.#bus.memory.read32(at + 4 * word);
    return words;
  }

  #execute(words: Uint32Array): boolean {
    const { faults } = this;
    const type = (words[0]! & 0xf) | ((words[0]! >>> 5) & 0x70);
    const error = this.#malformed(words, type);
    if (error !== 0 || faults.iqeAfter === 0) {
      faults.iqeAfter = -1;
      this.fsts |= R.DMA_FSTS_IQE;
      this.iqer = error === 0 ? R.IQER_RESERVED : error;
      return false;
    }
    if (faults.iqeAfter > 0) faults.iqeAfter--;
    if ((type === 3 || type === 8) && faults.iteAfter >= 0 && faults.iteAfter-- === 0) {
      this.fsts |= R.DMA_FSTS_ITE;
      return false;
    }
    if (type === 5) this.#wait(words);
    return true;
  }

  #malformed(words: Uint32Array, type: number): number {
    const legacyWidth = this.#entryBytes === 16;
    const masks = descriptorBits[type];
    if (masks === undefined || (legacyWidth && type > 5)) return R.IQER_BAD_TYPE;
    if (!legacyWidth && this.#scalable === false && type > 5) return R.IQER_BAD_TYPE;
    if (legacyWidth && this.#scalable) return R.IQER_WIDTH;
    return words.some((word, index) => (word & ~masks[index]!) !== 0) ? R.IQER_RESERVED : 0;
  }

  get #scalable(): boolean {
    return Math.floor(this.rtaddr / 0x400) % 4 === 1;
  }

  #wait(words: Uint32Array): void {
    if (this.faults.ice) {
      this.faults.ice = false;
      this.fsts |= R.DMA_FSTS_ICE;
    }
    if ((words[0]! & 0x20) !== 0) {
      const address = words[3]! * 0x1_0000_0000 + ((words[2]! & ~3) >>> 0);
      this.#bus.deviceStore32(this.#unit, address, words[1]!);
    }
    if ((words[0]! & 0x10) !== 0) {
      this.ics |= 1;
      this.#bus.log(BUS_INTERRUPT, this.#unit, 0, R.DMAR_ICS_REG, 0, 0, 0);
    }
  }

  /** A device asks for a page. Returns false when the request was dropped: ring full, or overflow pending. */
  pageRequest(request: PageRequest): boolean {
    const bytes = 2 ** ((this.pqa % 8) + 7) * 32;
    const next = (this.pqt + 32) % bytes;
    if ((this.prs & R.DMA_PRS_PRO) !== 0 || next === this.pqh) {
      this.prs |= R.DMA_PRS_PRO;
      return false;
    }
    const words = pageRequestWords(request);
    const at = Math.floor(this.pqa / 4096) * 4096 + this.pqt;
    for (let word = 0; word < 8; word += 2) {
      this.#bus.deviceStore64(this.#unit, at + 4 * word, words[word]!, words[word + 1]!);
    }
    this.pqt = next;
    this.prs |= R.DMA_PRS_PPR;
    this.#bus.log(BUS_INTERRUPT, this.#unit, 0, R.DMAR_PRS_REG, 0, 0, 0);
    return true;
  }

  #virtualCommand(lo: number, hi: number): void {
    const command = lo & 0xff;
    if (command === 0 || this.#vcrspLeft > 0) return;
    const { vcmd, faults } = this;
    const operand = Math.floor(((hi & 0xffff) * 0x1_0000_0000 + lo) / 2 ** vcmd.operandShift) % 2 ** 20;
    let [status, pasid] = [faults.vcmdStatus.shift() ?? 0, 0];
    if (command === R.VCMD_CMD_ALLOC && status === 0) {
      pasid = faults.vcmdPasids.shift() ?? this.#lowestPasid();
      this.#vcmdTaken.add(pasid);
    } else if (command === R.VCMD_CMD_FREE) {
      if (status === 0 && !this.#vcmdTaken.delete(operand)) status = vcmd.noPasid;
    } else if (command > R.VCMD_CMD_FREE) {
      status = 1;
    }
    this.#vcrsp = vcrspWord(vcmd, 0, status, pasid);
    this.#vcrspLeft = faults.vcmdPolls;
  }

  #lowestPasid(): number {
    let pasid = 1;
    while (this.#vcmdTaken.has(pasid)) pasid++;
    return pasid;
  }

  #readResponse(): [number, number] {
    if (this.#vcrspLeft > 0) {
      this.#vcrspLeft--;
      return [R.VCMD_VRSP_IP, 0];
    }
    return [this.#vcrsp[0]!, this.#vcrsp[1]!];
  }

  /** Lets the next response be this word, whatever the command. */
  forceResponse(lo: number, hi: number, polls: number): void {
    this.#vcrsp = Uint32Array.of(lo, hi);
    this.#vcrspLeft = polls;
    this.write = (offset, low, high) => {
      if (offset !== this.vcmd.VCMD) VtdDevice.prototype.write.call(this, offset, low, high);
    };
  }
}
