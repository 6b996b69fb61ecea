/** Golden VT-d operations on the old API's hardware. */
import * as hw from '../../../v1-void-token/hw/index.js';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';
import { Config, mustBe, regionBase, stageMemory, store, recordsKept } from './v1-stage.js';
import { HostSva } from './v1-host-sva.js';
import { hex64, stepsOf, type Observed, type UnitReading } from './v1-observe.js';

const ringSlots = 256;
const iqt = 0x88;

/** One machine with one unit and one device, as a line finds it. */
export class V1VtdStage {
  readonly bus = new hw.BusLog(recordsKept);
  iommu!: hw.VtdIommu;
  endpoint!: hw.VtdEndpoint;

  /** Sets the unit up for a line; memory stays what it is unless `fresh`. */
  enter(line: SequenceLine, fresh: boolean): void {
    const config = new Config(line);
    if (fresh) {
      const tables = line.regions.filter(({ name }) => name === 'pasid_table').length;
      const linked = linkedTables(line);
      stageMemory(line, this.bus, (name, index) => {
        if (name === 'pasid_table') return index < Math.min(tables, linked);
        return name !== 'context_table' || index < contextTables(line);
      });
    }
    const mode = config.text('mode');
    const vcmd = line.operation.startsWith('vcmd');
    const iommu = new hw.VtdIommu(this.bus, {
      unit: 0,
      kernel: line.chain.startsWith('vtd510') ? '5.10.198' : '6.1.192',
      cachingMode: mode.includes('CM=1') || config.n('CM') === 1 || vcmd,
      rwbf: mode.includes('RWBF=1'),
      coherent: !mode.includes('non-coherent'),
      fs5lp: config.flag('la57'),
      scalable: config.n('scalable', 1) === 1,
    });
    const { queue } = line.initial;
    const bytes = queue?.['iq_entry_bytes'] ?? 32;
    iommu.entryBytes = bytes === 16 ? 16 : 32;
    iommu.adoptQueue(regionBase(line, 'invalidation_queue'), regionBase(line, 'iq_status'), queue?.['iq_index'] ?? 0);
    this.iommu = iommu;
    const ats = config.flag('ats') || config.flag('ats_pri');
    this.endpoint = {
      sid: config.n('sid', 0x218),
      ats,
      pri: config.flag('pri') || config.flag('ats_pri'),
      qdep: config.n('qdep', 4),
      pfsid: 0,
      directory: regionBase(line, 'pasid_directory'),
    };
  }

  play(line: SequenceLine): readonly SequenceStep[] | null {
    const operation = Object.hasOwn(operations, line.operation) ? operations[line.operation] : undefined;
    if (operation === undefined) return null;
    this.bus.clearTrace();
    operation(this, new Config(line), line);
    return stepsOf(line, this.bus.trace(), this.#reading(line));
  }

  #reading(line: SequenceLine): UnitReading {
    let published = line.initial.queue?.['iq_index'] ?? 0;
    const { iommu, bus } = this;
    return {
      entries: (record) => {
        if (record.address !== iqt || line.operation === 'enable_invalidation_queue') return null;
        const steps: SequenceStep[] = [];
        const tail = record.lo / iommu.entryBytes;
        for (; published !== tail; published = (published + 1) % ringSlots) {
          const at = iommu.slotAddress(published);
          const qwords = Array.from({ length: iommu.entryBytes / 8 }, (_, word) =>
            hex64(bus.memory.read32(at + 8 * word), bus.memory.read32(at + 8 * word + 4)),
          );
          steps.push({ op: 'iq_desc', index: published, qwords });
        }
        return steps;
      },
      software: (record) => softwareStep(line, record),
      wait: () => ({ op: 'wait', for: 'inv_wait_dsc status write' }),
      register: () => ({}),
    };
  }
}

function softwareStep(line: SequenceLine, { aux, lo }: Observed): SequenceStep | null {
  const { recordCodes: codes } = hw;
  if (aux === codes.STEP_FLUSH_FAULT_QUEUE) return { op: 'software', what: 'iopf_queue_flush_dev' };
  if (aux === codes.STEP_IOASID_FREE) return { op: 'software', what: 'ioasid_free', id: lo };
  if (aux !== codes.STEP_IOASID_ALLOC) return null;
  return { op: 'software', what: 'ioasid_alloc', min: 1, max: 0xfffff, result: new Config(line).n('pasid') };
}

/** Number of table pages that the directory leads to before the step. */
function linkedTables(line: SequenceLine): number {
  const directory = regionBase(line, 'pasid_directory');
  return (line.initial.memory ?? []).filter((word) => {
    const { phys } = word as { phys: string };
    return Number(phys) >= directory && Number(phys) < directory + 0x2_0000;
  }).length;
}

/** PASID of the first entry that the tables hold; the lines have one page of them. */
function presentPasid(line: SequenceLine): number {
  const table = regionBase(line, 'pasid_table');
  const words = (line.initial.memory ?? []) as readonly { phys: string }[];
  const first = words.map(({ phys }) => Number(phys)).find((phys) => phys >= table && phys < table + 4096);
  return ((first ?? table) - table) >>> 6;
}

function contextTables(line: SequenceLine): number {
  const root = regionBase(line, 'root_table');
  return (line.initial.memory ?? []).filter((word) => {
    const { phys } = word as { phys: string };
    return Number(phys) >= root && Number(phys) < root + 4096;
  }).length;
}

type Operation = (stage: V1VtdStage, config: Config, line: SequenceLine) => void;

/** Brings the driver to where the line begins, without effects, and then lets it do the operation. */
const svm =
  (before: (driver: HostSva) => void, operation: (driver: HostSva, config: Config) => void): Operation =>
  (stage, config) => {
    const driver = new HostSva(stage.iommu, stage.endpoint, config);
    before(driver);
    driver.unit.live = true;
    operation(driver, config);
  };

const bound = (driver: HostSva): void => driver.bind();
const boundTwice = (driver: HostSva): void => {
  driver.bind();
  driver.bind();
};
const ended = (driver: HostSva): void => {
  driver.bind();
  driver.exit();
};

function context(stage: V1VtdStage, config: Config, line: SequenceLine) {
  return {
    root: regionBase(line, 'root_table'),
    bus: config.n('bus'),
    devfn: config.n('devfn'),
    directory: stage.endpoint.directory,
    did: config.n('did'),
    ats: config.flag('ats') || config.flag('ats_pri'),
    pri: config.flag('ats_pri'),
    qdep: stage.endpoint.qdep,
  };
}

const tearDown =
  (order: 'new' | 'old'): Operation =>
  (stage, config) =>
    hw.tearDownEntry(stage.iommu, stage.endpoint, config.n('pasid'), config.flag('fault_ignore'), order);

function drain(stage: V1VtdStage, pasid: number, did: number, flushFaultQueue: boolean): void {
  hw.drainPrq(stage.iommu, stage.endpoint, pasid, did, { flushFaultQueue });
}

const vcmdAlloc: Operation = (stage, config, line) => {
  const { lo, hi } = config.wide('hw_response');
  stage.iommu.device.vcmd.answerNext(lo, hi, config.n('polls_with_IP'));
  const pasid = hw.vcmdAllocPasid(stage.iommu);
  mustBe(line, 'returns', Math.min(pasid, 0));
  mustBe(line, 'pasid', pasid);
};

const vcmdFree: Operation = (stage, config) => {
  const { lo, hi } = config.wide('hw_response');
  stage.iommu.device.vcmd.answerNext(lo, hi, config.n('polls_with_IP'));
  // The kernel's driver has the defect whether or not the operand is wide enough to show it.
  hw.vcmdFreePasid(stage.iommu, config.n('pasid'), true);
};

/** A line that says nothing of the result expects success. */
function succeeded(line: SequenceLine, result: number): void {
  mustBe({ ...line, config: { returns: 0, ...line.config } }, 'returns', result);
}

const operations: Readonly<Record<string, Operation>> = {
  vcmd_alloc_pasid: vcmdAlloc,
  vcmd_free_pasid: vcmdFree,
  vcmd_alloc_pasid_refused: vcmdAlloc,
  vcmd_free_pasid_refused: vcmdFree,
  enable_invalidation_queue(stage) {
    stage.iommu.gcmd = 0;
    hw.enableInvalidationQueue(stage.iommu);
  },
  set_root_table: (stage, _, line) => hw.setRootTable(stage.iommu, regionBase(line, 'root_table')),
  enable_prq: (stage, _, line) => hw.enablePrq(stage.iommu, regionBase(line, 'prq')),
  disable_prq: (stage) => hw.disablePrq(stage.iommu),
  invalidation_queue_wrap(stage, config) {
    const desc =
      config.text('descriptor') === 'pasid_cache'
        ? hw.qi.qiPasidCache(1, config.n('did'), config.n('pasid'))
        : hw.qi.qiPasidIotlb(2, config.n('did'), config.n('pasid'));
    stage.iommu.submit([desc]);
  },
  pasid_setup_first_level(stage, config, line) {
    const pasid = config.flag('entry_already_present') ? presentPasid(line) : config.n('pasid');
    const { iommu, endpoint } = stage;
    const result = hw.setupFirstLevel(iommu, endpoint, pasid, config.n('did'), config.n('FSPTPTR'));
    succeeded(line, result);
  },
  pasid_setup_second_level({ iommu, endpoint }, config, line) {
    const result = hw.setupSecondLevel(iommu, endpoint, config.n('pasid'), config.n('did'), config.n('SSPTPTR'));
    succeeded(line, result);
  },
  pasid_setup_pass_through({ iommu, endpoint }, config, line) {
    succeeded(line, hw.setupPassThrough(iommu, endpoint, config.n('pasid')));
  },
  pasid_tear_down_entry: tearDown('new'),
  pasid_tear_down_entry_old_order: tearDown('old'),
  pasid_page_snoop_control: (stage, config) => hw.setupPageSnoop(stage.iommu, stage.endpoint, config.n('pasid')),
  context_map: (stage, config, line) => hw.mapContext(stage.iommu, context(stage, config, line)),
  context_clear: (stage, config, line) => hw.clearContext(stage.iommu, context(stage, config, line)),
  svm_bind: svm(() => undefined, bound),
  svm_bind_again: svm(bound, bound),
  svm_unbind_not_last: svm(boundTwice, (driver) => driver.unbind()),
  svm_invalidate_range: svm(bound, (driver, config) => driver.invalidate(config.n('start'), config.n('end'))),
  svm_unbind: svm(bound, (driver) => driver.unbind()),
  svm_mm_release: svm(bound, (driver) => driver.exit()),
  svm_unbind_after_mm_release: svm(ended, (driver) => driver.unbind()),
  drain_prq(stage, config, line) {
    stage.iommu.device.pqa = regionBase(line, 'prq') + 4;
    stage.iommu.device.pqh = config.n('prq_head');
    stage.iommu.device.pqt = config.n('prq_tail');
    if (config.n('prq_tail') === 32) store(stage.bus, regionBase(line, 'prq'), 0x63_0218_0101n);
    drain(stage, config.n('pasid'), config.n('domain_did', config.n('did')), true);
  },
  prq_interrupt(stage, config, line) {
    const ring = regionBase(line, 'prq');
    config.words('request').forEach((word, index) => store(stage.bus, ring + 8 * index, word));
    stage.iommu.device.pqa = ring + 4;
    stage.iommu.device.pqt = 0x20;
    hw.pageRequestThread(stage.iommu, () => config.n('handler_returns'));
  },
  bind_gpasid_nested(stage, config, line) {
    const result = hw.setupNested(stage.iommu, stage.endpoint, config.n('hpasid'), {
      guestRoot: config.n('gpgd'),
      addressWidth: config.n('addr_width'),
      hostRoot: config.n('SSPTPTR'),
      did: config.n('did'),
    });
    succeeded(line, result);
  },
  unbind_gpasid(stage, config) {
    hw.tearDownEntry(stage.iommu, stage.endpoint, config.n('hpasid'), false, 'old');
    if (stage.endpoint.pri) drain(stage, config.n('hpasid'), config.n('did'), false);
  },
  aux_attach({ iommu, endpoint, bus }, config, line) {
    const [pasid, did, root] = [config.n('pasid'), config.n('did', 1), config.n('pgd')];
    bus.software(0, hw.recordCodes.STEP_IOASID_ALLOC, pasid);
    const flags = { supervisor: true, pageSnoop: true };
    const result = config.flag('first_level')
      ? hw.setupFirstLevel(iommu, endpoint, pasid, did, root, flags)
      : hw.setupSecondLevel(iommu, endpoint, pasid, did, root, true);
    succeeded(line, result);
  },
  aux_detach(stage, config) {
    stage.bus.software(0, hw.recordCodes.STEP_IOASID_FREE, config.n('pasid'));
    hw.tearDownEntry(stage.iommu, stage.endpoint, config.n('pasid'), false, 'old');
  },
};
