/** Sets the old API's hardware up as a golden line says that it was. */
import type { BusLog } from '../../../v1-void-token/hw/index.js';
import type { SequenceLine } from '../sequence-model.js';

/** Records of one line that a bus must hold; no operation has nearly as many. */
export const recordsKept = 8192;

/** Numbers of a line's configuration; hex strings are read as numbers. */
export class Config {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(line: SequenceLine) {
    this.#values = line.config;
  }

  has(key: string): boolean {
    return key in this.#values;
  }

  /** A number below 2^53; `absent` when the key is not there. */
  n(key: string, absent = 0): number {
    const value = this.#values[key];
    if (value === undefined) return absent;
    if (typeof value === 'boolean') return value ? 1 : 0;
    return Number(value);
  }

  flag(key: string): boolean {
    return this.n(key) !== 0;
  }

  text(key: string): string {
    const value = this.#values[key];
    return typeof value === 'string' ? value : '';
  }

  numbers(key: string): readonly number[] {
    const value = this.#values[key];
    return Array.isArray(value) ? value.map(Number) : [];
  }

  words(key: string): readonly bigint[] {
    const value = this.#values[key];
    return Array.isArray(value) ? value.map((word) => BigInt(word as string)) : [];
  }

  /** A 64-bit value as two halves. */
  wide(key: string): { lo: number; hi: number } {
    const value = BigInt((this.#values[key] ?? 0) as string | number);
    return { lo: Number(value & 0xffff_ffffn), hi: Number(value >> 32n) };
  }
}

/** Holds what a driver function returned, or produced, against the line; a line that does not say is content. */
export function mustBe(line: SequenceLine, key: string, value: number): void {
  const wanted = line.config[key];
  if (wanted !== undefined && Number(wanted) !== value) {
    throw new RangeError(`${line.operation}: ${key} is ${String(value)}, not ${String(wanted)}`);
  }
}

export function regionBase(line: SequenceLine, name: string): number {
  return Number(line.regions.find((region) => region.name === name)?.phys ?? 0);
}

/**
 * Memory as `initial` lists it. Regions that hold something, or that stand before the operation's own, are taken; the
 * rest is left for the operation to allocate.
 */
export function stageMemory(line: SequenceLine, bus: BusLog, present: (name: string, index: number) => boolean): void {
  const seen = new Map<string, number>();
  for (const region of line.regions) {
    const index = seen.get(region.name) ?? 0;
    seen.set(region.name, index + 1);
    if (present(region.name, index)) bus.memory.reserve(Number(region.phys), roundUp(region.size));
  }
  for (const word of line.initial.memory ?? []) {
    const { phys, value } = word as { phys: string; value: string };
    store(bus, Number(phys), BigInt(value));
  }
}

export function store(bus: BusLog, address: number, value: bigint): void {
  bus.memory.write32(address, Number(value & 0xffff_ffffn));
  bus.memory.write32(address + 4, Number(value >> 32n));
}

function roundUp(size: number): number {
  let length = 4096;
  while (length < size) length *= 2;
  return length;
}
