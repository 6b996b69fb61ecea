/** Golden SMMUv3 operations on the old API's hardware. */
import * as hw from '../../../v1-void-token/hw/index.js';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';
import { hex, hex64, stepsOf, type Observed, type UnitReading } from './v1-observe.js';
import { v1SmmuOperations } from './v1-smmuv3-operations.js';
import { Config, regionBase, stageMemory, recordsKept } from './v1-stage.js';

const prodRegister = 0x98;
const commandBytes = 16;
const entryBytes = 64;
const shareIncoming = 0x1000;
const domainRoot = 0x20_0000_0000;
const stage2 = { vmid: 1, ttb: 0x30_0000_0000 };
const secondStage = 6;

const wide = (value: unknown): number => Number(value ?? 0);

/** Features of the modes in the files. A line without mode has context tables of two levels and nothing else. */
function features(line: SequenceLine) {
  const mode = new Config(line).text('mode');
  const e2h = mode.includes('E2H');
  return {
    twoLevelStreams: mode.startsWith('2-level stream table'),
    twoLevelContexts: !mode.includes('linear CD'),
    ats: mode.includes('ATS'),
    pri: mode.includes('STALLS'),
    stalls: mode.includes('STALLS'),
    ranges: mode.includes('range invalidation'),
    btm: mode.includes('BTM'),
    msiPolling: mode.includes('MSI'),
    hyp: e2h,
    e2h,
    skipPrefetch: mode.includes('no prefetch'),
  };
}

/** One machine with one SMMU and one domain, as a line finds it. */
export class V1SmmuStage {
  readonly bus = new hw.BusLog(recordsKept);
  smmu!: hw.SmmuV3;
  domain!: hw.SmmuTranslationDomain;
  /** Masters in the domain, in the order in which they were attached. */
  masters: hw.SmmuMaster[] = [];

  /** Sets the SMMU up for a line; memory stays what it is unless `fresh`. */
  enter(line: SequenceLine, fresh: boolean): void {
    const config = new Config(line);
    const mode = features(line);
    if (fresh) {
      fillStreams(line, this.bus, mode.twoLevelStreams);
      const leaves = usedLeaves(line);
      stageMemory(line, this.bus, (name, index) => {
        if (name === 'cd_leaf_table') return index < leaves;
        return !/^cd_/.test(name) || !line.operation.startsWith('attach_dev_');
      });
    }
    const { queue } = line.initial;
    const streams = line.regions.find(({ name }) => name === 'stream_table');
    const sidBits = mode.twoLevelStreams ? 16 : Math.log2((streams?.size ?? 0) / entryBytes);
    const cmdqLog2size = wide(queue?.['CMDQ_LOG2SIZE']);
    this.smmu = new hw.SmmuV3(this.bus, { unit: 0, sidBits, cmdqLog2size, ...mode });
    const [cmdq, evtq, priq] = ['cmdq', 'evtq', 'priq'].map((name) => regionBase(line, name));
    const memory = { cmdq: cmdq ?? 0, evtq: evtq ?? 0, priq: priq ?? 0, streams: regionBase(line, 'stream_table') };
    this.smmu.adopt({ ...memory, prod: wide(queue?.['CMDQ_PROD']) });
    this.#enterDomain(line, config, mode);
  }

  #enterDomain(line: SequenceLine, config: Config, mode: ReturnType<typeof features>): void {
    const sids = config.has('domain_sids') ? config.numbers('domain_sids') : [config.n('sid', 0x100)];
    const attached = [...sids].reverse().filter((sid) => this.configOf(sid) > 4);
    this.masters = attached.map((sid) => ({ sids: [sid], atsSupported: true, atsEnabled: mode.ats }));
    const ssidBits = config.n('ssid_bits', mode.twoLevelContexts ? 20 : 10);
    const isStage2 = line.operation === 'attach_dev_s2' || attached.some((sid) => this.configOf(sid) === secondStage);
    const table = regionBase(line, 'cd_l1_table') || regionBase(line, 'cd_linear_table');
    const isFinal = table !== 0 && !line.operation.startsWith('attach_dev_');
    this.domain = new hw.SmmuTranslationDomain(this.smmu, {
      ssidBits,
      root: domainRoot,
      processGeometry: processGeometry(config),
      ...(isStage2 ? { stage2 } : {}),
      ...(isFinal ? { adopted: { table, asid: domainAsid(line, this.bus) } } : {}),
    });
    this.domain.adopt(this.masters);
  }

  /** Config of a stream's entry. */
  configOf(sid: number): number {
    const [lo] = this.smmu.streams.read(sid, 0);
    return (lo >>> 1) & 7;
  }

  play(line: SequenceLine): readonly SequenceStep[] | null {
    const operation = Object.hasOwn(v1SmmuOperations, line.operation) ? v1SmmuOperations[line.operation] : undefined;
    if (operation === undefined) return null;
    this.bus.clearTrace();
    operation(this, new Config(line), line);
    return stepsOf(line, this.bus.trace(), this.#reading(line));
  }

  #reading(line: SequenceLine): UnitReading {
    const { cmdq, config } = this.smmu;
    const both = 2 ** (config.cmdqLog2size + 1) - 1;
    const stored = new Map<number, Observed>();
    let published = wide(line.initial.queue?.['CMDQ_PROD']);
    return {
      stored: (record) => stored.set(record.address, record),
      entries: ({ address, lo }) => {
        if (address !== prodRegister) return null;
        const steps: SequenceStep[] = [];
        for (; published !== lo; published = (published + 1) & both) {
          const index = published & (both >>> 1);
          const at = cmdq + commandBytes * index;
          const qwords = [at, at + 8].map((word) => hex64(stored.get(word)?.lo ?? 0, stored.get(word)?.hi ?? 0));
          steps.push({ op: 'cmd', index, qwords });
        }
        return steps;
      },
      software: ({ aux }) => (aux === hw.recordCodes.STEP_SETUP_IRQS ? { op: 'software', what: 'setup_irqs' } : null),
      pci: ({ lo }) => ({ op: 'pci', what: lo === 0 ? 'pci_disable_ats' : 'pci_enable_ats' }),
      wait: ({ lo }) => ({ op: 'wait', for: 'CMD_SYNC completion', cons: hex(lo) }),
      register: () => ({}),
    };
  }
}

/** What the process's table looks like: the line says, or 48 bits of address and 5 for the size of memory. */
function processGeometry(config: Config): hw.TableGeometry {
  const mair = config.has('mair') ? config.wide('mair') : hw.defaultGeometry.mair;
  return { ...hw.defaultGeometry, t0sz: 64 - config.n('vabits', 48), ips: config.n('parange', 5), mair };
}

/** Streams that nobody listed let nothing through. */
function fillStreams(line: SequenceLine, bus: hw.BusLog, twoLevel: boolean): void {
  for (const { name, phys, size } of line.regions) {
    if (name !== (twoLevel ? 'stream_table_l2' : 'stream_table')) continue;
    for (let at = Number(phys); at < Number(phys) + size; at += entryBytes) {
      bus.memory.write32(at, 1);
      bus.memory.write32(at + 12, shareIncoming);
    }
  }
}

/** ASID in the domain's own context, which is the first of its table. */
function domainAsid(line: SequenceLine, bus: hw.BusLog): number {
  const table = regionBase(line, 'cd_linear_table') || regionBase(line, 'cd_leaf_table');
  return bus.memory.read32(table + 4) >>> 16;
}

/** Leaves of the context table that its first level leads to. */
function usedLeaves(line: SequenceLine): number {
  const leaves = line.regions.filter(({ name }) => name === 'cd_leaf_table').map(({ phys }) => BigInt(phys));
  const pointed = (line.initial.memory ?? []).map((word) => {
    return BigInt((word as { value: string }).value) & 0x000f_ffff_ffff_f000n;
  });
  return leaves.filter((leaf) => pointed.includes(leaf)).length;
}
