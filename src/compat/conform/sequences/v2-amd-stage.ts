/** AMD lines on v2: the IOMMUs of reference 6.1, and one driver call per operation. */
import {
  AmdDomain,
  createMachine,
  type AmdEndpoint,
  type AmdIommus,
  type Machine,
} from '../../../v2-typed-token/hw/index.js';
import { wideNumber } from '../json-lines.js';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';
import { amdOperations } from './v2-amd-operations.js';
import { checkMemory, flagOf, listOf, numberOf, regionsNamed, reserveRegions, restoreMemory } from './v2-line-state.js';
import { observedSteps } from './v2-observe.js';
import type { Stage } from './v2-stage.js';

const always = ['ppr_log'];
const firstDevice = 264;
// Where the driver looks for the head on its first way round the ring, and what it then finds.
const lastRoomCheck = 0x1fd0;

export class AmdStage implements Stage {
  readonly machine: Machine;
  readonly iommus: AmdIommus;
  readonly domain: AmdDomain;
  readonly devices: readonly AmdEndpoint[];
  #before = '';

  constructor(line: SequenceLine) {
    this.machine = createMachine({ traceCapacity: 4096 });
    const count = line.regions.filter(({ name }) => /^cmd_buf_\d$/.test(name)).length;
    this.iommus = this.machine.addAmd({ iommus: count });
    this.domain = new AmdDomain(numberOf(line, 'domain', 7));
    this.devices = devicesOf(line).map(({ id, iommu }) =>
      this.iommus.addEndpoint({
        id,
        iommu,
        ats: flagOf(line, 'ats'),
        queueDepth: numberOf(line, 'qdep', 8),
        aliases: line.config['aliases'] === undefined ? [] : listOf(line, 'aliases').map(Number),
      }),
    );
    this.#restoreTable(line);
    restoreMemory(this.machine.bus, line);
    this.#restoreAttachment(line);
    restoreMemory(this.machine.bus, line);
    reserveRegions(this.machine.bus, line, always);
    this.#restoreQueues(line);
  }

  get device(): AmdEndpoint {
    return this.devices[0] as AmdEndpoint;
  }

  perform(line: SequenceLine): readonly SequenceStep[] | null {
    const operation = amdOperations[line.operation];
    if (operation === undefined) return null;
    this.#before = line.operation;
    this.machine.bus.clearTrace();
    const pageRequestsOn = line.operation !== 'attach_device_full';
    operation(this, line);
    return observedSteps(line, this.machine.bus.trace(), pageRequestsOn);
  }

  resume(line: SequenceLine): void {
    // Unrecorded: what stands between these two lines of a chain.
    if (this.#before === 'attach_device') this.iommus.buffers[0]?.wait();
    for (const [index, buffer] of this.iommus.buffers.entries()) {
      const { tail, counter } = queueOf(line, index);
      if (buffer.tail !== tail || buffer.counter !== counter) {
        throw new RangeError(`iommu ${String(index)}: tail ${String(buffer.tail)}, counter ${String(buffer.counter)}`);
      }
    }
    checkMemory(this.machine.bus, line);
  }

  #restoreTable(line: SequenceLine): void {
    if (line.operation === 'domain_enable_v2' || regionsNamed(line, 'gcr3_table').length === 0) return;
    const pasids = 512 ** (numberOf(line, 'glx', 0) + 1);
    this.iommus.enableGuestTables(this.domain, pasids);
  }

  /** The device table tells which devices are attached. */
  #restoreAttachment(line: SequenceLine): void {
    const order = line.config['device_list_order'] === undefined ? [] : listOf(line, 'device_list_order').map(Number);
    const attachedLast = [...this.devices].sort((a, b) => order.indexOf(b.id) - order.indexOf(a.id));
    for (const device of attachedLast) {
      const flags = this.machine.bus.memory.read32(this.iommus.table.base + 32 * device.id + 12);
      if (this.iommus.table.domainOf(device.id) === 0) continue;
      if (line.config['ats'] === undefined) device.atsEnabled = (flags & 1) === 1;
      this.iommus.attachEntry(this.domain, device);
    }
  }

  #restoreQueues(line: SequenceLine): void {
    for (const [index, buffer] of this.iommus.buffers.entries()) {
      const state = queueOf(line, index);
      buffer.startAt(state);
      buffer.rememberedHead = state.tail > lastRoomCheck ? lastRoomCheck : 0;
    }
  }
}

function devicesOf(line: SequenceLine): { id: number; iommu: number }[] {
  if (line.config['devices'] === undefined) return [{ id: numberOf(line, 'device', firstDevice), iommu: 0 }];
  const iommus = listOf(line, 'device_iommu').map(Number);
  return listOf(line, 'devices').map((id, index) => ({ id: Number(id), iommu: iommus[index] ?? 0 }));
}

function queueOf(line: SequenceLine, index: number): { tail: number; counter: number; needsSync: boolean } {
  const read = (key: string): number => Number(wideNumber(line.initial.queue?.[`iommu${String(index)}_${key}`]) ?? 0n);
  return { tail: read('tail'), counter: read('sem'), needsSync: read('need_sync') === 1 };
}
