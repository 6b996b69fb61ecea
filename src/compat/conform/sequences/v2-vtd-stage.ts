/** VT-d lines on v2: the unit of reference 6.1, and one driver call per operation. */
import { createMachine, type Machine, type VtdEndpoint, type VtdIommu } from '../../../v2-typed-token/hw/index.js';
import { wideNumber } from '../json-lines.js';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';
import { checkMemory, flagOf, numberOf, regionsNamed, reserveRegions, restoreMemory } from './v2-line-state.js';
import { observedSteps } from './v2-observe.js';
import type { Stage } from './v2-stage.js';
import { vtdOperations } from './v2-vtd-operations.js';

const always = ['invalidation_queue', 'iq_status', 'pasid_directory', 'root_table'];
const sharedMemory = /^svm_/;
/** Users of a binding before the step, by operation. */
const users: Readonly<Record<string, number>> = { svm_bind: 0, svm_unbind_not_last: 2 };

export class VtdStage implements Stage {
  readonly machine: Machine;
  readonly iommu: VtdIommu;
  readonly endpoint: VtdEndpoint;
  /** PASIDs that the stand-in for the id allocator hands out next. */
  nextPasid = 1;

  constructor(line: SequenceLine) {
    const mode = typeof line.config['mode'] === 'string' ? line.config['mode'] : '';
    this.machine = createMachine({ traceCapacity: 4096 });
    this.iommu = this.machine.addVtd({
      kernel: line.chain.startsWith('vtd510-') ? '5.10.198' : '6.1.192',
      scalable: line.config['scalable'] !== 0,
      cachingMode: mode.startsWith('CM=1') || flagOf(line, 'CM') || line.operation.startsWith('vcmd_'),
      writeBufferFlush: mode.includes('RWBF=1'),
      coherent: !mode.includes('non-coherent'),
      fiveLevel: flagOf(line, 'la57'),
      virtualCommands: line.operation.startsWith('vcmd_'),
      running: line.operation !== 'enable_invalidation_queue',
    });
    const bus = numberOf(line, 'bus', 2);
    this.endpoint = this.iommu.addEndpoint({
      sid: numberOf(line, 'sid', bus * 256 + numberOf(line, 'devfn', 0x18)),
    });
    this.#setCapabilities(line);
    const [root] = regionsNamed(line, 'root_table');
    if (root !== undefined) this.iommu.contexts.root = Number(BigInt(root.phys));
    reserveRegions(this.machine.bus, line, always);
    restoreMemory(this.machine.bus, line);
    this.#placeRing(line);
    if (sharedMemory.test(line.operation)) this.#restoreBinding(line);
    this.iommu.core.queue.startAt(slotOf(line));
    this.#chooseId(line);
  }

  perform(line: SequenceLine): readonly SequenceStep[] | null {
    const operation = vtdOperations[line.operation];
    if (operation === undefined) return null;
    this.machine.bus.clearTrace();
    operation(this, line);
    return observedSteps(line, this.machine.bus.trace());
  }

  resume(line: SequenceLine): void {
    const { queue } = this.iommu.core;
    if (queue.index !== slotOf(line)) throw new RangeError(`the next slot is ${String(queue.index)} before the step`);
    checkMemory(this.machine.bus, line);
    this.#setCapabilities(line);
    this.#chooseId(line);
  }

  /** What a line does not say of the device stays as it was. */
  #setCapabilities(line: SequenceLine): void {
    const { endpoint } = this;
    const both = line.config['ats_pri'];
    endpoint.queueDepth = numberOf(line, 'qdep', endpoint.queueDepth);
    if (both !== undefined || line.config['ats'] !== undefined)
      endpoint.ats = flagOf(line, 'ats_pri') || flagOf(line, 'ats');
    if (both !== undefined || line.config['pri'] !== undefined)
      endpoint.pri = flagOf(line, 'ats_pri') || flagOf(line, 'pri');
  }

  #chooseId(line: SequenceLine): void {
    this.nextPasid = Number(wideNumber(line.config['pasid']) ?? 1n);
  }

  /** The ring of page requests is on before the step, except where the step itself turns it on. */
  #placeRing(line: SequenceLine): void {
    const [ring] = regionsNamed(line, 'prq');
    if (ring === undefined || line.operation === 'enable_prq') return;
    this.iommu.pageRequests.enable(Number(BigInt(ring.phys)), 4);
  }

  #restoreBinding(line: SequenceLine): void {
    const count = users[line.operation] ?? 1;
    if (count > 0) this.iommu.sva.adopt(this.endpoint, numberOf(line, 'pasid'), count);
  }
}

function slotOf(line: SequenceLine): number {
  return line.initial.queue?.['iq_index'] ?? 0;
}
