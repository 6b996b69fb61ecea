/** What a sequence line starts from, put into a machine of v2. */
import type { BusLog, FieldValue } from '../../../v2-typed-token/hw/index.js';
import { wideNumber } from '../json-lines.js';
import type { SequenceLine, SequenceRegion } from '../sequence-model.js';

/** A configuration value that must be a number below 2^53. */
export function numberOf(line: SequenceLine, key: string, fallback?: number): number {
  const value = wideNumber(line.config[key]);
  if (value === undefined) {
    if (fallback !== undefined) return fallback;
    throw new RangeError(`${line.operation}: config.${key} is no number`);
  }
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${line.operation}: config.${key} is too wide`);
  return Number(value);
}

/** A configuration value of up to 64 bits. */
export function wordOf(line: SequenceLine, key: string): FieldValue {
  const value = wideNumber(line.config[key]);
  if (value === undefined) throw new RangeError(`${line.operation}: config.${key} is no number`);
  return halves(value);
}

export function halves(value: bigint): { lo: number; hi: number } {
  return { lo: Number(value & 0xffff_ffffn), hi: Number(value >> 32n) };
}

/** A flag that files write as 0 or 1, true or false. */
export function flagOf(line: SequenceLine, key: string): boolean {
  const value = line.config[key];
  return value === true || value === 1;
}

/** A word of a list of words. */
export function listOf(line: SequenceLine, key: string): bigint[] {
  const value = line.config[key];
  if (!Array.isArray(value)) throw new RangeError(`${line.operation}: config.${key} is no list`);
  return value.map((item) => wideNumber(item) ?? 0n);
}

/** Regions of one name, in the order in which they were allocated. */
export function regionsNamed(line: SequenceLine, name: string): SequenceRegion[] {
  return line.regions.filter((region) => region.name === name);
}

/** Stores the memory of `initial`, unrecorded. */
export function restoreMemory(bus: BusLog, line: SequenceLine): void {
  for (const word of line.initial.memory ?? []) {
    const { phys, value } = word as { phys?: unknown; value?: unknown };
    const { lo, hi } = halves(wideNumber(value) ?? 0n);
    bus.memory.write64(Number(wideNumber(phys) ?? 0n), lo, hi);
  }
}

/**
 * Lets allocation go on behind everything that the line starts with: regions that the memory of `initial` points at,
 * and
 * those whose names are always there before the step. A region that is left is allocated by the step.
 */
export function reserveRegions(bus: BusLog, line: SequenceLine, alwaysThere: readonly string[]): void {
  const pointers = new Set<bigint>();
  for (const word of line.initial.memory ?? []) {
    const value = wideNumber((word as { value?: unknown }).value) ?? 0n;
    pointers.add(value & 0x000f_ffff_ffff_f000n);
  }
  for (const region of line.regions) {
    const there = alwaysThere.includes(region.name) || pointers.has(BigInt(region.phys));
    if (there) bus.memory.reserveUpTo(Number(BigInt(region.phys)) + region.size);
  }
}

/** Compares memory with what the line starts from; for lines that go on where another one ended. */
export function checkMemory(bus: BusLog, line: SequenceLine): void {
  for (const word of line.initial.memory ?? []) {
    const { phys, value } = word as { phys?: unknown; value?: unknown };
    const address = Number(wideNumber(phys) ?? 0n);
    const { lo, hi } = halves(wideNumber(value) ?? 0n);
    if (bus.memory.read32(address) !== lo || bus.memory.read32(address + 4) !== hi) {
      throw new RangeError(`memory at 0x${address.toString(16)} is not what the line starts from`);
    }
  }
}
