/** Clauses of the rings: room, written slots, known entries without reserved bits, aligned tails. */
import type { Platform } from '../effect.js';
import { ringKinds } from '../rings.js';
import type { Structure } from '../structure.js';
import type { Report } from './finding.js';
import type { MonitorMemory } from './memory.js';
import { fieldsMask } from './used-bits.js';

const known = new Map<Platform, ReadonlyMap<number, Uint32Array>>();

/** Type or opcode of an entry, as the platform places it. */
const codeOf: Readonly<Record<Platform, (entry: Uint32Array) => number>> = {
  vtd: (entry) => ((entry[0] ?? 0) & 0xf) | (((entry[0] ?? 0) >>> 5) & 0x70),
  smmuv3: (entry) => (entry[0] ?? 0) & 0xff,
  amd: (entry) => (entry[1] ?? 0) >>> 28,
};

const codeField = (structure: Structure): number => structure.fixed['Type'] ?? structure.fixed['Opcode'] ?? -1;

function masksOf(platform: Platform): ReadonlyMap<number, Uint32Array> {
  const made =
    known.get(platform) ?? new Map(ringKinds[platform].entries.map((entry) => [codeField(entry), fieldsMask(entry)]));
  known.set(platform, made);
  return made;
}

export class RingMonitor {
  readonly #platform: Platform;
  readonly #memory: MonitorMemory;
  readonly #masks: ReadonlyMap<number, Uint32Array>;
  #base = 0;
  #slots = 0;
  #entryBytes: number;
  /** Slot after the last published one; -1 before the first tail write. */
  #tail = -1;
  /** Published entries that hardware may not have taken yet. */
  #outstanding = 0;
  readonly #written = new Set<number>();
  readonly #entry = new Uint32Array(8);

  constructor(platform: Platform, memory: MonitorMemory) {
    this.#platform = platform;
    this.#memory = memory;
    this.#masks = masksOf(platform);
    this.#entryBytes = platform === 'vtd' ? 32 : 16;
  }

  setRegion(base: number, size: number): void {
    this.#reset(base, Math.floor(size / this.#entryBytes));
  }

  setBase(low: number, high: number): void {
    const base = (high & 0xfffff) * 2 ** 32;
    if (this.#platform === 'vtd') {
      const wide = ((low >>> 11) & 1) === 1;
      this.#entryBytes = wide ? 32 : 16;
      this.#reset(base + ((low & 0xfffff000) >>> 0), 2 ** ((low & 7) + (wide ? 7 : 8)));
    } else if (this.#platform === 'smmuv3') this.#reset(base + ((low & 0xffffffe0) >>> 0), 2 ** (low & 0x1f));
    else this.#reset(base + ((low & 0xfffff000) >>> 0), 2 ** ((high >>> 24) & 0xf));
  }

  #reset(base: number, slots: number): void {
    this.#base = base;
    this.#slots = slots;
    this.#tail = -1;
    this.#outstanding = 0;
    this.#written.clear();
  }

  holds(address: number): boolean {
    return address >= this.#base && address < this.#base + this.#slots * this.#entryBytes;
  }

  stored(address: number): void {
    this.#written.add(Math.floor((address - this.#base) / this.#entryBytes));
  }

  /** A tail write. Tells `each` of every entry it publishes. */
  publish(value: number, each: (entry: Uint32Array) => void, report: Report): void {
    const smmu = this.#platform === 'smmuv3';
    if (!smmu && value % this.#entryBytes !== 0) {
      report('misaligned-tail', `tail 0x${value.toString(16)} is no multiple of ${String(this.#entryBytes)} bytes`);
    }
    const end = smmu ? value & (this.#slots - 1) : Math.floor(value / this.#entryBytes) % this.#slots;
    const start = this.#tail < 0 ? (this.#written.values().next().value ?? end) : this.#tail;
    let count = 0;
    for (let slot = start; slot !== end && count < this.#slots; slot = (slot + 1) % this.#slots) {
      this.#one(slot, each, report);
      count += 1;
    }
    this.#tail = end;
    this.#outstanding += count;
    if (this.#outstanding > this.#slots - (smmu ? 0 : 1)) {
      report(
        'queue-overrun',
        `${String(this.#outstanding)} entries published and not yet taken, ring of ${String(this.#slots)}`,
      );
    }
  }

  #one(slot: number, each: (entry: Uint32Array) => void, report: Report): void {
    if (!this.#written.delete(slot)) report('unwritten-slot', `slot ${String(slot)} is published and was not written`);
    const words = this.#entryBytes / 8;
    this.#entry.fill(0);
    this.#memory.read(this.#base + slot * this.#entryBytes, words, this.#entry);
    const mask = this.#masks.get(codeOf[this.#platform](this.#entry));
    if (mask === undefined) report('malformed-entry', `slot ${String(slot)} has a type that no table has`);
    else {
      for (let word = 0; word < 2 * words; word += 1) {
        if (((this.#entry[word] ?? 0) & ~(mask[word] ?? 0)) === 0) continue;
        report(
          'malformed-entry',
          `slot ${String(slot)} has reserved bits set in bits ${String(32 * word + 31)}:${String(32 * word)}`,
        );
        break;
      }
    }
    each(this.#entry);
  }

  /** Hardware has taken everything up to the tail. */
  drained(): void {
    this.#outstanding = 0;
  }

  /** The head register was read, or completion told it. */
  headAt(value: number): void {
    if (this.#tail < 0 || this.#slots === 0) return;
    const smmu = this.#platform === 'smmuv3';
    const head = smmu ? value & (this.#slots - 1) : Math.floor(value / this.#entryBytes) % this.#slots;
    this.#outstanding = (this.#tail - head + this.#slots) % this.#slots;
  }
}
