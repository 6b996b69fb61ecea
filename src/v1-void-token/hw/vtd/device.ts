/**
 * The simulated device: registers whose writes make it do something. It fetches descriptors from memory, writes status
 * words, puts page requests in their ring, and can be told to fail (reference hardware 1.1, 1.4, 1.5).
 */
import type { BusLog } from '../bus.js';
import { BUS_INTERRUPT } from '../bus.js';
import type { Capabilities } from './capabilities.js';
import { descriptorError, descriptorType } from './descriptor-check.js';
import { pageRequestWords, type PageRequest } from './page-request.js';
import * as R from './registers.js';
import { VcmdHost, type VcmdFaults } from './vcmd-host.js';

/** Failures that are armed: each strikes after so many descriptors, or so many requests. */
export interface VtdFaults extends VcmdFaults {
  /** The queue is not fetched while this is above 0; each look at the head takes one. */
  stalled: number;
  /** The descriptor after this many is refused as malformed; -1 for never. */
  iqeAfter: number;
  /** The device-TLB request after this many is not answered; -1 for never. */
  iteAfter: number;
  /** An unexpected completion is recorded with the next wait. */
  ice: boolean;
}

/** What became of a page request: in the ring, dropped, or dropped and answered with success by the unit itself. */
export type PageRequestFate = 'queued' | 'dropped' | 'answered';

const DEVICE_TLB_TYPES: readonly number[] = [3, 8];
const REQUEST_BYTES = 32;
const QUEUE_OFFSET = 0x7_fff0;
const REQUEST_OFFSET = 0x7_ffe0;
const PECTL_IM = 0x8000_0000;

export class VtdDevice {
  readonly #bus: BusLog;
  readonly #unit: number;
  readonly caps: Capabilities;
  readonly faults: VtdFaults = {
    stalled: 0,
    iqeAfter: -1,
    iteAfter: -1,
    ice: false,
    vcmdStatus: [],
    vcmdPasids: [],
    vcmdPolls: 0,
  };
  readonly vcmd: VcmdHost;
  gsts = 0;
  fsts = 0;
  ics = 0;
  iqh = 0;
  iqt = 0;
  iqa = 0;
  /** Kind of the error, and the requester id that an ITE is about. */
  iqer = 0;
  iteSid = 0;
  pqh = 0;
  pqt = 0;
  pqa = 0;
  prs = 0;
  pectl = 0;
  rtaddr = 0;

  constructor(bus: BusLog, unit: number, layout: R.VcmdLayout, caps: Capabilities) {
    this.#bus = bus;
    this.#unit = unit;
    this.caps = caps;
    this.vcmd = new VcmdHost(layout, this.faults);
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
        this.iqt = lo & QUEUE_OFFSET;
        this.consume();
        return;
      case R.DMAR_PQH_REG:
        this.pqh = lo & REQUEST_OFFSET;
        return;
      case R.DMAR_PQT_REG:
        this.pqt = lo & REQUEST_OFFSET;
        return;
      case R.DMAR_PQA_REG:
        this.pqa = value;
        return;
      case R.DMAR_PRS_REG:
        this.prs &= ~(lo & (R.DMA_PRS_PPR | R.DMA_PRS_PRO));
        return;
      case R.DMAR_PECTL_REG:
        this.pectl = lo >>> 0;
        return;
      case this.vcmd.layout.VCMD:
        if (this.caps.vcs) this.vcmd.command(lo >>> 0, hi >>> 0);
        return;
      default:
        return;
    }
  }

  /** A driver's read of a register, low and high half. */
  read(offset: number): [number, number] {
    if (this.caps.vcs && offset === this.vcmd.layout.VCRSP) return this.vcmd.response();
    if (this.caps.vcs && offset === this.vcmd.layout.VCCAP) return [1, 0];
    switch (offset) {
      case R.DMAR_CAP_REG:
        return [this.caps.capLo, this.caps.capHi];
      case R.DMAR_ECAP_REG:
        return [this.caps.ecapLo, this.caps.ecapHi];
      case R.DMAR_GSTS_REG:
        return [this.gsts >>> 0, 0];
      case R.DMAR_FSTS_REG:
        return [this.fsts, 0];
      case R.DMAR_IQH_REG:
        return [this.iqh, 0];
      case R.DMAR_IQT_REG:
        return [this.iqt, 0];
      case R.DMAR_ICS_REG:
        return [this.ics, 0];
      case R.DMAR_IQER_REG:
        return [this.iqer, this.iteSid];
      case R.DMAR_PQH_REG:
        return [this.pqh, 0];
      case R.DMAR_PQT_REG:
        return [this.pqt, 0];
      case R.DMAR_PRS_REG:
        return [this.prs, 0];
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
    if (this.iqt % this.#entryBytes !== 0 || this.iqt >= this.#ringBytes) {
      this.#refuse(R.IQER_TAIL);
      return;
    }
    while (this.iqh !== this.iqt && (this.fsts & (R.DMA_FSTS_IQE | R.DMA_FSTS_ITE)) === 0) {
      if (!this.#execute(this.#fetch(this.iqh))) return;
      this.iqh = (this.iqh + this.#entryBytes) % this.#ringBytes;
    }
  }

  /** One look at the head by a driver that waits. */
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

  /** False when the head does not go on by one. */
  #execute(words: Uint32Array): boolean {
    const { faults } = this;
    const scalable = Math.floor(this.rtaddr / 0x400) % 4 === 1;
    const error = descriptorError(words, this.#entryBytes === 32, scalable);
    if (error !== 0 || faults.iqeAfter === 0) {
      faults.iqeAfter = -1;
      this.#refuse(error === 0 ? R.IQER_RESERVED : error);
      return false;
    }
    if (faults.iqeAfter > 0) faults.iqeAfter--;
    const type = descriptorType(words[0]!);
    if (DEVICE_TLB_TYPES.includes(type) && faults.iteAfter >= 0 && faults.iteAfter-- === 0) {
      this.#timeOut(type === 3 ? words[1]! & 0xffff : words[0]! >>> 16);
      return false;
    }
    if (type === 5) this.#wait(words);
    return true;
  }

  /** The head stays on the entry until software clears the error. */
  #refuse(kind: number): void {
    this.fsts |= R.DMA_FSTS_IQE;
    this.iqer = kind;
  }

  /** A device did not answer: everything that was fetched behind the request is given up, waits included. */
  #timeOut(sid: number): void {
    this.fsts |= R.DMA_FSTS_ITE;
    this.iteSid = sid;
    this.iqh = this.iqt;
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
      this.#interrupt(R.DMAR_ICS_REG);
    }
  }

  /** A device asks for a page. */
  pageRequest(request: PageRequest): PageRequestFate {
    const bytes = 2 ** ((this.pqa % 8) + 7) * REQUEST_BYTES;
    const next = (this.pqt + REQUEST_BYTES) % bytes;
    if ((this.prs & R.DMA_PRS_PRO) !== 0 || next === this.pqh) {
      this.prs |= R.DMA_PRS_PRO;
      return request.lpig === 1 ? 'answered' : 'dropped';
    }
    const words = pageRequestWords(request);
    const at = Math.floor(this.pqa / 4096) * 4096 + this.pqt;
    for (let word = 0; word < 8; word += 2) {
      this.#bus.deviceStore64(this.#unit, at + 4 * word, words[word]!, words[word + 1]!);
    }
    this.pqt = next;
    this.prs |= R.DMA_PRS_PPR;
    if ((this.pectl & PECTL_IM) === 0) this.#interrupt(R.DMAR_PRS_REG);
    return 'queued';
  }

  #interrupt(cause: number): void {
    this.#bus.log(BUS_INTERRUPT, this.#unit, 0, cause, 0, 0, 0);
  }
}
