/** Monitors of one side: the clauses of the specifications that hold on any record, whatever the other side did. */
import type { Platform } from '../effect.js';
import { ringKinds } from '../rings.js';
import { type BusTrace, regionUses, softwareSteps, traceKinds, wordsPerRecord } from '../trace.js';
import { type VcmdGeneration, virtualCommand } from '../vtd/registers.js';
import { makeAmdMonitor } from './amd-monitor.js';
import type { MonitorFinding, MonitorRule } from './finding.js';
import { MonitorMemory } from './memory.js';
import type { MakeMonitor, PlatformMonitor } from './platform-monitor.js';
import { RingMonitor } from './ring-monitor.js';
import { makeSmmuMonitor } from './smmu-monitor.js';
import { makeVtdMonitor } from './vtd-monitor.js';

const makers: Readonly<Record<Platform, MakeMonitor>> = {
  vtd: makeVtdMonitor,
  smmuv3: makeSmmuMonitor,
  amd: makeAmdMonitor,
};
const amdHead = 0x2000;
const guestEntryValid = 0x80000000;

export interface MonitorOptions {
  readonly platform: Platform;
  readonly vcmd?: VcmdGeneration;
}

/** Scans the recordings of one machine, one after the other; what it learned of memory stays. */
export class SpecMonitors {
  readonly #platform: Platform;
  readonly #memory = new MonitorMemory();
  readonly #tables: PlatformMonitor;
  readonly #rings = new Map<number, RingMonitor>();
  readonly #vcmd: { readonly command: number; readonly response: number };
  #busy = false;
  #blocked = false;
  #findings: MonitorFinding[] = [];
  #record = 0;
  #unit = 0;

  constructor({ platform, vcmd = 'current' }: MonitorOptions) {
    this.#platform = platform;
    this.#tables = makers[platform](this.#memory);
    const { offsets } = virtualCommand(vcmd);
    this.#vcmd = platform === 'vtd' ? offsets : { command: -1, response: -1 };
  }

  /** What the records of one recording break, in order. */
  scan(trace: BusTrace): MonitorFinding[] {
    this.#findings = [];
    const { words } = trace;
    for (let index = 0; index < trace.length; index += 1) {
      this.#record = index;
      this.#one(words, index * wordsPerRecord);
    }
    return this.#findings;
  }

  /** Takes what was scanned so far as the state that the run starts from. */
  settle(): void {
    this.#tables.settle();
  }

  /** What is still open when the run is over; a run with injected faults may leave things open. */
  finish(records = 0): MonitorFinding[] {
    this.#findings = [];
    this.#record = records;
    this.#tables.finish(this.#report);
    if (this.#blocked) this.#report('blocked-at-end', 'VM entry is still blocked');
    return this.#findings;
  }

  readonly #report = (rule: MonitorRule, text: string): void => {
    this.#findings.push({ rule, record: this.#record, unit: this.#unit, text });
  };

  #one(words: Uint32Array, at: number): void {
    const head = words[at] ?? 0;
    const address = (words[at + 2] ?? 0) * 2 ** 32 + (words[at + 1] ?? 0);
    const low = words[at + 3] ?? 0;
    const high = words[at + 4] ?? 0;
    const aux = words[at + 5] ?? 0;
    this.#unit = (head >>> 8) & 0xff;
    switch (head & 0xff) {
      case traceKinds.mmioWrite:
        this.#registerWrite(address, low, high);
        break;
      case traceKinds.mmioRead:
        if (address === this.#vcmd.response && (low & 1) === 0) this.#busy = false;
        if (this.#platform === 'amd' && address === amdHead) this.#rings.get(this.#unit)?.headAt(low);
        break;
      case traceKinds.memWrite:
        this.#store(address, low, high, (head >>> 16) & 0xff);
        break;
      case traceKinds.wait:
        this.#wait(low);
        break;
      case traceKinds.region:
        this.#region(aux, address, high * 2 ** 32 + low);
        break;
      case traceKinds.software:
        if (aux === softwareSteps.blockVmEntry) this.#blocked = true;
        if (aux === softwareSteps.unblockVmEntry) this.#blocked = false;
        break;
      default:
    }
  }

  #registerWrite(offset: number, low: number, high: number): void {
    const kind = ringKinds[this.#platform];
    if (offset === this.#vcmd.command && (low & 0xff) !== 0) {
      if (this.#busy) this.#report('command-while-busy', 'VCMD is written while the command before is in progress');
      this.#busy = true;
    }
    if (offset === kind.base) this.#ring().setBase(low, high);
    if (offset !== kind.tail) return;
    this.#ring().publish(low, (entry) => this.#tables.published(this.#unit, entry, this.#report), this.#report);
  }

  #ring(): RingMonitor {
    const ring = this.#rings.get(this.#unit) ?? new RingMonitor(this.#platform, this.#memory);
    this.#rings.set(this.#unit, ring);
    return ring;
  }

  #region(use: number, base: number, size: number): void {
    this.#memory.addRegion(use, this.#unit, base, size);
    if (use === regionUses[ringKinds[this.#platform].use]) this.#ring().setRegion(base, size);
  }

  #wait(low: number): void {
    this.#tables.waited(this.#unit);
    const ring = this.#rings.get(this.#unit);
    if (this.#platform === 'smmuv3') ring?.headAt(low);
    else ring?.drained();
  }

  #store(address: number, low: number, high: number, width: number): void {
    const ring = this.#rings.get(this.#unit);
    if (ring?.holds(address) === true) {
      ring.stored(address);
      this.#memory.store(undefined, address, low, high);
      return;
    }
    const region = this.#memory.regionAt(address);
    if (region?.use === regionUses.guestTable && width === 4) {
      const wasValid = (this.#memory.low(address) & guestEntryValid) !== 0;
      if (wasValid && (low & guestEntryValid) === 0 && !this.#blocked) {
        this.#report(
          'cleared-while-running',
          `guest translation at 0x${address.toString(16)} cleared while VM entry is open`,
        );
      }
    } else if (region !== undefined) {
      const [oldLow, oldHigh] = [this.#memory.low(address), this.#memory.high(address)];
      this.#tables.store({ region, address, oldLow, oldHigh, low, high }, this.#report);
    }
    this.#memory.store(region, address, low, high);
  }
}
