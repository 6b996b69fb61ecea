/** SMMUv3 lines on v2: the unit of reference 6.1, and one driver call per operation. */
import {
  createMachine,
  type Machine,
  type SmmuConfig,
  type SmmuDomain,
  type SmmuMaster,
  type SmmuV3,
} from '../../../v2-typed-token/hw/index.js';
import { wideNumber } from '../json-lines.js';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';
import { checkMemory, listOf, numberOf, regionsNamed, reserveRegions, restoreMemory } from './v2-line-state.js';
import { observedSteps } from './v2-observe.js';
import { domainStages, processOf, smmuOperations } from './v2-smmuv3-operations.js';
import type { Stage } from './v2-stage.js';

const firstStream = 0x100;
/** Bonds of the process before the step, by operation; operations that are not here start without one. */
const bonds: Readonly<Record<string, number>> = {
  sva_bind_again: 1,
  sva_unbind_not_last: 2,
  sva_invalidate_range: 1,
  sva_unbind: 1,
  sva_unbind_three_streams: 1,
  sva_mm_release: 1,
  sva_unbind_after_mm_release: 1,
};
/** These lines move the queue pointers between them without showing how. */
const jumps = new Set(['cmdq_wrap']);

export class SmmuStage implements Stage {
  readonly machine: Machine;
  readonly smmu: SmmuV3;
  readonly master: SmmuMaster;
  readonly ssidBits: number;
  domain: SmmuDomain | null = null;

  constructor(line: SequenceLine) {
    const mode = typeof line.config['mode'] === 'string' ? line.config['mode'] : '';
    this.ssidBits = numberOf(line, 'ssid_bits', mode.includes('linear CD') ? 10 : 20);
    this.machine = createMachine({ traceCapacity: 8192 });
    this.smmu = this.machine.addSmmuV3(configOf(line, mode));
    const streams = [numberOf(line, 'sid', this.smmu.core.config.sidBits > 8 ? firstStream : 0)];
    this.master = this.smmu.addMaster({ streams, ssidBits: this.ssidBits, ats: mode.includes('ATS') });
    restoreMemory(this.machine.bus, line);
    this.#restoreAttachment(line);
    restoreMemory(this.machine.bus, line);
    reserveRegions(this.machine.bus, line, []);
    this.#restoreBinding(line);
    this.smmu.core.queue.startAt(producerOf(line));
  }

  perform(line: SequenceLine): readonly SequenceStep[] | null {
    const operation = smmuOperations[line.operation];
    if (operation === undefined) return null;
    this.machine.bus.clearTrace();
    operation(this, line);
    return observedSteps(line, this.machine.bus.trace());
  }

  resume(line: SequenceLine): void {
    const { queue } = this.smmu.core;
    const recorded = producerOf(line);
    if (jumps.has(line.operation)) queue.startAt(recorded);
    if (queue.producer !== recorded) throw new RangeError(`CMDQ_PROD is ${String(queue.producer)} before the step`);
    checkMemory(this.machine.bus, line);
  }

  /** A second master with streams of its own, on the same terms as the first. */
  addMaster(streams: readonly number[]): SmmuMaster {
    return this.smmu.addMaster({ streams, ssidBits: this.ssidBits, ats: this.master.ats });
  }

  /** The stream table tells whether the master is attached, and to what. */
  #restoreAttachment(line: SequenceLine): void {
    const entry = this.smmu.core.streams.entryAddress(this.master.streams[0] as number);
    const stage = domainStages[(this.machine.bus.memory.read32(entry) >>> 1) & 7];
    if (stage === undefined) return;
    this.domain = this.smmu.createDomain(stage);
    this.smmu.attach(this.domain, this.master);
    if (line.config['domain_sids'] === undefined) return;
    const others = listOf(line, 'domain_sids')
      .map(Number)
      .filter((sid) => !this.master.streams.includes(sid));
    this.smmu.attach(this.domain, this.addMaster(others));
  }

  #restoreBinding(line: SequenceLine): void {
    const users = bonds[line.operation] ?? 0;
    if (users === 0 || this.domain === null) return;
    const released = line.operation === 'sva_unbind_after_mm_release';
    this.smmu.sva.adopt(this.domain, processOf(line), { users, released });
  }
}

function configOf(line: SequenceLine, mode: string): Partial<SmmuConfig> {
  const twoLevel = mode.startsWith('2-level stream table');
  const [table] = regionsNamed(line, 'stream_table');
  const entries = (table?.size ?? 0x10000) / 64;
  return {
    sidBits: twoLevel ? 16 : Math.log2(entries),
    twoLevelStreamTable: twoLevel,
    twoLevelContexts: !mode.includes('linear CD'),
    ats: mode.includes('ATS'),
    stalls: mode.includes('STALLS'),
    pri: mode.includes('STALLS'),
    msiPolling: mode.includes('MSI'),
    rangeInvalidation: mode.includes('range invalidation'),
    broadcastTlb: mode.includes('BTM'),
    hypervisor: mode.includes('E2H'),
    e2h: mode.includes('E2H'),
    skipPrefetch: mode.includes('no prefetch'),
    commandQueueLog2: line.initial.queue?.['CMDQ_LOG2SIZE'] ?? 8,
  };
}

function producerOf(line: SequenceLine): number {
  return Number(wideNumber(line.initial.queue?.['CMDQ_PROD']) ?? 0n);
}
