/** The host behind the virtual command registers: hands out PASIDs and takes them back (reference hardware 1.2). */
import { VCMD_CMD_ALLOC, VCMD_CMD_FREE, VCMD_VRSP_IP, type VcmdLayout } from './registers.js';
import { vcrspWord } from './vcmd.js';

const SC_UNDEFINED_COMMAND = 1;
const LAST_PASID = 0xf_ffff;

/** Failures that are armed. */
export interface VcmdFaults {
  /** Status codes of the commands to come; empty for success. */
  vcmdStatus: number[];
  /** PASIDs of the allocations to come, whether or not they are in use. */
  vcmdPasids: number[];
  /** Reads of the response that still see it in progress. */
  vcmdPolls: number;
}

export class VcmdHost {
  readonly layout: VcmdLayout;
  readonly #faults: VcmdFaults;
  #response: Uint32Array = new Uint32Array(2);
  /** Reads that still see the command in progress. */
  #left = 0;
  readonly #taken = new Set<number>();
  #script: { readonly lo: number; readonly hi: number; readonly polls: number } | null = null;

  constructor(layout: VcmdLayout, faults: VcmdFaults) {
    this.layout = layout;
    this.#faults = faults;
  }

  /** The next command gets this response, after so many reads that see it in progress. */
  answerNext(lo: number, hi: number, polls: number): void {
    this.#script = { lo, hi, polls };
  }

  /** A write of VCMD. It is dropped while a command is in progress; the null command is none. */
  command(lo: number, hi: number): void {
    const command = lo & 0xff;
    if (command === 0 || this.#left > 0) return;
    const script = this.#script;
    this.#script = null;
    this.#response = script ? Uint32Array.of(script.lo, script.hi) : this.#answer(command, this.#operand(lo, hi));
    this.#left = script?.polls ?? this.#faults.vcmdPolls;
  }

  #operand(lo: number, hi: number): number {
    return Math.floor(((hi & 0xffff) * 0x1_0000_0000 + lo) / 2 ** this.layout.operandShift) % 2 ** 20;
  }

  #answer(command: number, operand: number): Uint32Array {
    const status = this.#faults.vcmdStatus.shift() ?? 0;
    if (status !== 0) return vcrspWord(this.layout, 0, status, 0);
    if (command === VCMD_CMD_ALLOC) return this.#alloc();
    if (command !== VCMD_CMD_FREE) return vcrspWord(this.layout, 0, SC_UNDEFINED_COMMAND, 0);
    return vcrspWord(this.layout, 0, this.#taken.delete(operand) ? 0 : this.layout.noPasid, 0);
  }

  #alloc(): Uint32Array {
    const pasid = this.#faults.vcmdPasids.shift() ?? this.#lowestFree();
    if (pasid > LAST_PASID) return vcrspWord(this.layout, 0, this.layout.noPasid, 0);
    this.#taken.add(pasid);
    return vcrspWord(this.layout, 0, 0, pasid);
  }

  #lowestFree(): number {
    let pasid = 1;
    while (this.#taken.has(pasid)) pasid++;
    return pasid;
  }

  /** A read of VCRSP, low and high half. */
  response(): [number, number] {
    if (this.#left > 0) {
      this.#left--;
      return [VCMD_VRSP_IP, 0];
    }
    return [this.#response[0]!, this.#response[1]!];
  }
}
