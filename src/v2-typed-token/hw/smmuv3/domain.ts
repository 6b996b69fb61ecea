import type { FieldValue } from '../word64.js';
import type { ContextTable } from './context-table.js';

/** A device behind the unit, with one or more streams. */
export interface MasterConfig {
  readonly streams: readonly number[];
  /** SSID bits of the device, 0 to 20. */
  readonly ssidBits?: number;
  readonly ats?: boolean;
  /** The device may stall on a fault. */
  readonly stall?: boolean;
}

/** A master as the driver keeps it. */
export class SmmuMaster {
  readonly streams: readonly number[];
  readonly ssidBits: number;
  readonly ats: boolean;
  readonly stall: boolean;
  /** ATS is on in the device: its cache must be invalidated. */
  atsEnabled = false;
  domain: SmmuDomain | null = null;

  constructor(config: MasterConfig) {
    const { streams, ssidBits = 20, ats = false, stall = false } = config;
    if (streams.length === 0) throw new RangeError('a master needs at least one stream');
    if (!Number.isInteger(ssidBits) || ssidBits < 0 || ssidBits > 20) {
      throw new RangeError(`ssidBits ${ssidBits}: expected 0 to 20`);
    }
    this.streams = streams;
    this.ssidBits = ssidBits;
    this.ats = ats;
    this.stall = stall;
  }
}

/** Fields of a context descriptor beside ASID, ASET and the bits that the driver always sets. */
export interface Translation {
  /** TTB0: root of the table. */
  readonly root: FieldValue;
  /** T0SZ: 64 minus the bits of a virtual address. */
  readonly T0SZ: number;
  /** IPS code. */
  readonly IPS: number;
  readonly MAIR: FieldValue;
}

/** Memory attributes of the kernel (MAIR). */
export const kernelAttributes = 0xf404_ff44;

/** What a domain translates with. */
export interface DomainConfig {
  readonly stage: 'stage1' | 'stage2' | 'bypass';
  /** Root of the page table; unused by a bypass domain. */
  readonly root?: FieldValue;
  /** Bits of an input address, 48 by default. */
  readonly inputBits?: number;
  /** IPS or S2PS code, 5 (48 bits) by default. */
  readonly outputCode?: number;
}

/** A domain: one address space, with the masters that use it. */
export class SmmuDomain {
  readonly stage: 'stage1' | 'stage2' | 'bypass';
  readonly root: FieldValue;
  readonly inputBits: number;
  readonly outputCode: number;
  /** Masters, the most recently attached first: the order in which the driver visits them. */
  masters: SmmuMaster[] = [];
  /** Stage 1 only, from the first attachment on. */
  contexts: ContextTable | null = null;
  asid = 0;
  vmid = 0;
  /** Whether faults of this domain may stall: decided by its first master. */
  stall = false;

  constructor(config: DomainConfig) {
    this.stage = config.stage;
    this.root = config.root ?? 0;
    this.inputBits = config.inputBits ?? 48;
    this.outputCode = config.outputCode ?? 5;
  }

  /** Streams of all masters, in the order of the driver's lists. */
  *streams(): Iterable<number> {
    for (const master of this.masters) yield* master.streams;
  }

  /** Translation of the domain's own descriptor. */
  translation(): Translation {
    return { root: this.root, T0SZ: 64 - this.inputBits, IPS: this.outputCode, MAIR: kernelAttributes };
  }
}
