/** A sequence line as a bus record: the form that decoder and monitors read. */
import { type RegionUse, softwareSteps } from '../../hw-spec/trace.js';
import type { BusTrace } from '../../hw-spec/trace.js';
import { TraceWriter } from '../../hw-spec/trace-writer.js';
import { wideNumber } from '../json-lines.js';
import type { SequenceLine, SequenceRegion, SequenceStep } from '../sequence-model.js';
import { queueState } from './carry.js';
import { defaultWord, initialImage, storeOf } from './image.js';

export interface SequenceTrace {
  /** What the line starts from: regions, queue registers, memory. */
  readonly before: BusTrace;
  readonly steps: BusTrace;
}

const regionNames: Readonly<Record<string, RegionUse>> = {
  invalidation_queue: 'invalidationQueue',
  iq_status: 'queueStatus',
  root_table: 'root',
  context_table: 'context',
  pasid_directory: 'pasidDirectory',
  pasid_table: 'pasidTable',
  prq: 'pageRequestQueue',
  cmdq: 'commandQueue',
  evtq: 'eventQueue',
  priq: 'priQueue',
  stream_table: 'streamTable',
  stream_table_l2: 'streamTableLeaf',
  cd_linear_table: 'contextDescriptors',
  cd_l1_table: 'contextDescriptors',
  cd_leaf_table: 'contextDescriptorLeaf',
  cmd_buf: 'commandBuffer',
  cmd_sem: 'commandSemaphore',
  device_table: 'deviceTable',
  gcr3_table: 'gcr3',
  ppr_log: 'pprLog',
};

const softwareNames: Readonly<Record<string, number>> = {
  iopf_queue_flush_dev: softwareSteps.flushFaultQueue,
  ioasid_alloc: softwareSteps.allocateIoasid,
  ioasid_free: softwareSteps.freeIoasid,
};
const capabilityNames: Readonly<Record<string, number>> = { ats: 1, pri: 2, pasid: 3 };
const ringName = /^(invalidation_queue|cmdq|cmd_buf(_\d+)?)$/;

const wide = (value: unknown): bigint => wideNumber(value) ?? 0n;

/** Turns one line into records; `operation` numbers those of the steps. */
export function sequenceTrace(line: SequenceLine, operation = 0): SequenceTrace {
  const before = new TraceWriter();
  for (const region of line.regions) writeRegion(before, region);
  for (const region of line.regions) if (ringName.test(region.name)) writeQueue(before, line, region);
  for (const word of line.initial.memory ?? []) {
    const { phys, value } = word as { phys?: unknown; value?: unknown };
    before.add({ kind: 'memWrite', width: 8, address: wide(phys), value: wide(value) });
  }
  for (const [address, value] of defaultsOf(line)) before.add({ kind: 'memWrite', width: 8, address, value });
  const steps = new TraceWriter();
  steps.operation = operation;
  const state = new RingState(line);
  for (const step of line.steps) writeStep(steps, step, state);
  return { before: before.trace(), steps: steps.trace() };
}

/** Words of the stream entries that the line stores to, where they are not listed and not zero. */
function defaultsOf(line: SequenceLine): Map<bigint, bigint> {
  const listed = initialImage(line);
  const found = new Map<bigint, bigint>();
  for (const step of line.steps) {
    const store = storeOf(step);
    if (store === undefined || line.unit !== 'smmuv3') continue;
    const entry = store.address - (store.address % 64n);
    for (let address = entry; address < entry + 64n; address += 8n) {
      const value = defaultWord(line, address);
      if (value !== 0n && !listed.has(address)) found.set(address, value);
    }
  }
  return found;
}

const unitOf = (name: string): number => Number(/_(\d+)$/.exec(name)?.[1] ?? 0);

function writeRegion(writer: TraceWriter, { name, phys, size }: SequenceRegion): void {
  const use = regionNames[name] ?? regionNames[name.replace(/_\d+$/, '')];
  if (use !== undefined) writer.region(use, wide(phys), size, unitOf(name));
}

/** The base register and the tail, as they were written before the line. */
function writeQueue(writer: TraceWriter, line: SequenceLine, region: SequenceRegion): void {
  const base = wide(region.phys);
  const unit = unitOf(region.name);
  const queue = queueState(line);
  const write = (address: bigint, value: bigint, width: number): void => {
    writer.add({ kind: 'mmioWrite', unit, width, address, value });
  };
  if (line.unit === 'vtd') {
    const bytes = queue['iq_entry_bytes'] ?? 32n;
    write(0x90n, base | (bytes === 32n ? 0x801n : 0n), 8);
    write(0x88n, (queue['iq_index'] ?? 0n) * bytes, 4);
  } else if (line.unit === 'smmuv3') {
    write(0x90n, base | (queue['CMDQ_LOG2SIZE'] ?? 8n) | (1n << 62n), 8);
    write(0x98n, queue['CMDQ_PROD'] ?? 0n, 4);
  } else {
    write(0x08n, base | (9n << 56n), 8);
    write(0x2008n, queue[`iommu${String(unit)}_tail`] ?? 0n, 4);
  }
}

/** Where queue entries go, and what a wait of each unit waits for. */
class RingState {
  readonly line: SequenceLine;
  /** Address and value that the last wait entry of each unit asks for. */
  readonly waits = new Map<number, { readonly address: bigint; readonly value: bigint }>();

  constructor(line: SequenceLine) {
    this.line = line;
  }

  base(unit: number): bigint {
    const region = this.line.regions.find(({ name }) => ringName.test(name) && unitOf(name) === unit);
    return region === undefined ? 0n : wide(region.phys);
  }
}

function writeStep(writer: TraceWriter, step: SequenceStep, state: RingState): void {
  const unit = Number(wide(step['iommu']));
  const width = Number(wide(step['width'])) / 8;
  switch (step.op) {
    case 'mmio_write':
    case 'mmio_read': {
      const kind = step.op === 'mmio_write' ? 'mmioWrite' : 'mmioRead';
      writer.add({ kind, unit, width, address: wide(step['offset']), value: wide(step['value']) });
      break;
    }
    case 'mem_write':
      writer.add({ kind: 'memWrite', unit, width: 8, address: wide(step['phys']), value: wide(step['value']) });
      break;
    case 'iq_desc':
    case 'cmd':
      writeQueueEntry(writer, step, unit, state);
      break;
    case 'wait':
      writeWait(writer, step, unit, state);
      break;
    case 'barrier':
      writer.add({ kind: 'barrier', unit });
      break;
    case 'clflush':
      writer.add({ kind: 'cacheFlush', unit, address: wide(step['phys']), value: wide(step['size']) });
      break;
    default:
      writeOutside(writer, step, unit, state.line);
  }
}

function writeQueueEntry(writer: TraceWriter, step: SequenceStep, unit: number, state: RingState): void {
  const words = (step['qwords'] as readonly unknown[]).map(wide);
  const offset = 'offset' in step ? wide(step['offset']) : wide(step['index']) * 8n * BigInt(words.length);
  const [first = 0n, second = 0n] = words;
  for (const [index, value] of words.entries()) {
    writer.add({ kind: 'memWrite', unit, width: 8, address: state.base(unit) + offset + 8n * BigInt(index), value });
  }
  if (step.op === 'iq_desc' && (first & 0xfn) === 5n)
    state.waits.set(unit, { address: second & ~3n, value: first >> 32n });
  if (state.line.unit === 'amd' && first >> 60n === 1n) {
    state.waits.set(unit, { address: first & 0x000ffffffffffff8n, value: second });
  }
}

function writeWait(writer: TraceWriter, step: SequenceStep, unit: number, state: RingState): void {
  if (state.line.unit === 'smmuv3') {
    writer.add({ kind: 'wait', unit, width: 4, address: 0x9cn, value: wide(step['cons']) });
    return;
  }
  writer.add({ kind: 'wait', unit, width: state.line.unit === 'vtd' ? 4 : 8, ...state.waits.get(unit) });
}

function writeOutside(writer: TraceWriter, step: SequenceStep, unit: number, line: SequenceLine): void {
  const what = String(step['what']);
  if (step.op === 'pci') {
    const [, verb = '', capability = ''] = /^pci_(\w+)_(\w+)$/.exec(what) ?? [];
    const requester = wide(line.config['sid'] ?? line.config['device']);
    const value = verb === 'enable' ? 1n : 0n;
    writer.add({ kind: 'pci', unit, address: requester, value, aux: capabilityNames[capability] ?? 0 });
    return;
  }
  writer.add({ kind: 'software', unit, value: wide(step['result'] ?? step['id']), aux: softwareNames[what] ?? 0 });
}
