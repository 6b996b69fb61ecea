/** The driver's view of one SMMU: registers, command queue, stream table, ASIDs (reference hardware 2.1, 2.2, 2.6). */
import { BUS_MMIO_READ, BUS_MMIO_WRITE, type BusLog } from '../bus.js';
import { REGION_CMDQ, REGION_EVTQ, REGION_PRIQ, STEP_SETUP_IRQS } from '../record-codes.js';
import { AsidSpace } from './asid-space.js';
import * as C from './command.js';
import { SmmuDevice } from './device.js';
import { queueConsumed, queueHasSpace, queueInc, queueIndex } from './queue.js';
import * as R from './registers.js';
import { StreamTable } from './stream-table.js';

const ETIMEDOUT = 110;
const COMMAND_BYTES = 16;
const EVENT_BYTES = 32;
const PRI_BYTES = 16;
/** Commands that go to the queue together. */
export const CMDQ_BATCH_ENTRIES = 64;
/** Looks before the driver gives up. */
const PATIENCE = 1000;
const EVENT_LOG2SIZE = 7;
const PRI_LOG2SIZE = 7;

export interface SmmuConfig {
  /** Index of the SMMU on its machine. */
  readonly unit: number;
  readonly sidBits?: number;
  readonly cmdqLog2size?: number;
  readonly twoLevelStreams?: boolean;
  /** CD2L: context descriptor tables of two levels. */
  readonly twoLevelContexts?: boolean;
  readonly ats?: boolean;
  readonly pri?: boolean;
  readonly stalls?: boolean;
  /** RIL: invalidations of ranges. */
  readonly ranges?: boolean;
  /** BTM: the CPU's broadcasts reach the SMMU. */
  readonly btm?: boolean;
  readonly hyp?: boolean;
  readonly e2h?: boolean;
  /** Syncs are polled by the word that they write. */
  readonly msiPolling?: boolean;
  readonly skipPrefetch?: boolean;
  /** ASIDs of the machine; one of its own when absent. */
  readonly asids?: AsidSpace;
}

/** Where the memory of an SMMU that runs already lies. */
export interface SmmuMemory {
  readonly cmdq: number;
  readonly evtq: number;
  readonly priq: number;
  readonly streams: number;
  /** Raw PROD of the command queue; CONS is equal. */
  readonly prod: number;
}

export class SmmuV3 {
  readonly bus: BusLog;
  readonly unit: number;
  readonly config: Required<Omit<SmmuConfig, 'asids'>>;
  readonly device: SmmuDevice;
  readonly asids: AsidSpace;
  streams!: StreamTable;
  cmdq = 0;
  evtq = 0;
  priq = 0;
  /** Raw PROD: index and wrap. */
  prod = 0;
  /** Raw CONS of the queues that the SMMU fills, as the driver wrote them. */
  evtqCons = 0;
  priqCons = 0;
  #cr0 = 0;

  constructor(bus: BusLog, { asids, ...config }: SmmuConfig) {
    this.bus = bus;
    this.unit = config.unit;
    this.config = {
      sidBits: 10,
      cmdqLog2size: 8,
      twoLevelStreams: false,
      twoLevelContexts: true,
      ats: false,
      pri: false,
      stalls: false,
      ranges: false,
      btm: false,
      hyp: false,
      e2h: false,
      msiPolling: false,
      skipPrefetch: false,
      ...config,
    };
    this.asids = asids ?? new AsidSpace();
    this.device = new SmmuDevice(bus, config.unit);
  }

  /** Queues and stream table in memory, and everything on. */
  boot(): void {
    this.allocate();
    this.reset();
  }

  allocate(): void {
    const { unit, bus } = this;
    const { sidBits, twoLevelStreams, cmdqLog2size } = this.config;
    this.cmdq = bus.allocRegion(unit, COMMAND_BYTES * 2 ** cmdqLog2size, REGION_CMDQ);
    this.evtq = bus.allocRegion(unit, EVENT_BYTES * 2 ** EVENT_LOG2SIZE, REGION_EVTQ);
    this.priq = bus.allocRegion(unit, PRI_BYTES * 2 ** PRI_LOG2SIZE, REGION_PRIQ);
    this.streams = new StreamTable(bus, { unit, sidBits, twoLevel: twoLevelStreams });
  }

  /** Takes memory and registers of an SMMU that runs already; nothing is recorded. */
  adopt({ cmdq, evtq, priq, streams, prod }: SmmuMemory): void {
    const { unit, bus, device } = this;
    const { sidBits, twoLevelStreams, cmdqLog2size } = this.config;
    Object.assign(this, { cmdq, evtq, priq, prod });
    this.streams = new StreamTable(bus, { unit, sidBits, twoLevel: twoLevelStreams, base: streams });
    this.#cr0 = R.CR0_CMDQEN | R.CR0_EVTQEN | R.CR0_PRIQEN | R.CR0_SMMUEN;
    device.cr0 = this.#cr0;
    Object.assign(device.cmdq, { base: cmdq, log2size: cmdqLog2size, prod, cons: prod });
    Object.assign(device.evtq, { base: evtq, log2size: EVENT_LOG2SIZE });
    Object.assign(device.priq, { base: priq, log2size: PRI_LOG2SIZE });
  }

  writel(offset: number, value: number): void {
    this.bus.log(BUS_MMIO_WRITE, this.unit, 4, offset, value >>> 0, 0, 0);
    this.device.write(offset, value >>> 0, 0);
  }

  writeq(offset: number, [lo, hi]: readonly [number, number]): void {
    this.bus.log(BUS_MMIO_WRITE, this.unit, 8, offset, lo >>> 0, hi >>> 0, 0);
    this.device.write(offset, lo >>> 0, hi >>> 0);
  }

  readl(offset: number): number {
    const value = this.device.read(offset);
    this.bus.log(BUS_MMIO_READ, this.unit, 4, offset, value >>> 0, 0, 0);
    return value;
  }

  /** C: `arm_smmu_write_reg_sync` of CR0: on, or everything off with 0. */
  #enable(bits: number): void {
    this.#cr0 = bits === 0 ? 0 : this.#cr0 | bits;
    this.writel(R.ARM_SMMU_CR0, this.#cr0);
    this.readl(R.ARM_SMMU_CR0ACK);
  }

  /** C: `arm_smmu_device_reset`. */
  reset(): void {
    const { hyp, e2h, sidBits, twoLevelStreams, cmdqLog2size, pri, ats } = this.config;
    this.#enable(0);
    this.writel(R.ARM_SMMU_CR1, R.CR1_DRIVER);
    this.writel(R.ARM_SMMU_CR2, R.CR2_PTM | R.CR2_RECINVSID | (e2h ? R.CR2_E2H : 0));
    this.writeq(R.ARM_SMMU_STRTAB_BASE, R.strtabBase(this.streams.base));
    this.writel(R.ARM_SMMU_STRTAB_BASE_CFG, R.driverStrtabCfg(sidBits, twoLevelStreams));
    this.writeq(R.ARM_SMMU_CMDQ_BASE, R.queueBase(this.cmdq, cmdqLog2size));
    this.prod = 0;
    this.writel(R.ARM_SMMU_CMDQ_PROD, 0);
    this.writel(R.ARM_SMMU_CMDQ_CONS, 0);
    this.#enable(R.CR0_CMDQEN);
    this.issueWithSync([C.cfgiAll()]);
    if (hyp) this.issueWithSync([C.tlbiEl2All()]);
    this.issueWithSync([C.tlbiNsnhAll()]);
    this.writeq(R.ARM_SMMU_EVTQ_BASE, R.queueBase(this.evtq, EVENT_LOG2SIZE));
    this.evtqCons = 0;
    this.writel(R.ARM_SMMU_EVTQ_PROD, 0);
    this.writel(R.ARM_SMMU_EVTQ_CONS, 0);
    this.#enable(R.CR0_EVTQEN);
    if (pri) this.#enablePriq();
    if (ats) this.#enable(R.CR0_ATSCHK);
    this.bus.software(this.unit, STEP_SETUP_IRQS, 0);
    this.#enable(R.CR0_SMMUEN);
  }

  #enablePriq(): void {
    this.writeq(R.ARM_SMMU_PRIQ_BASE, R.queueBase(this.priq, PRI_LOG2SIZE));
    this.priqCons = 0;
    this.writel(R.ARM_SMMU_PRIQ_PROD, 0);
    this.writel(R.ARM_SMMU_PRIQ_CONS, 0);
    this.#enable(R.CR0_PRIQEN);
  }

  /** One command, nobody waits. 0, or -ETIMEDOUT when no room came. */
  issue(command: C.SmmuCommand): number {
    return this.#issueCmdlist([command], false);
  }

  /** C: `arm_smmu_cmdq_batch_submit`: any number of commands, 64 at most together, one sync behind them all. */
  issueWithSync(commands: readonly C.SmmuCommand[]): number {
    let at = 0;
    for (; commands.length - at > CMDQ_BATCH_ENTRIES; at += CMDQ_BATCH_ENTRIES) {
      this.#issueCmdlist(commands.slice(at, at + CMDQ_BATCH_ENTRIES), false);
    }
    return this.#issueCmdlist(commands.slice(at), true);
  }

  /** C: `arm_smmu_cmdq_issue_cmdlist`. */
  #issueCmdlist(commands: readonly C.SmmuCommand[], sync: boolean): number {
    const { cmdqLog2size } = this.config;
    if (!this.#room(commands.length + (sync ? 1 : 0))) return -ETIMEDOUT;
    this.bus.barrier(this.unit);
    for (const command of commands) this.#put(command);
    const syncEntry = this.prod;
    if (sync) this.#put(this.#syncCommand());
    this.writel(R.ARM_SMMU_CMDQ_PROD, this.prod);
    if (!sync) return 0;
    for (let looks = 0; looks < PATIENCE; looks++) {
      const cons = this.device.read(R.ARM_SMMU_CMDQ_CONS);
      if (queueConsumed(cons, syncEntry, cmdqLog2size)) {
        this.bus.waited(this.unit, 4, R.ARM_SMMU_CMDQ_CONS, cons);
        return 0;
      }
      this.#checkGerror();
    }
    return -ETIMEDOUT;
  }

  #room(entries: number): boolean {
    for (let looks = 0; looks < PATIENCE; looks++) {
      const cons = this.device.read(R.ARM_SMMU_CMDQ_CONS);
      if (queueHasSpace(this.prod, cons, this.config.cmdqLog2size, entries)) return true;
      this.#checkGerror();
    }
    return false;
  }

  #put(command: C.SmmuCommand): void {
    this.#store(queueIndex(this.prod, this.config.cmdqLog2size), command);
    this.prod = queueInc(this.prod, this.config.cmdqLog2size);
  }

  #store(index: number, command: C.SmmuCommand): void {
    const at = this.cmdq + COMMAND_BYTES * index;
    this.bus.store64(this.unit, at, command[0]!, command[1]!);
    this.bus.store64(this.unit, at + 8, command[2]!, command[3]!);
  }

  /** A sync that is polled writes over its own first word. */
  #syncCommand(): C.SmmuCommand {
    if (!this.config.msiPolling) return C.cmdSync({ cs: C.CMDQ_SYNC_0_CS_SEV });
    const slot = queueIndex(this.prod, this.config.cmdqLog2size);
    return C.cmdSync({ cs: C.CMDQ_SYNC_0_CS_IRQ, msiAddress: this.cmdq + COMMAND_BYTES * slot });
  }

  /** C: `arm_smmu_gerror_handler`: what it reads of errors is not on record, the acknowledgement is. */
  #checkGerror(): void {
    const gerror = this.device.read(R.ARM_SMMU_GERROR);
    if (((gerror ^ this.device.gerrorn) & R.GERROR_CMDQ_ERR) === 0) return;
    this.#skipError(this.device.cmdq.cons);
    this.writel(R.ARM_SMMU_GERRORN, gerror);
  }

  /** C: `__arm_smmu_cmdq_skip_err`: an illegal command is overwritten by a sync that signals nobody. */
  #skipError(cons: number): void {
    if (((cons >>> R.CMDQ_CONS_ERR_SHIFT) & 0x7f) !== R.CMDQ_ERR_CERROR_ILL_IDX) return;
    this.#store(queueIndex(cons, this.config.cmdqLog2size), C.cmdSync({ cs: C.CMDQ_SYNC_0_CS_NONE }));
  }
}
