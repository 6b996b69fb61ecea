import { done, refused, type HwResult } from '../outcome.js';
import type { FieldValue } from '../word64.js';
import { kernelTraits, type KernelTraits } from './config.js';
import type { VtdCore } from './core.js';
import {
  firstStageProgram,
  passThroughProgram,
  secondStageProgram,
  type EntryStep,
  type EntryValues,
} from './entry-programs.js';
import type { DeviceTlbTarget } from './invalidations.js';
import { PasidTable } from './pasid-table.js';

/** A PCI device behind the unit. */
export interface EndpointConfig {
  /** Requester id, 16 bits. */
  readonly sid: number;
  readonly pfsid?: number;
  /** ATS queue depth, 4 by default. */
  readonly queueDepth?: number;
  readonly ats?: boolean;
  readonly pri?: boolean;
  /** PASID bits of the device; those of the unit by default. */
  readonly pasidBits?: number;
}

/** Domain id that the driver uses for first-stage and pass-through entries (FLPT_DEFAULT_DID). */
export const defaultDid = 1;

/** What a set-up takes beside the PASID. */
export interface SetupOptions {
  readonly pasid: number;
  readonly did?: number;
  /** AW code, 2 (48 bits) by default. */
  readonly width?: number;
  /** Kernel whose function runs, when it is not the unit's. */
  readonly traits?: KernelTraits;
  readonly supervisor?: boolean;
  readonly fiveLevel?: boolean;
  readonly pageSnoop?: boolean;
}

/** One device with its PASID table, and the driver functions on that table (reference 1.6). */
export class VtdEndpoint implements DeviceTlbTarget {
  readonly sid: number;
  readonly pfsid: number;
  /** Invalidations that the device can hold. */
  queueDepth: number;
  /** ATS is on in the device: its cache must be invalidated. */
  ats: boolean;
  /** Page requests are on in the device: an unbind drains them. */
  pri: boolean;
  readonly table: PasidTable;
  readonly core: VtdCore;

  constructor(core: VtdCore, config: EndpointConfig) {
    if (!Number.isInteger(config.sid) || config.sid < 0 || config.sid > 0xffff) {
      throw new RangeError(`sid ${config.sid} does not fit 16 bits`);
    }
    this.core = core;
    this.sid = config.sid;
    this.pfsid = config.pfsid ?? 0;
    this.queueDepth = config.queueDepth ?? 4;
    this.ats = config.ats ?? false;
    this.pri = config.pri ?? false;
    this.table = new PasidTable(core, config.pasidBits ?? core.config.pasidBits);
  }

  /** First-stage entry (`intel_pasid_setup_first_level`). Refused when the entry is present. */
  setupFirstStage(root: FieldValue, options: SetupOptions): HwResult {
    const traits = options.traits ?? this.core.traits;
    const values = this.#values(options);
    return this.#setUp(firstStageProgram, traits, {
      ...values,
      firstStageRoot: root,
      writeProtect: values.supervisor === true && traits.executeAndWriteBits,
      fiveLevel: options.fiveLevel ?? this.core.config.fiveLevel,
      noExecute: traits.executeAndWriteBits,
    });
  }

  /** Second-stage entry (`intel_pasid_setup_second_level`). */
  setupSecondStage(root: FieldValue, options: SetupOptions): HwResult {
    return this.#setUp(secondStageProgram, options.traits ?? this.core.traits, {
      ...this.#values(options),
      secondStageRoot: root,
      supervisor: options.pasid !== 0 && this.core.config.supervisor,
    });
  }

  /** Pass-through entry (`intel_pasid_setup_pass_through`). */
  setupPassThrough(options: SetupOptions): HwResult {
    return this.#setUp(passThroughProgram, options.traits ?? this.core.traits, {
      ...this.#values(options),
      supervisor: this.core.config.supervisor,
    });
  }

  /** Turns page snoop on in a live entry (`intel_pasid_setup_page_snoop_control`). */
  setPageSnoop(pasid: number): HwResult {
    const { core, table } = this;
    const entry = table.entryAddress(pasid, core.traits);
    if (table.read(entry, 'P') === 0) return refused.notBound;
    table.store(entry, 'PGSNP', 1);
    core.writeBack(entry, 64);
    const did = table.read(entry, 'DID');
    const outcomes = [core.invalidate.pasidEntry(did, pasid), core.invalidate.pasidTranslations(did, pasid)];
    outcomes.push(table.forgetDevice({ pasid, device: this.deviceTlb }));
    return outcomes.find((outcome) => !outcome.ok) ?? done;
  }

  /** Tears an entry down (`intel_pasid_tear_down_entry`); `ignoreFaults` leaves FPD set. */
  tearDown(pasid: number, options: { readonly ignoreFaults?: boolean; readonly traits?: KernelTraits } = {}): HwResult {
    const { ignoreFaults = false, traits = this.core.traits } = options;
    return this.table.tearDown({ pasid, ignoreFaults, device: this.deviceTlb }, traits);
  }

  /** The device as a target of device-TLB invalidations, if it has ATS on. */
  get deviceTlb(): DeviceTlbTarget | undefined {
    return this.ats ? this : undefined;
  }

  #values(options: SetupOptions): EntryValues {
    return {
      pasid: options.pasid,
      did: options.did ?? defaultDid,
      width: options.width ?? 2,
      pageWalkSnoop: Number(this.core.config.pageWalkSnoop),
      supervisor: options.supervisor ?? false,
      pageSnoop: options.pageSnoop ?? false,
    };
  }

  #setUp(program: readonly EntryStep[], traits: KernelTraits, values: EntryValues): HwResult {
    const entry = this.table.entryAddress(values.pasid, traits);
    if (this.table.read(entry, 'P') === 1) return refused.entryPresent;
    return this.table.run(program, entry, values, traits);
  }
}

/** Traits of the kernel that has guest binding and auxiliary domains. */
export const guestBindTraits = kernelTraits['5.10.198'];
