/** Contexts of a domain: how the driver writes, quiets and clears a descriptor (reference hardware 2.6). */
import * as C from './command.js';
import { CD_0_EPD0, CD_0_V, CdTable, contextDescriptor } from './context-descriptor.js';
import type { SmmuV3 } from './smmu.js';

const E2BIG = 7;

/** Geometry of a table as a context descriptor has it. */
export interface TableGeometry {
  readonly t0sz: number;
  readonly tg0: number;
  readonly ir0: number;
  readonly or0: number;
  readonly sh0: number;
  readonly ips: number;
  /** Memory attributes, low 32 bits then high. */
  readonly mair: { readonly lo: number; readonly hi: number };
}

/** 48-bit addresses, 4 KiB pages, write-back, inner shareable. */
export const defaultGeometry: TableGeometry = {
  t0sz: 16,
  tg0: 0,
  ir0: 1,
  or0: 1,
  sh0: 3,
  ips: 5,
  mair: { lo: 0xf404_ff44, hi: 0 },
};

/** What the driver sets in every descriptor: the second table is never walked. */
const ALWAYS = { AA64: 1, R: 1, A: 1, V: 1, EPD1: 1 } as const;

export interface NewContext {
  readonly asid: number;
  /** Top page table. */
  readonly root: number;
  readonly geometry: TableGeometry;
  /** An address space of the domain's own, not a process's. */
  readonly isPrivate: boolean;
  /** Faults stall. */
  readonly stall: boolean;
}

export class SmmuContexts {
  readonly table: CdTable;
  readonly #smmu: SmmuV3;
  /** Streams of the domain, most recently attached first. */
  readonly #streams: () => readonly number[];

  /** `base`: where the table lies already; allocated when absent. */
  constructor(smmu: SmmuV3, ssidBits: number, streams: () => readonly number[], base?: number) {
    this.#smmu = smmu;
    this.#streams = streams;
    const options = { unit: smmu.unit, ssidBits, twoLevelSupported: smmu.config.twoLevelContexts };
    this.table = new CdTable(smmu.bus, base === undefined ? options : { ...options, base });
  }

  /** CFGI_CD for every stream of the domain, and a sync. */
  #sync(ssid: number, leaf: number): void {
    this.#smmu.issueWithSync(this.#streams().map((sid) => C.cfgiCd(ssid, sid, leaf)));
  }

  /** Address of a descriptor; -E2BIG a substream that the table has no place for. */
  #entry(ssid: number): number {
    if (ssid < 0 || ssid >= 2 ** this.table.ssidBits) return -E2BIG;
    return this.table.entryOf(ssid, () => this.#sync(ssid, 0));
  }

  /** The word with the valid bit, by one store, and everybody told. */
  #setWord0(ssid: number, at: number, lo: number, hi: number): void {
    this.table.store(at, 0, lo, hi);
    this.#sync(ssid, 1);
  }

  /** C: `arm_smmu_write_ctx_desc`: a new one, or another ASID in one that is live. 0 or -E2BIG. */
  write(ssid: number, { asid, root, geometry, isPrivate, stall }: NewContext): number {
    const at = this.#entry(ssid);
    if (at < 0) return at;
    const [lo, hi] = this.table.read(at);
    if ((lo & CD_0_V) !== 0) {
      this.#setWord0(ssid, at, lo, (hi & 0xffff) | (asid << 16));
      return 0;
    }
    const { t0sz, tg0, ir0, or0, sh0, ips, mair } = geometry;
    const words = contextDescriptor({
      ...ALWAYS,
      T0SZ: t0sz,
      TG0: tg0,
      IR0: ir0,
      OR0: or0,
      SH0: sh0,
      IPS: ips,
      ASET: isPrivate ? 1 : 0,
      S: stall ? 1 : 0,
      ASID: asid,
      TTB0: root,
      MAIR: mair,
    });
    for (let word = 1; word <= 3; word++) this.table.store(at, word, words[2 * word]!, words[2 * word + 1]!);
    this.#sync(ssid, 1);
    this.#setWord0(ssid, at, words[0]!, words[1]!);
    return 0;
  }

  /** C: `arm_smmu_write_ctx_desc` with `quiet_cd`: valid, but its tables are not walked any more. */
  quiet(ssid: number): void {
    const at = this.#entry(ssid);
    if (at < 0) return;
    const [lo, hi] = this.table.read(at);
    this.#setWord0(ssid, at, lo | CD_0_EPD0, hi);
  }

  /** C: `arm_smmu_write_ctx_desc` with NULL: words 1 to 3 stay. */
  clear(ssid: number): void {
    const at = this.#entry(ssid);
    if (at >= 0) this.#setWord0(ssid, at, 0, 0);
  }
}
