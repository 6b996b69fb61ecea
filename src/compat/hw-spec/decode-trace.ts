/** From a bus record to effects: registers by name, stores by entry and field, queue entries at the tail write. */
import { registersOf } from './catalog.js';
import type { HwEffect, Platform } from './effect.js';
import { regionUseOf } from './entry-kinds.js';
import { fieldMask, readField } from './field.js';
import { type Entry, MemoryMap } from './memory-map.js';
import type { Register } from './register.js';
import { entryDefect, entryStructure, Ring, type RingEntry, ringKinds } from './rings.js';
import { decodeWords, type DecodedField, type Structure } from './structure.js';
import { type BusTrace, causesPerRecord, regionUses, softwareSteps, traceKinds, wordsPerRecord } from './trace.js';
import type { VcmdGeneration } from './vtd/registers.js';

export interface DecodeOptions {
  readonly platform: Platform;
  readonly vcmd?: VcmdGeneration;
}

interface Rec {
  readonly index: number;
  readonly kind: number;
  readonly unit: number;
  readonly width: number;
  readonly address: bigint;
  readonly value: bigint;
  readonly aux: number;
  readonly operation: number;
  readonly raw: readonly number[];
}

type Origin = Pick<HwEffect, 'record' | 'unit' | 'operation'>;

const capabilities: Readonly<Record<number, string>> = { 1: 'ATS', 2: 'PRI', 3: 'PASID' };
const stepNames = new Map<number, string>(Object.entries(softwareSteps).map(([name, code]) => [code, name]));
/** Acknowledging an error: what was stored behind the tail by then was rewritten in place. */
const acknowledge: Readonly<Partial<Record<Platform, number>>> = { vtd: 0x34, smmuv3: 0x64 };

/** Reads one machine's records, one recording after the other; what it learned of memory stays. */
export class TraceDecoder {
  readonly #platform: Platform;
  readonly #registers: ReadonlyMap<number, Register>;
  readonly memory = new MemoryMap();
  readonly #rings = new Map<number, Ring>();

  constructor({ platform, vcmd }: DecodeOptions) {
    this.#platform = platform;
    this.#registers = new Map(registersOf(platform, vcmd).map((register) => [register.offset, register]));
  }

  /** Effects of all records, in order; queue entries stand right before the tail write that publishes them. */
  decode(trace: BusTrace): HwEffect[] {
    const effects: HwEffect[] = [];
    for (let index = 0; index < trace.length; index += 1) this.#one(recordAt(trace, index), effects);
    return effects;
  }

  #one(rec: Rec, effects: HwEffect[]): void {
    const origin: Origin = { record: rec.index, unit: rec.unit, operation: rec.operation };
    switch (rec.kind) {
      case traceKinds.mmioWrite:
        this.#registerWrite(rec, origin, effects);
        break;
      case traceKinds.mmioRead:
        effects.push(this.#register('register-read', rec, origin));
        break;
      case traceKinds.memWrite:
      case traceKinds.deviceWrite:
        this.#store(rec, origin, effects);
        break;
      case traceKinds.region:
        this.#region(rec, origin, effects);
        break;
      default:
        effects.push(this.#plain(rec, origin));
    }
  }

  #plain(rec: Rec, origin: Origin): HwEffect {
    switch (rec.kind) {
      case traceKinds.cacheFlush: {
        const place = { address: rec.address, ...this.#place(rec.address) };
        return { ...origin, kind: 'cache-flush', place, length: Number(rec.value) };
      }
      case traceKinds.barrier:
        return { ...origin, kind: 'barrier' };
      case traceKinds.wait:
        return { ...origin, kind: 'wait', on: this.#waitedOn(rec), value: rec.value };
      case traceKinds.interrupt:
        return { ...origin, kind: 'interrupt', cause: this.#registerName(rec.address) };
      case traceKinds.pci: {
        const capability = capabilities[rec.aux] ?? `capability ${String(rec.aux)}`;
        return { ...origin, kind: 'pci', requester: Number(rec.address), capability, on: rec.value !== 0n };
      }
      case traceKinds.software: {
        const step = stepNames.get(rec.aux) ?? `step ${String(rec.aux)}`;
        return { ...origin, kind: 'software', step, argument: rec.value };
      }
      default:
        return { ...origin, kind: 'unknown', words: rec.raw };
    }
  }

  #registerWrite(rec: Rec, origin: Origin, effects: HwEffect[]): void {
    const kind = ringKinds[this.#platform];
    const ring = this.#rings.get(rec.unit);
    const offset = Number(rec.address);
    const published = offset === kind.tail ? ring?.publish(rec.value) : undefined;
    const rewritten = offset === acknowledge[this.#platform] ? ring?.takeStored() : undefined;
    for (const entry of published ?? rewritten ?? []) effects.push(this.#queueEntry(entry, origin));
    effects.push(this.#register('register-write', rec, origin));
    if (offset === kind.base) this.#ringOf(rec.unit, rec.value, rec.value).setBase(rec.value);
  }

  #ringOf(unit: number, base: bigint, size: bigint): Ring {
    const ring = this.#rings.get(unit) ?? new Ring(this.#platform, this.memory, base, size);
    this.#rings.set(unit, ring);
    return ring;
  }

  #queueEntry(entry: RingEntry, origin: Origin): HwEffect {
    const structure = entryStructure(this.#platform, entry.words);
    const defect =
      entry.record === undefined ? 'published without having been stored' : entryDefect(structure, entry.words);
    return {
      ...origin,
      record: entry.record ?? origin.record,
      kind: 'descriptor',
      index: entry.index,
      structure,
      words: entry.words,
      fields: structure === undefined ? [] : shownFields(structure, entry.words),
      section: structure?.section ?? '',
      ...(defect === undefined ? {} : { defect }),
    };
  }

  #register(kind: 'register-write' | 'register-read', rec: Rec, origin: Origin): HwEffect {
    const register = this.#registers.get(Number(rec.address));
    return {
      ...origin,
      kind,
      register: this.#registerName(rec.address),
      offset: Number(rec.address),
      width: rec.width * 8,
      value: rec.value,
      fields: register === undefined ? [] : shownFields(register.structure, [rec.value]),
      section: register?.structure.section ?? '',
    };
  }

  #registerName(address: bigint): string {
    return this.#registers.get(Number(address))?.name ?? `register 0x${address.toString(16)}`;
  }

  #store(rec: Rec, origin: Origin, effects: HwEffect[]): void {
    const driver = rec.kind === traceKinds.memWrite;
    const ring = this.#rings.get(rec.unit);
    const before = this.memory.word(rec.address);
    const entry = this.memory.entryAt(rec.address);
    this.memory.store(rec.address, rec.value, rec.width);
    if (driver && ring?.holds(rec.address) === true) {
      ring.noteStore(rec.address, rec.index);
      return;
    }
    if (!driver && entry !== undefined && entry.structure.byDevice) {
      const last = entry.base + BigInt(entry.structure.size - 1) * 8n;
      if (rec.address !== last) return;
      const words = this.memory.words(entry.base, entry.structure.size);
      effects.push({
        ...origin,
        kind: 'log-entry',
        index: Number(entry.number),
        structure: entry.structure,
        words,
        fields: shownFields(entry.structure, words),
        section: entry.structure.section,
      });
      return;
    }
    const known = this.memory.entryAt(rec.address) ?? entry;
    const old = rec.width === 4 ? (before >> (8n * (rec.address % 8n))) & 0xffffffffn : before;
    effects.push({
      ...origin,
      kind: driver ? 'entry-store' : 'device-store',
      place: { address: rec.address, ...this.#place(rec.address) },
      width: rec.width,
      value: rec.value,
      before: old,
      fields:
        known === undefined ? [] : this.#storedFields(known, wordOf(known, rec.address), { now: rec.value, then: old }),
      section: known?.structure.section ?? '',
    });
  }

  /** Fields with bits in the stored word that are not zero or that the store changed, parts in other words included. */
  #storedFields({ base, structure }: Entry, word: number, values: { readonly now: bigint; readonly then: bigint }) {
    const words = structure.size === 1 ? [values.now] : this.memory.words(base, structure.size);
    const before = words.map((value, index) => (index === word ? values.then : value));
    const shown = structure.fields.filter((field) => {
      const now = readField(words, field);
      return fieldMask(field, word) !== 0n && (now !== 0n || readField(before, field) !== now);
    });
    return decodeWords(structure, words).fields.filter(({ name }) => shown.some((field) => field.name === name));
  }

  #place(address: bigint) {
    const region = this.memory.regionAt(address);
    const entry = this.memory.entryAt(address);
    return {
      ...(region === undefined ? {} : { use: region.use }),
      ...(entry === undefined ? {} : { entry: entry.text, word: wordOf(entry, address) }),
    };
  }

  #region(rec: Rec, origin: Origin, effects: HwEffect[]): void {
    const use = regionUseOf(rec.aux);
    if (use !== undefined) {
      this.memory.addRegion(use, rec.unit, rec.address, rec.value);
      if (use === ringKinds[this.#platform].use) {
        this.#rings.delete(rec.unit);
        this.#ringOf(rec.unit, rec.address, rec.value);
      }
    }
    const name = use ?? `use ${String(rec.aux)}`;
    effects.push({ ...origin, kind: 'region', use: name, address: rec.address, size: Number(rec.value) });
  }

  #waitedOn(rec: Rec): string {
    if (this.#platform === 'smmuv3') return this.#registerName(rec.address);
    const status = this.memory.regionOf('queueStatus', rec.unit);
    if (this.#platform === 'vtd' && status !== undefined && this.memory.regionAt(rec.address) === status) {
      return `status of slot ${String((rec.address - status.base) / 4n)}`;
    }
    return this.#platform === 'amd' ? 'semaphore' : `memory 0x${rec.address.toString(16)}`;
  }
}

/** Fields that are not zero, highest bits first. */
function shownFields(structure: Structure, words: readonly bigint[]): DecodedField[] {
  return decodeWords(structure, words).fields.filter((field) => field.value !== 0n);
}

/** 64-bit word of an entry in which an address lies. */
const wordOf = ({ base }: Entry, address: bigint): number => Number((address - base) >> 3n);

type RecordWords = readonly [number, number, number, number, number, number];

function recordAt(trace: BusTrace, index: number): Rec {
  const at = index * wordsPerRecord;
  const raw = [...trace.words.subarray(at, at + wordsPerRecord)] as unknown as RecordWords;
  const [head, addressLow, addressHigh, low, high, aux] = raw;
  return {
    index,
    kind: head & 0xff,
    unit: (head >>> 8) & 0xff,
    width: (head >>> 16) & 0xff,
    address: (BigInt(addressHigh) << 32n) | BigInt(addressLow),
    value: (BigInt(high) << 32n) | BigInt(low),
    aux,
    operation: trace.causes[index * causesPerRecord] as number,
    raw,
  };
}

/** The platform that a record comes from, told by the uses of its regions; undefined when it tells of none. */
export function platformOf(trace: BusTrace): Platform | undefined {
  for (let index = 0; index < trace.length; index += 1) {
    const { kind, aux } = recordAt(trace, index);
    if (kind !== traceKinds.region) continue;
    if (aux < regionUses.streamTable) return 'vtd';
    if (aux < regionUses.deviceTable) return 'smmuv3';
    if (aux < regionUses.guestDirectory) return 'amd';
  }
  return undefined;
}

/** Effects of one recording. @throws {RangeError} when the record does not tell its platform and none is given. */
export function decodeTrace(trace: BusTrace, options: Partial<DecodeOptions> = {}): HwEffect[] {
  const platform = options.platform ?? platformOf(trace);
  if (platform === undefined) throw new RangeError('the record allocates no region: name its platform');
  return new TraceDecoder({ ...options, platform }).decode(trace);
}
