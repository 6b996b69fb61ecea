/** Domains of an SMMU: streams that translate, contexts of processes, and who is told of a change (reference hardware 2.6). */
import type { SmmuDomain } from '../../drivers/hardware.js';
import { PCI_ATS } from '../record-codes.js';
import * as C from './command.js';
import { defaultGeometry, SmmuContexts, type TableGeometry } from './contexts.js';
import type { SmmuV3 } from './smmu.js';
import { installStage1, installStage2, installWithoutDomain, type SmmuMaster, type Stage2 } from './streams.js';
import { tlbiCommands } from './tlbi.js';

const EBUSY = 16;
const EINVAL = 22;
const PAGE = 4096;
/** Pages from which the driver invalidates everything where it has no range commands. */
const CMDQ_MAX_TLBI_OPS = 512;

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

export class SmmuTranslationDomain implements SmmuDomain {
  readonly smmu: SmmuV3;
  readonly ssidBits: number;
  readonly #options: SmmuDomainOptions;
  /** Most recently attached first. */
  readonly #masters: SmmuMaster[] = [];
  #contexts: SmmuContexts | null = null;
  asid = 0;
  #stall = false;

  constructor(smmu: SmmuV3, options: SmmuDomainOptions = {}) {
    this.smmu = smmu;
    this.#options = options;
    this.ssidBits = options.ssidBits ?? 20;
    if (options.adopted) {
      this.#contexts = this.#makeContexts(options.adopted.table);
      this.asid = options.adopted.asid;
      smmu.asids.adoptPrivate(this.asid, this);
    }
  }

  #makeContexts(base?: number): SmmuContexts {
    return new SmmuContexts(this.smmu, this.ssidBits, () => this.#masters.flatMap(({ sids }) => sids), base);
  }

  /** Most recently attached first. */
  get masters(): readonly SmmuMaster[] {
    return this.#masters;
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
      if (this.#options.stage2) installStage2(this.smmu, sid, master, this.#options.stage2);
      else if (this.#contexts) installStage1(this.smmu, sid, master, this.#contexts.table);
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
    this.#contexts = this.#makeContexts();
    return this.writePrivateDescriptor(0, asid, this.#options.root ?? 0);
  }

  #pciAts(master: SmmuMaster, on: boolean): void {
    this.smmu.bus.pci(this.smmu.unit, master.sids[0] ?? 0, PCI_ATS, on);
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
    for (const sid of master.sids) installWithoutDomain(this.smmu, sid, 'abort');
  }

  #write(ssid: number, asid: number, root: number, geometry: TableGeometry, isPrivate: boolean): number {
    if (this.#contexts === null) return -EINVAL;
    return this.#contexts.write(ssid, { asid, root, geometry, isPrivate, stall: this.#stall });
  }

  writeProcessDescriptor(ssid: number, asid: number, pgd: number): number {
    return this.#write(ssid, asid, pgd, this.#options.processGeometry ?? defaultGeometry, false);
  }

  writePrivateDescriptor(ssid: number, asid: number, root: number): number {
    return this.#write(ssid, asid, root, defaultGeometry, true);
  }

  quietDescriptor(ssid: number): void {
    this.#contexts?.quiet(ssid);
  }

  clearDescriptor(ssid: number): void {
    this.#contexts?.clear(ssid);
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
    this.#write(0, next, 0, defaultGeometry, true);
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

  /** C: `arm_smmu_mm_invalidate_range`; `end` is exclusive, and 2^64 is the whole address space. */
  invalidateRange(ssid: number, asid: number, start: number, end: number): void {
    const { btm, ranges, e2h } = this.smmu.config;
    let size = end - start;
    if (end >= 2 ** 64 || (!ranges && size >= CMDQ_MAX_TLBI_OPS * PAGE)) size = 0;
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
