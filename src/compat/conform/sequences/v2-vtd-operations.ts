/** Operations of VT-d lines, by name: which driver function of v2 runs, with what. */
import { defaultDid, type HwResult } from '../../../v2-typed-token/hw/index.js';
import { wideNumber } from '../json-lines.js';
import type { SequenceLine } from '../sequence-model.js';
import { flagOf, halves, listOf, numberOf, regionsNamed, wordOf } from './v2-line-state.js';
import { expectReturn } from './v2-stage.js';
import type { VtdStage } from './v2-vtd-stage.js';

type Operation = (stage: VtdStage, line: SequenceLine) => void;

const tornDown: Operation = (stage, line) => {
  const options = { ignoreFaults: flagOf(line, 'fault_ignore') };
  expectReturn(line, stage.endpoint.tearDown(numberOf(line, 'pasid'), options));
};

const allocated: Operation = (stage, line) => {
  answerCommands(stage, line);
  const result = stage.iommu.virtualCommands.allocate();
  expectReturn(line, result);
  if (result.ok && result.value !== numberOf(line, 'pasid')) throw new RangeError(`allocated ${String(result.value)}`);
};

const freed: Operation = (stage, line) => {
  answerCommands(stage, line);
  stage.iommu.virtualCommands.free(numberOf(line, 'pasid'));
};

/** Lets the host side answer with the recorded response. */
function answerCommands(stage: VtdStage, line: SequenceLine): void {
  const response = wideNumber(line.config['hw_response']) ?? 0n;
  const { device } = stage.iommu;
  device.virtualCommands.host = () => ({
    status: Number((response >> 1n) & 0x7fn),
    pasid: Number((response >> 16n) & 0xfffffn),
  });
  const polls = numberOf(line, 'polls_with_IP', 0);
  if (polls > 0) device.faults.add({ kind: 'vcmd-busy', value: polls });
}

const domain = (line: SequenceLine) => ({ pasid: numberOf(line, 'pasid'), did: numberOf(line, 'domain_did') });

const unbound: Operation = (stage, line) => {
  expectReturn(line, stage.iommu.sva.unbind(stage.endpoint, domain(line)));
};

const bound: Operation = (stage, line) => {
  const process = { pasid: numberOf(line, 'pasid'), root: wordOf(line, 'pgd') };
  expectReturn(line, stage.iommu.sva.bind(stage.endpoint, process));
};

const setUpFirst: Operation = (stage, line) => {
  const present = line.config['entry_already_present'] === true;
  const pasid = present ? presentPasid(line) : numberOf(line, 'pasid');
  const root = present ? 0x1000 : wordOf(line, 'FSPTPTR');
  const did = numberOf(line, 'did', defaultDid);
  expectReturn(line, stage.endpoint.setupFirstStage(root, { pasid, did, width: numberOf(line, 'agaw', 2) }));
};

/** The PASID whose entry is present in `initial`: a line about it does not name it. */
function presentPasid(line: SequenceLine): number {
  const words = (line.initial.memory ?? []) as readonly { region?: unknown; offset?: unknown; value?: unknown }[];
  const slot = words.find(({ region }) => region === 'pasid_directory');
  const entry = words.find(({ region, value }) => region === 'pasid_table' && ((wideNumber(value) ?? 0n) & 1n) === 1n);
  return 64 * (Number(wideNumber(slot?.offset) ?? 0n) / 8) + Number(wideNumber(entry?.offset) ?? 0n) / 64;
}

const invalidated: Operation = (stage, line) => {
  const whole = wideNumber(line.config['end']) === 0xffff_ffff_ffff_ffffn;
  const range = whole ? 'all' : { start: numberOf(line, 'start'), end: numberOf(line, 'end') };
  expectReturn(line, stage.iommu.sva.invalidateRange(numberOf(line, 'pasid'), range));
};

const interrupted: Operation = (stage, line) => {
  const { iommu, machine } = stage;
  const [ring] = regionsNamed(line, 'prq');
  const base = Number(BigInt(ring?.phys ?? 0));
  for (const [index, word] of listOf(line, 'request').entries()) {
    const { lo, hi } = halves(word);
    machine.bus.memory.write64(base + 8 * index, lo, hi);
  }
  iommu.device.pageRequests.tail = 0x20;
  iommu.device.pageRequests.status = 1;
  const takes = line.config['handler_returns'] === 0;
  iommu.pageRequests.handler = () => (takes ? 'taken' : 'refused');
  iommu.pageRequests.run();
};

const drained: Operation = (stage, line) => {
  const { device, pageRequests } = stage.iommu;
  const tail = numberOf(line, 'prq_tail', 0);
  device.pageRequests.head = numberOf(line, 'prq_head', 0);
  device.pageRequests.tail = tail;
  // Whatever is pending belongs to PASID 99.
  for (let at = device.pageRequests.head; at < tail; at += 32) {
    stage.machine.bus.memory.write64(pageRequests.ring + at, 0x0218_0101, 99);
  }
  expectReturn(line, stage.iommu.drain(stage.endpoint, domain(line)));
};

const wrapped: Operation = (stage, line) => {
  const { invalidate } = stage.iommu.core;
  const [did, pasid] = [numberOf(line, 'did'), numberOf(line, 'pasid')];
  const cache = line.config['descriptor'] === 'pasid_cache';
  expectReturn(line, cache ? invalidate.pasidEntry(did, pasid) : invalidate.pasidTranslations(did, pasid));
};

const aux = (line: SequenceLine) => ({
  pasid: null,
  did: numberOf(line, 'did'),
  root: wordOf(line, 'pgd'),
  firstStage: flagOf(line, 'first_level'),
});

const setUpSecond: Operation = (stage, line) => {
  const options = { pasid: numberOf(line, 'pasid'), did: numberOf(line, 'did'), width: numberOf(line, 'agaw', 2) };
  expectReturn(line, stage.endpoint.setupSecondStage(wordOf(line, 'SSPTPTR'), options));
};

const passedThrough: Operation = (stage, line) => {
  const options = { pasid: numberOf(line, 'pasid'), width: numberOf(line, 'agaw', 2) };
  expectReturn(line, stage.endpoint.setupPassThrough(options));
};

const guestBound: Operation = (stage, line) => {
  const result: HwResult = stage.iommu.bindGuestPasid(stage.endpoint, {
    hpasid: numberOf(line, 'hpasid'),
    guestRoot: wordOf(line, 'gpgd'),
    hostRoot: wordOf(line, 'SSPTPTR'),
    did: numberOf(line, 'did'),
    addressWidth: numberOf(line, 'addr_width'),
  });
  expectReturn(line, result);
};

const ringOn: Operation = (stage, line) => {
  stage.iommu.pageRequests.enable(Number(BigInt(regionsNamed(line, 'prq')[0]?.phys ?? 0)));
};

/** Every operation of the VT-d files. */
export const vtdOperations: Readonly<Record<string, Operation>> = {
  vcmd_alloc_pasid: allocated,
  vcmd_alloc_pasid_refused: allocated,
  vcmd_free_pasid: freed,
  vcmd_free_pasid_refused: freed,
  enable_invalidation_queue: (stage, line) => expectReturn(line, stage.iommu.enableQueue()),
  set_root_table: (stage, line) => expectReturn(line, stage.iommu.setRootTable()),
  enable_prq: ringOn,
  disable_prq: (stage) => stage.iommu.pageRequests.disable(),
  invalidation_queue_wrap: wrapped,
  pasid_setup_first_level: setUpFirst,
  pasid_setup_second_level: setUpSecond,
  pasid_setup_pass_through: passedThrough,
  pasid_page_snoop_control: (stage, line) => expectReturn(line, stage.endpoint.setPageSnoop(numberOf(line, 'pasid'))),
  pasid_tear_down_entry: tornDown,
  pasid_tear_down_entry_old_order: tornDown,
  context_map: (stage, line) => expectReturn(line, stage.iommu.contexts.map(stage.endpoint, numberOf(line, 'did'))),
  context_clear: (stage, line) => expectReturn(line, stage.iommu.contexts.unmap(stage.endpoint, numberOf(line, 'did'))),
  svm_bind: bound,
  svm_bind_again: bound,
  svm_unbind_not_last: unbound,
  svm_invalidate_range: invalidated,
  svm_unbind: unbound,
  svm_mm_release: (stage, line) => expectReturn(line, stage.iommu.sva.release(numberOf(line, 'pasid'))),
  svm_unbind_after_mm_release: unbound,
  drain_prq: drained,
  prq_interrupt: interrupted,
  bind_gpasid_nested: guestBound,
  unbind_gpasid: (stage, line) =>
    expectReturn(
      line,
      stage.iommu.unbindGuestPasid(stage.endpoint, { hpasid: numberOf(line, 'hpasid'), did: numberOf(line, 'did') }),
    ),
  aux_attach: (stage, line) =>
    expectReturn(
      line,
      stage.iommu.attachAuxiliary(stage.endpoint, aux(line), () => ({ ok: true, value: stage.nextPasid })),
    ),
  aux_detach: (stage, line) =>
    expectReturn(
      line,
      stage.iommu.detachAuxiliary(stage.endpoint, numberOf(line, 'pasid'), () => undefined),
    ),
};
