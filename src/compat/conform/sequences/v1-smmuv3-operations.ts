/** Each golden SMMUv3 operation as a call of the old API's drivers. */
import { SmmuSva, type SmmuBond } from '../../../v1-void-token/drivers/index.js';
import * as hw from '../../../v1-void-token/hw/index.js';
import type { SequenceLine } from '../sequence-model.js';
import { GivenProcess, SwitchedDomain } from './v1-process.js';
import type { V1SmmuStage } from './v1-smmuv3.js';
import { type Config, regionBase, store } from './v1-stage.js';

type Operation = (stage: V1SmmuStage, config: Config, line: SequenceLine) => void;

/** Whole address space, as lines and kernel write its end. */
const everything = 2 ** 64;

/** The driver with one process, which may have been bound before the line. */
class Sva {
  readonly process: GivenProcess;
  readonly domain: SwitchedDomain;
  readonly bonds: SmmuBond[] = [];
  readonly #sva: SmmuSva;

  constructor({ domain, smmu }: V1SmmuStage, config: Config) {
    this.process = new GivenProcess(config.n('pasid'), config.n('pgd', 0x1000));
    smmu.asids.pin(this.process.mm.pgd, config.n('asid'));
    this.domain = new SwitchedDomain(domain);
    this.#sva = new SmmuSva(this.process.lib, this.process.processes);
  }

  bind(): void {
    const bond = this.#sva.bind(this.domain, this.process.mm);
    if (typeof bond === 'number') throw new RangeError(`the process cannot be bound: ${String(bond)}`);
    this.bonds.push(bond);
  }

  unbind(): void {
    const bond = this.bonds.pop();
    if (bond !== undefined) this.#sva.unbind(bond);
  }

  exit(): void {
    this.process.processes.exit(this.process.mm);
  }
}

/** Brings the driver to where the line begins, without effects, and then lets it do the operation. */
const sva =
  (before: (driver: Sva) => void, operation: (driver: Sva, config: Config) => void): Operation =>
  (stage, config) => {
    const driver = new Sva(stage, config);
    before(driver);
    driver.domain.live = true;
    operation(driver, config);
  };

const notBound = (): void => undefined;
const bound = (driver: Sva): void => driver.bind();
const boundTwice = (driver: Sva): void => {
  driver.bind();
  driver.bind();
};
const ended = (driver: Sva): void => {
  driver.bind();
  driver.exit();
};

const bind = sva(notBound, bound);
const unbind = sva(bound, (driver) => driver.unbind());

const master = (sids: readonly number[]): hw.SmmuMaster => ({ sids, atsSupported: true, atsEnabled: false });
const attach: Operation = ({ domain }, config) => void domain.attach(master([config.n('sid')]));

export const v1SmmuOperations: Readonly<Record<string, Operation>> = {
  device_reset: ({ smmu }) => smmu.reset(),
  attach_dev_s1: attach,
  attach_dev_s2: attach,
  attach_dev_bypass: ({ smmu }, config) => hw.installWithoutDomain(smmu, config.n('sid'), 'bypass'),
  attach_second_master: ({ domain }, config) => void domain.attach(master(config.numbers('sids'))),
  detach_dev({ domain, masters }) {
    for (const each of masters) domain.detach(each);
  },
  flush_iotlb_all: ({ domain }) => domain.flushAll(),
  iotlb_sync_range({ domain }, config) {
    domain.flushRange(config.n('iova'), config.n('size'), config.n('granule'), config.flag('leaf'));
  },
  sva_bind: bind,
  sva_bind_leaf_present: bind,
  sva_bind_three_streams: bind,
  sva_bind_asid_conflict: bind,
  sva_bind_again: sva(bound, bound),
  sva_unbind_not_last: sva(boundTwice, (driver) => driver.unbind()),
  sva_unbind: unbind,
  sva_unbind_three_streams: unbind,
  sva_mm_release: sva(bound, (driver) => driver.exit()),
  sva_unbind_after_mm_release: sva(ended, (driver) => driver.unbind()),
  sva_invalidate_range: sva(bound, ({ process }, config) => {
    const end = config.n('end');
    process.processes.invalidateRange(process.mm, config.n('start'), Math.min(end, everything));
  }),
  aux_attach({ domain }, config) {
    domain.writePrivateDescriptor(config.n('ssid'), config.n('asid'), config.n('ttbr'));
  },
  aux_detach({ domain }, config) {
    domain.clearDescriptor(config.n('ssid'));
    domain.invalidateDevices(config.n('ssid'));
  },
  page_response_stall({ smmu }, config) {
    hw.pageResponseStall(smmu, config.n('sid'), config.n('grpid'), config.n('code'));
  },
  priq_interrupt(stage, config, line) {
    const ring = regionBase(line, 'priq');
    config.words('entry').forEach((word, index) => store(stage.bus, ring + 8 * index, word));
    stage.smmu.device.priq.prod = 1;
    hw.priqThread(stage.smmu);
  },
  cmdq_wrap: ({ smmu }, config) => void smmu.issueWithSync([hw.smmuCommand.tlbiNhAsid(config.n('asid'))]),
  cmdq_batch({ smmu }, config) {
    const sids = Array.from({ length: config.n('commands') }, (_, sid) => sid);
    smmu.issueWithSync(sids.map((sid) => hw.smmuCommand.cfgiCd(config.n('ssid'), sid, 1)));
  },
};
