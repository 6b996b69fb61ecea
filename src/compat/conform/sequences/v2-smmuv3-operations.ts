/** Operations of SMMUv3 lines, by name: which driver function of v2 runs, with what. */
import type { DomainConfig, ProcessSpace, SmmuDomain } from '../../../v2-typed-token/hw/index.js';
import { wideNumber } from '../json-lines.js';
import type { SequenceLine } from '../sequence-model.js';
import { flagOf, halves, listOf, numberOf, regionsNamed, wordOf } from './v2-line-state.js';
import type { SmmuStage } from './v2-smmuv3-stage.js';
import { expectReturn } from './v2-stage.js';

type Operation = (stage: SmmuStage, line: SequenceLine) => void;

/** The domains of the recordings, by the Config field of the stream table entries that point at them. */
export const domainStages: Readonly<Record<number, DomainConfig>> = {
  4: { stage: 'bypass' },
  5: { stage: 'stage1', root: 0x20_0000_0000 },
  6: { stage: 'stage2', root: 0x30_0000_0000 },
};

export function processOf(line: SequenceLine): ProcessSpace {
  const has = (key: string): boolean => line.config[key] !== undefined;
  return {
    pasid: numberOf(line, 'pasid'),
    asid: numberOf(line, 'asid'),
    root: has('pgd') ? wordOf(line, 'pgd') : 0,
    virtualBits: numberOf(line, 'vabits', 48),
    outputCode: numberOf(line, 'parange', 5),
    ...(has('mair') ? { attributes: wordOf(line, 'mair') } : {}),
  };
}

function domainOf(stage: SmmuStage, line: SequenceLine): SmmuDomain {
  if (stage.domain === null) throw new RangeError(`${line.operation}: the stream table shows no attached domain`);
  return stage.domain;
}

function attached(config: number): Operation {
  return (stage, line) => {
    stage.domain = stage.smmu.createDomain(domainStages[config] as DomainConfig);
    expectReturn(line, stage.smmu.attach(stage.domain, stage.master));
  };
}

const attachedSecond: Operation = (stage, line) => {
  const second = stage.addMaster(listOf(line, 'sids').map(Number));
  expectReturn(line, stage.smmu.attach(domainOf(stage, line), second));
};

const bound: Operation = (stage, line) => expectReturn(line, stage.smmu.sva.bind(stage.master, processOf(line)));

const boundOverPrivateAsid: Operation = (stage, line) => {
  bound(stage, line);
  const { asid } = domainOf(stage, line);
  if (asid !== numberOf(line, 'domain_new_asid')) throw new RangeError(`the domain moved to ASID ${String(asid)}`);
};

const unbound: Operation = (stage, line) =>
  expectReturn(line, stage.smmu.sva.unbind(stage.master, numberOf(line, 'pasid')));

const released: Operation = (stage, line) => expectReturn(line, stage.smmu.sva.release(numberOf(line, 'pasid')));

const invalidated: Operation = (stage, line) => {
  const whole = wideNumber(line.config['end']) === 0xffff_ffff_ffff_ffffn;
  const range = whole ? 'all' : { start: numberOf(line, 'start'), end: numberOf(line, 'end') };
  expectReturn(line, stage.smmu.sva.invalidateRange(numberOf(line, 'pasid'), range));
};

const rangeFlushed: Operation = (stage, line) => {
  const range = {
    iova: numberOf(line, 'iova'),
    size: numberOf(line, 'size'),
    granule: numberOf(line, 'granule'),
    leaf: flagOf(line, 'leaf'),
  };
  expectReturn(line, stage.smmu.flushRange(domainOf(stage, line), range));
};

const auxAttached: Operation = (stage, line) => {
  const space = { asid: numberOf(line, 'asid'), root: wordOf(line, 'ttbr'), MAIR: wordOf(line, 'mair') };
  expectReturn(line, stage.smmu.attachAuxiliary(domainOf(stage, line), numberOf(line, 'ssid'), space));
};

const answered: Operation = (stage, line) => {
  const code = numberOf(line, 'code') as 0 | 1 | 2;
  const answer = { streamId: numberOf(line, 'sid'), stag: numberOf(line, 'grpid'), code };
  expectReturn(line, stage.smmu.faults.respond(answer));
};

const interrupted: Operation = (stage, line) => {
  const base = Number(BigInt(regionsNamed(line, 'priq')[0]?.phys ?? 0));
  for (const [index, word] of listOf(line, 'entry').entries()) {
    const { lo, hi } = halves(word);
    stage.machine.bus.memory.write64(base + 8 * index, lo, hi);
  }
  stage.smmu.device.pageRequests.producer = 1;
  stage.smmu.faults.runPriQueue();
};

const batched: Operation = (stage, line) => {
  const ssid = numberOf(line, 'ssid');
  const streams = Array.from({ length: numberOf(line, 'commands') }, (_, streamId) => streamId);
  expectReturn(line, stage.smmu.invalidate.descriptorOfStreams(streams, ssid, 1));
};

/** Every operation of the SMMUv3 files. */
export const smmuOperations: Readonly<Record<string, Operation>> = {
  device_reset: (stage, line) => expectReturn(line, stage.smmu.reset()),
  attach_dev_s1: attached(5),
  attach_dev_s2: attached(6),
  attach_dev_bypass: attached(4),
  attach_second_master: attachedSecond,
  detach_dev: (stage, line) => expectReturn(line, stage.smmu.detach(stage.master)),
  sva_bind: bound,
  sva_bind_again: bound,
  sva_bind_leaf_present: bound,
  sva_bind_three_streams: bound,
  sva_bind_asid_conflict: boundOverPrivateAsid,
  sva_unbind: unbound,
  sva_unbind_not_last: unbound,
  sva_unbind_three_streams: unbound,
  sva_unbind_after_mm_release: unbound,
  sva_mm_release: released,
  sva_invalidate_range: invalidated,
  flush_iotlb_all: (stage, line) => expectReturn(line, stage.smmu.flushDomain(domainOf(stage, line))),
  iotlb_sync_range: rangeFlushed,
  aux_attach: auxAttached,
  aux_detach: (stage, line) =>
    expectReturn(line, stage.smmu.detachAuxiliary(domainOf(stage, line), numberOf(line, 'ssid'))),
  page_response_stall: answered,
  priq_interrupt: interrupted,
  cmdq_wrap: (stage, line) => expectReturn(line, stage.smmu.invalidate.asid(numberOf(line, 'asid'))),
  cmdq_batch: batched,
};
