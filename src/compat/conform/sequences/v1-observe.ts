/** What the old API's bus shows, in the form of the golden steps. */
import { traceKinds as K, wordsPerRecord, type BusTrace } from '../../hw-spec/trace.js';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';

export const hex = (value: number | bigint): string => `0x${value.toString(16)}`;

/** 64 bits as the recordings print them. */
export function hex64(lo: number, hi: number): string {
  return `0x${(hi >>> 0).toString(16).padStart(8, '0')}${(lo >>> 0).toString(16).padStart(8, '0')}`;
}

/** One record, with its address as a number. */
export interface Observed {
  readonly kind: number;
  readonly unit: number;
  readonly width: number;
  readonly address: number;
  readonly lo: number;
  readonly hi: number;
  readonly aux: number;
}

export function recordsOf(trace: BusTrace): readonly Observed[] {
  return Array.from({ length: trace.length }, (_, index) => {
    const at = index * wordsPerRecord;
    const word = (offset: number) => trace.words[at + offset]!;
    return {
      kind: word(0) & 0xff,
      unit: (word(0) >>> 8) & 0xff,
      width: (word(0) >>> 16) & 0xff,
      address: word(2) * 0x1_0000_0000 + word(1),
      lo: word(3),
      hi: word(4),
      aux: word(5),
    };
  });
}

/** What a unit adds: entries that a tail write publishes, its software steps, how a wait reads. */
export interface UnitReading {
  /** A store of the driver, before anything else is read from it. */
  stored?(record: Observed): void;
  /** Entries between the last published tail and this one; null when the register is no tail. */
  entries(record: Observed): readonly SequenceStep[] | null;
  software(record: Observed): SequenceStep | null;
  /** A capability of a device that is switched. */
  pci?(record: Observed): SequenceStep;
  wait(record: Observed): SequenceStep;
  /** Keys that go into register steps besides the register. */
  register(record: Observed): Readonly<Record<string, unknown>>;
}

/** Rings, status pages and logs: their stores are not listed. */
const untraced = /^(invalidation_queue|iq_status|prq|cmdq|evtq|priq|cmd_buf|cmd_sem|ppr_log)/;

export function stepsOf(line: SequenceLine, trace: BusTrace, reading: UnitReading): readonly SequenceStep[] {
  if (trace.dropped > 0)
    throw new RangeError(`the bus has dropped ${String(trace.dropped)} records of ${line.operation}`);
  return recordsOf(trace).flatMap((record): readonly SequenceStep[] => {
    switch (record.kind) {
      case K.memWrite:
        reading.stored?.(record);
        return memoryStep(line, record);
      case K.mmioWrite: {
        const step = { op: 'mmio_write', ...registerStep(record), ...reading.register(record) };
        return [...(reading.entries(record) ?? []), step];
      }
      case K.mmioRead:
        return [{ op: 'mmio_read', ...registerStep(record), ...reading.register(record) }];
      case K.cacheFlush:
        return [{ op: 'clflush', phys: hex(record.address), size: record.lo }];
      case K.barrier:
        return [{ op: 'barrier', kind: 'dma_wmb' }];
      case K.wait:
        return [reading.wait(record)];
      case K.software: {
        const step = reading.software(record);
        return step === null ? [] : [step];
      }
      case K.pci:
        return reading.pci === undefined ? [] : [reading.pci(record)];
      default:
        return [];
    }
  });
}

function registerStep(record: Observed): { offset: string; width: number; value: string } {
  const value = BigInt(record.hi) * 0x1_0000_0000n + BigInt(record.lo);
  return { offset: hex(record.address), width: record.width * 8, value: hex(value) };
}

function memoryStep(line: SequenceLine, record: Observed): readonly SequenceStep[] {
  const region = line.regions.find(({ phys, size }) => {
    const base = Number(phys);
    return record.address >= base && record.address < base + size;
  });
  if (region === undefined || untraced.test(region.name)) return [];
  return [
    {
      op: 'mem_write',
      region: region.name,
      offset: hex(record.address - Number(region.phys)),
      phys: hex(record.address),
      value: hex64(record.lo, record.hi),
      how: 'once',
    },
  ];
}
