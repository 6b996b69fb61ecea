/** Domains of an SMMU: streams that translate, contexts of processes, and who is told of a change (reference hardware 2.6). */
import type { SmmuDomain } from '../../drivers/hardware.js';
import { PCI_ATS } from '../record-codes.js';
import * as C from './command.js';
import { CD_0_EPD0, CD_0_V, CdTable, contextDescriptor } from './context-descriptor.js';
import type { SmmuV3 } from './smmu.js';
import * as S from './stream-table.js';
import { tlbiCommands } from './tlbi.js';

const EBUSY = 16;
const E2BIG = 7;
const PAGE = 4096;
/** Pages from which the driver invalidates everything where it has no range commands. */
const CMDQ_MAX_TLBI_OPS = 512;

/** A device with its streams. */
export interface SmmuMaster {
  readonly sids: readonly number[];
  readonly atsSupported: boolean;
  readonly stallEnabled?: boolean;
  atsEnabled: boolean;
}

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

/** Words of a second-stage entry that come from its table. */
export interface Stage2 {
  readonly vmid: number;
  readonly ttb: number;
}

export interface SmmuDomainOptions {
  readonly ssidBits?: number;
  /** Top page table of the domain's own context. */
  readonly root?: number;
  /** Second-stage domains have no contexts. */
  readonly stage2?: Stage2;
  /** Where the context table lies already, and the domain's ASID. */
  readonly adopted?: { readonly table: number; readonly asid: number };
  /** What a process's table looks like. */
  readonly processGeometry?: TableGeometry;
}

/** Page sizes of the driver's tables, lowest first; its first is the unit of range commands. */
const WORD0_R_A_AA64 = { AA64: 1, R: 1, A: 1, V: 1, EPD1: 1 } as const;

export class SmmuTranslationDomain implements SmmuDomain {
  readonly smmu: SmmuV3;
  readonly ssidBits: number;
  readonly #options: SmmuDomainOptions;
  /** Most recently attached first. */
  readonly #masters: SmmuMaster[] = [];
  #contexts: CdTable | null = null;
  asid = 0;
  #stall = false;

  constructor(smmu: SmmuV3, options: SmmuDomainOptions = {}) {
    this.smmu = smmu;
    this.#options = options;
    this.ssidBits = options.ssidBits ?? 20;
    if (options.adopted) {
      this.#contexts = this.#table(options.adopted.table);
      this.asid = options.adopted.asid;
      smmu.asids.adoptPrivate(this.asid, this);
    }
  }

  #table(base?: number): CdTable {
    const { unit, config } = this.smmu;
    const options = { unit, ssidBits: this.ssidBits, twoLevelSupported: config.twoLevelContexts };
    return new CdTable(this.smmu.bus, base === undefined ? options : { ...options, base });
  }

  /** Masters that are in already; nothing is recorded. Given in the order in which they were attached. */
  adopt(masters: readonly SmmuMaster[]): void {
    this.#masters.unshift(...[...masters].reverse());
  }

  /** C: `arm_smmu_attach_dev`. 0; -EBUSY in the domain already; or what the ASIDs say. */
  attach(master: SmmuMaster): number {
    if (this.#masters.includes(master)) return -EBUSY;
    if (!this.#options.stage2 && this.#contexts === null) {
      const finalised = this.#finalise(master);
      if (finalised !== 0) return finalised;
    }
    master.atsEnabled = this.smmu.config.ats && master.atsSupported;
    this.#masters.unshift(master);
    for (const sid of master.sids) {
      this.smmu.streams.ensure(sid);
      if (this.#options.stage2) this.#installStage2(sid, master, this.#options.stage2);
      else this.#installStage1(sid, master);
    }
    if (master.atsEnabled) {
      this.#invalidateAtc(0, 0, 0);
      this.#pciAts(master, true);
    }
    return 0;
  }

  /** C: `arm_smmu_domain_finalise_s1`: no stream is in yet, so that nobody but the sync is told. */
  #finalise(master: SmmuMaster): number {
    const asid = this.smmu.asids.allocPrivate(this);
    if (asid < 0) return asid;
    this.asid = asid;
    this.#stall = master.stallEnabled ?? false;
    this.#contexts = this.#table();
    return this.writePrivateDescriptor(0, asid, this.#options.root ?? 0);
  }

  #pciAts(master: SmmuMaster, on: boolean): void {
    this.smmu.bus.pci(this.smmu.unit, master.sids[0] ?? 0, PCI_ATS, on);
  }

  /** C: `arm_smmu_write_strtab_ent`, stage 1. */
  #installStage1(sid: number, master: SmmuMaster): void {
    const { config } = this.smmu;
    const table = this.#contexts!;
    const words = S.streamTableEntry({
      V: 1,
      Config: S.STE_CFG_S1_TRANS,
      S1Fmt: table.format,
      S1ContextPtr: table.base,
      S1CDMax: this.ssidBits,
      S1DSS: 2,
      S1CIR: 1,
      S1COR: 1,
      S1CSH: 3,
      S1STALLD: config.stalls && !(master.stallEnabled ?? false) ? 1 : 0,
      EATS: master.atsEnabled ? 1 : 0,
      STRW: config.e2h ? 2 : 0,
    });
    this.#install(sid, words, [1]);
  }

  /** Stage 2: SHCFG stays as it is. */
  #installStage2(sid: number, master: SmmuMaster, { vmid, ttb }: Stage2): void {
    const [lo, hi] = this.smmu.streams.read(sid, 1);
    const words = S.streamTableEntry({
      V: 1,
      Config: S.STE_CFG_S2_TRANS,
      S2VMID: vmid,
      S2T0SZ: 16,
      S2SL0: 1,
      S2IR0: 1,
      S2OR0: 1,
      S2SH0: 3,
      S2PS: 5,
      S2AA64: 1,
      S2PTW: 1,
      S2R: 1,
      S2TTB: ttb,
      EATS: master.atsEnabled ? 1 : 0,
    });
    words[2]! |= lo;
    words[3]! |= hi;
    this.#install(sid, words, master.atsEnabled ? [2, 3, 1] : [2, 3]);
  }

  /** Everything but word 0, the cache told; word 0 by one store, told again. */
  #install(sid: number, words: Uint32Array, others: readonly number[]): void {
    const { streams, config } = this.smmu;
    for (const word of others) streams.store(sid, word, words[2 * word]!, words[2 * word + 1]!);
    this.#syncStream(sid);
    streams.store(sid, 0, words[0]!, words[1]!);
    this.#syncStream(sid);
    if (!config.skipPrefetch) this.smmu.issue(C.prefetchConfig(sid));
  }

  #syncStream(sid: number): void {
    this.smmu.issueWithSync([C.cfgiSte(sid, 1)]);
  }

  /** C: `arm_smmu_detach_dev`: the streams let nothing through. */
  detach(master: SmmuMaster): void {
    const at = this.#masters.indexOf(master);
    if (at < 0) return;
    if (master.atsEnabled) {
      this.#pciAts(master, false);
      this.smmu.issueWithSync(master.sids.map((sid) => C.atcInvRange(sid, 0, 0, 0)));
    }
    this.#masters.splice(at, 1);
    master.atsEnabled = false;
    for (const sid of master.sids) this.#installWithout(sid, S.STE_CFG_ABORT);
  }

  /** Lets a stream that is in no domain through, untranslated. */
  bypass(sid: number): void {
    this.smmu.streams.ensure(sid);
    this.#installWithout(sid, S.STE_CFG_BYPASS);
  }

  /** Abort or bypass: word 3 keeps what it has. */
  #installWithout(sid: number, cfg: number): void {
    const { streams } = this.smmu;
    streams.store(sid, 0, 1 | (cfg << 1), 0);
    streams.store(sid, 1, 0, S.STE_1_SHCFG_INCOMING_HI);
    streams.store(sid, 2, 0, 0);
    this.#syncStream(sid);
  }

  /** CFGI_CD for every stream of the domain, and a sync. */
  #syncContext(ssid: number, leaf: number): void {
    this.smmu.issueWithSync(this.#streams().map((sid) => C.cfgiCd(ssid, sid, leaf)));
  }

  #streams(): number[] {
    return this.#masters.flatMap(({ sids }) => sids);
  }

  /** Address of a descriptor; -E2BIG a substream that the table has no place for. */
  #descriptor(ssid: number): number {
    if (this.#contexts === null || ssid < 0 || ssid >= 2 ** this.ssidBits) return -E2BIG;
    return this.#contexts.entryOf(ssid, () => this.#syncContext(ssid, 0));
  }

  #setWord0(ssid: number, at: number, lo: number, hi: number): void {
    this.#contexts!.store(at, 0, lo, hi);
    this.#syncContext(ssid, 1);
  }

  /** C: `arm_smmu_write_ctx_desc`: a new one, or another ASID in one that is live. */
  #writeDescriptor(ssid: number, asid: number, root: number, g: TableGeometry, isPrivate: boolean): number {
    const at = this.#descriptor(ssid);
    if (at < 0) return at;
    const table = this.#contexts!;
    const [lo, hi] = table.read(at);
    if ((lo & CD_0_V) !== 0) {
      this.#setWord0(ssid, at, lo, (hi & 0xffff) | (asid << 16));
      return 0;
    }
    const { t0sz, tg0, ir0, or0, sh0, ips, mair } = g;
    const words = contextDescriptor({
      ...WORD0_R_A_AA64,
      T0SZ: t0sz,
      TG0: tg0,
      IR0: ir0,
      OR0: or0,
      SH0: sh0,
      IPS: ips,
      ASET: isPrivate ? 1 : 0,
      S: this.#stall ? 1 : 0,
      ASID: asid,
      TTB0: root,
      MAIR: mair,
    });
    for (let word = 1; word <= 3; word++) table.store(at, word, words[2 * word]!, words[2 * word + 1]!);
    this.#syncContext(ssid, 1);
    this.#setWord0(ssid, at, words[0]!, words[1]!);
    return 0;
  }

  writeProcessDescriptor(ssid: number, asid: number, pgd: number): number {
    return this.#writeDescriptor(ssid, asid, pgd, this.#options.processGeometry ?? defaultGeometry, false);
  }

  writePrivateDescriptor(ssid: number, asid: number, root: number): number {
    return this.#writeDescriptor(ssid, asid, root, defaultGeometry, true);
  }

  /** C: `arm_smmu_write_ctx_desc` with `quiet_cd`. */
  quietDescriptor(ssid: number): void {
    const at = this.#descriptor(ssid);
    if (at < 0) return;
    const [lo, hi] = this.#contexts!.read(at);
    this.#setWord0(ssid, at, lo | CD_0_EPD0, hi);
  }

  /** C: `arm_smmu_write_ctx_desc` with NULL. */
  clearDescriptor(ssid: number): void {
    const at = this.#descriptor(ssid);
    if (at >= 0) this.#setWord0(ssid, at, 0, 0);
  }

  getSharedAsid(pgd: number): number {
    return this.smmu.asids.getShared(pgd);
  }

  putSharedAsid(pgd: number): void {
    this.smmu.asids.putShared(pgd);
  }

  allocPrivateAsid(): number {
    return this.smmu.asids.allocPrivate({ move: () => undefined });
  }

  freePrivateAsid(asid: number): void {
    this.smmu.asids.freePrivate(asid);
  }

  /** C: `arm_smmu_share_asid`: a process needs the domain's ASID. */
  move(next: number): void {
    const old = this.asid;
    this.asid = next;
    this.#writeDescriptor(0, next, 0, defaultGeometry, true);
    this.invalidateAsid(old);
  }

  /** C: `arm_smmu_tlb_inv_asid`. */
  invalidateAsid(asid: number): void {
    this.smmu.issueWithSync([this.smmu.config.e2h ? C.tlbiEl2Asid(asid) : C.tlbiNhAsid(asid)]);
  }

  invalidateDevices(ssid: number): void {
    this.#invalidateAtc(ssid, 0, 0);
  }

  /** C: `arm_smmu_atc_inv_domain`; 0 bytes is everything. */
  #invalidateAtc(ssid: number, iova: number, bytes: number): void {
    const sids = this.#masters.filter(({ atsEnabled }) => atsEnabled).flatMap(({ sids: own }) => own);
    if (sids.length === 0) return;
    this.smmu.issueWithSync(sids.map((sid) => C.atcInvRange(sid, ssid, iova, bytes)));
  }

  /** C: `arm_smmu_mm_invalidate_range`; `end` is exclusive, 2^64 - 1 stands for all. */
  invalidateRange(ssid: number, asid: number, start: number, end: number): void {
    const { btm, ranges, e2h } = this.smmu.config;
    let size = end - start;
    if (ranges ? size >= 2 ** 64 : size >= CMDQ_MAX_TLBI_OPS * PAGE) size = 0;
    if (!btm) {
      const opcode = e2h ? C.CMDQ_OP_TLBI_EL2_VA : C.CMDQ_OP_TLBI_NH_VA;
      if (size === 0) this.invalidateAsid(asid);
      else
        this.smmu.issueWithSync(tlbiCommands(opcode, { asid, iova: start, size, granule: PAGE, leaf: false, ranges }));
    }
    this.#invalidateAtc(ssid, start, size);
  }

  /** C: `arm_smmu_tlb_inv_context`: everything of the domain. */
  flushAll(): void {
    const { stage2 } = this.#options;
    if (stage2) this.smmu.issueWithSync([C.tlbiS12Vmall(stage2.vmid)]);
    else this.invalidateAsid(this.asid);
    this.#invalidateAtc(0, 0, 0);
  }

  /** C: `arm_smmu_tlb_inv_range_domain`. Addresses and sizes in bytes. */
  flushRange(iova: number, size: number, granule: number, leaf: boolean): void {
    const { ranges, e2h } = this.smmu.config;
    const { stage2 } = this.#options;
    const tag = stage2 ? { vmid: stage2.vmid } : { asid: this.asid };
    const stage1Opcode = e2h ? C.CMDQ_OP_TLBI_EL2_VA : C.CMDQ_OP_TLBI_NH_VA;
    const opcode = stage2 ? C.CMDQ_OP_TLBI_S2_IPA : stage1Opcode;
    if (size > 0) this.smmu.issueWithSync(tlbiCommands(opcode, { ...tag, iova, size, granule, leaf, ranges }));
    this.#invalidateAtc(0, iova, size);
  }
}
