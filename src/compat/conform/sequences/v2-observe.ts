/** What v2's bus recorded, in the form of a sequence line's own steps. */
import { softwareSteps, traceKinds, wordsPerRecord } from '../../hw-spec/trace.js';
import type { BusTrace } from '../../hw-spec/trace.js';
import { wordText } from '../json-lines.js';
import type { SequenceLine, SequenceRegion, SequenceStep } from '../sequence-model.js';

interface Ring {
  readonly base: bigint;
  readonly end: bigint;
  readonly unit: number;
  /** Bytes of one entry. */
  readonly entryBytes: number;
}

interface BusRecord {
  readonly kind: number;
  readonly unit: number;
  readonly width: number;
  readonly address: bigint;
  readonly value: bigint;
  readonly aux: number;
}

interface Observation {
  readonly line: SequenceLine;
  readonly rings: readonly Ring[];
  readonly steps: SequenceStep[];
  /** Ring stores that no tail write has published yet. */
  pending: BusRecord[];
  /** Whether page requests are on: switching them off while they are off is the reset before they are used. */
  pageRequestsOn: boolean;
}

const tailRegisters = { vtd: 0x88n, smmuv3: 0x98n, amd: 0x2008n } as const;
const ringName = /^(invalidation_queue|cmdq|cmd_buf(_\d+)?)$/;
const hex = (value: bigint): string => `0x${value.toString(16)}`;

/** Turns a trace into steps; memory that the recordings do not show (rings, status words) is left out. */
export function observedSteps(line: SequenceLine, trace: BusTrace, pageRequestsOn = false): SequenceStep[] {
  if (trace.dropped > 0) throw new RangeError(`the trace lost ${String(trace.dropped)} records: give it more room`);
  const observation: Observation = { line, rings: ringsOf(line), steps: [], pending: [], pageRequestsOn };
  for (let index = 0; index < trace.length; index += 1) observe(observation, recordAt(trace, index));
  if (observation.pending.length > 0) throw new RangeError('entries were put into a ring but never published');
  return observation.steps;
}

function recordAt({ words }: BusTrace, index: number): BusRecord {
  const word = (offset: number): number => words[index * wordsPerRecord + offset] ?? 0;
  const wide = (offset: number): bigint => (BigInt(word(offset + 1)) << 32n) | BigInt(word(offset));
  const head = word(0);
  return {
    kind: head & 0xff,
    unit: (head >>> 8) & 0xff,
    width: (head >>> 16) & 0xff,
    address: wide(1),
    value: wide(3),
    aux: word(5),
  };
}

function ringsOf(line: SequenceLine): Ring[] {
  const entryBytes = line.unit === 'vtd' ? (line.initial.queue?.['iq_entry_bytes'] ?? 32) : 16;
  const rings = line.regions.filter(({ name }) => ringName.test(name));
  return rings.map(({ name, phys, size }) => ({
    base: BigInt(phys),
    end: BigInt(phys) + BigInt(size),
    unit: Number(/_(\d+)$/.exec(name)?.[1] ?? 0),
    entryBytes,
  }));
}

function observe(observation: Observation, record: BusRecord): void {
  const { line, steps } = observation;
  switch (record.kind) {
    case traceKinds.memWrite:
      if (observation.rings.some((ring) => isInside(ring, record.address))) observation.pending.push(record);
      else steps.push(storeStep(line, record));
      break;
    case traceKinds.mmioWrite:
      if (record.address === tailRegisters[line.unit]) publish(observation, record.unit);
      steps.push(registerStep(line, 'mmio_write', record));
      break;
    case traceKinds.mmioRead:
      steps.push(registerStep(line, 'mmio_read', record));
      break;
    case traceKinds.cacheFlush:
      steps.push({ op: 'clflush', phys: hex(record.address), size: Number(record.value) });
      break;
    case traceKinds.barrier:
      steps.push({ op: 'barrier', kind: 'dma_wmb' });
      break;
    case traceKinds.wait:
      steps.push(waitStep(line, record));
      break;
    case traceKinds.pci:
      steps.push(pciStep(observation, record));
      break;
    case traceKinds.software:
      steps.push(softwareStep(record));
      break;
    // Regions, stores of the device and interrupts are in no recording.
  }
}

const isInside = (ring: Ring, address: bigint): boolean => address >= ring.base && address < ring.end;

const isIn = (region: SequenceRegion, address: bigint): boolean =>
  address >= BigInt(region.phys) && address < BigInt(region.phys) + BigInt(region.size);

function storeStep(line: SequenceLine, { address, value }: BusRecord): SequenceStep {
  const region = line.regions.find((one) => isIn(one, address));
  return {
    op: 'mem_write',
    region: region?.name ?? 'none',
    offset: hex(address - BigInt(region?.phys ?? 0)),
    phys: hex(address),
    value: wordText(value),
    how: 'once',
  };
}

/** Groups the stores that a tail write publishes into entries. */
function publish(observation: Observation, unit: number): void {
  const { line, steps } = observation;
  const ring = observation.rings.findLast((one) => one.unit === unit);
  if (ring === undefined || observation.pending.length === 0) return;
  const perEntry = ring.entryBytes / 8;
  for (let at = 0; at < observation.pending.length; at += perEntry) {
    const words = observation.pending.slice(at, at + perEntry);
    const offset = (words[0] as BusRecord).address - ring.base;
    const ascending = words.every((word, i) => word.address === ring.base + offset + BigInt(8 * i) && word.width === 8);
    if (!ascending || words.length !== perEntry || Number(offset) % ring.entryBytes !== 0) {
      throw new RangeError(`stores into the ring at offset ${hex(offset)} make no whole entry`);
    }
    const qwords = words.map(({ value }) => wordText(value));
    if (line.unit === 'amd') steps.push({ op: 'cmd', iommu: unit, offset: hex(offset), qwords });
    else steps.push({ op: line.unit === 'vtd' ? 'iq_desc' : 'cmd', index: Number(offset) / ring.entryBytes, qwords });
  }
  observation.pending = [];
}

function registerStep(line: SequenceLine, op: string, { unit, address, width, value }: BusRecord): SequenceStep {
  const step = { op, offset: hex(address), width: 8 * width, value: hex(value) };
  return line.unit === 'amd' ? { ...step, iommu: unit } : step;
}

function waitStep(line: SequenceLine, { unit, value }: BusRecord): SequenceStep {
  if (line.unit === 'smmuv3') return { op: 'wait', cons: hex(value) };
  return line.unit === 'amd' ? { op: 'wait', iommu: unit } : { op: 'wait' };
}

function pciStep(observation: Observation, { value, aux }: BusRecord): SequenceStep {
  const capability = ['', 'ats', 'pri', 'pasid'][aux] ?? String(aux);
  const on = value === 1n;
  const reset = capability === 'pri' && !on && !observation.pageRequestsOn;
  if (capability === 'pri') observation.pageRequestsOn = on;
  return { op: 'pci', what: `pci_${reset ? 'reset' : on ? 'enable' : 'disable'}_${capability}` };
}

function softwareStep({ value, aux }: BusRecord): SequenceStep {
  switch (aux) {
    case softwareSteps.flushFaultQueue:
      return { op: 'software', what: 'iopf_queue_flush_dev' };
    case softwareSteps.allocateIoasid:
      return { op: 'software', what: 'ioasid_alloc', min: 1, max: 0xfffff, result: Number(value) };
    case softwareSteps.freeIoasid:
      return { op: 'software', what: 'ioasid_free', id: Number(value) };
    default:
      return { op: 'software', what: aux === 0 ? 'setup_irqs' : String(aux) };
  }
}
