/** SMMUv3 clauses: stream table entries, context descriptors, and who is told of a change (reference 2.3 to 2.6). */
import { contextDescriptor, steConfig, streamTableEntry } from '../smmuv3/entries.js';
import { regionUses } from '../trace.js';
import type { Report } from './finding.js';
import type { MonitorMemory, MonitorRegion } from './memory.js';
import type { MakeMonitor, PendingStore, PlatformMonitor } from './platform-monitor.js';
import { changesUsed, fieldsMask, LiveChanges } from './used-bits.js';

const steFields = streamTableEntry.fields.map(({ name }) => name);
const stage1 = ['V', 'Config', 'EATS', ...steFields.filter((name) => name.startsWith('S1') || name === 'STRW')];
const stage2 = ['V', 'Config', 'EATS', ...steFields.filter((name) => name.startsWith('S2'))];
const onlyConfig = fieldsMask(streamTableEntry, ['V', 'Config']);
const usedSte: Readonly<Record<number, Uint32Array>> = {
  [steConfig.abort]: onlyConfig,
  [steConfig.bypass]: fieldsMask(streamTableEntry, ['V', 'Config', 'SHCFG']),
  [steConfig.stage1]: fieldsMask(streamTableEntry, stage1),
  [steConfig.stage2]: fieldsMask(streamTableEntry, stage2),
  [steConfig.nested]: fieldsMask(streamTableEntry, [...stage1, ...stage2]),
};
const usedCd = fieldsMask(contextDescriptor);
const usedQuietCd = fieldsMask(
  contextDescriptor,
  contextDescriptor.fields.map(({ name }) => name).filter((name) => name !== 'TTB0'),
);

const entryBytes = 64;
const streamsPerLeaf = 256;
const substreamsPerLeaf = 1024;
const valid = 0x80000000;
const noWalks = 0x4000;

const steps = { changed: 0, configuration: 1, translation: 2, device: 3, done: 4 } as const;

interface Change {
  step: number;
  readonly unit: number;
  readonly id: number;
  readonly asid: number;
  readonly name: string;
  /** A clear or quiet descriptor that a stream can reach; other changes only need to be told. */
  readonly table: MonitorRegion;
}

class SmmuMonitor implements PlatformMonitor {
  readonly #memory: MonitorMemory;
  readonly #live = new LiveChanges();
  readonly #streams = new Map<number, Change>();
  readonly #descriptors = new Map<number, Change>();
  /** Context tables that a valid stage 1 entry points to, by entry. */
  readonly #attached = new Map<number, number>();

  constructor(memory: MonitorMemory) {
    this.#memory = memory;
  }

  store(store: PendingStore, report: Report): void {
    switch (store.region.use) {
      case regionUses.streamTable:
        if (!this.#isUpper(store)) this.#streamStore(store, report);
        break;
      case regionUses.streamTableLeaf:
        this.#streamStore(store, report);
        break;
      case regionUses.contextDescriptors:
        if (!this.#isUpper(store)) this.#descriptorStore(store, report);
        break;
      case regionUses.contextDescriptorLeaf:
        this.#descriptorStore(store, report);
        break;
      default:
    }
  }

  /** Slots of an upper table hold pointers to leaf tables. */
  #isUpper({ low, high, oldLow, oldHigh }: PendingStore): boolean {
    const pointsToLeaf = (lowWord: number, highWord: number): boolean => {
      const target = (highWord & 0xfffff) * 2 ** 32 + ((lowWord & 0xfffff000) >>> 0);
      const use = target === 0 ? undefined : this.#memory.regionAt(target)?.use;
      return use === regionUses.streamTableLeaf || use === regionUses.contextDescriptorLeaf;
    };
    return pointsToLeaf(low, high) || pointsToLeaf(oldLow, oldHigh);
  }

  #streamStore(store: PendingStore, report: Report): void {
    const { region, address, oldLow, low } = store;
    const { entry, index, word } = place(region, address);
    const before = word === 0 ? oldLow : this.#memory.low(entry);
    const after = word === 0 ? low : before;
    const id = numberOf(region, index, streamsPerLeaf);
    const name = id < 0 ? `entry ${String(index)} of a stream table` : `stream 0x${id.toString(16)}`;
    const used = (value: number): Uint32Array => {
      return (value & 1) === 0 ? onlyConfig : (usedSte[(value >>> 1) & 7] ?? onlyConfig);
    };
    if ((after & 1) === 1 && usedSte[(after >>> 1) & 7] === undefined) {
      report('incomplete-entry', `${name} becomes valid with Config ${String((after >>> 1) & 7)}`);
    }
    const change = { low: oldLow ^ low, high: store.oldHigh ^ store.high };
    if (!changesUsed(word, change, used(before), used(after))) return;
    if (this.#live.note(entry)) {
      report('half-written', `${name} is changed by more than one store between two points where hardware may look`);
    }
    if (word === 0) this.#attach(entry, after, store.high);
    // A new entry that lets nothing through is the state of a table that streams are added to.
    if ((before & 1) === 0 && ((after >>> 1) & 7) < steConfig.stage1) return;
    this.#streams.set(entry, { step: steps.changed, unit: region.unit, id, asid: -1, name, table: region });
  }

  #attach(entry: number, low: number, high: number): void {
    const config = (low >>> 1) & 7;
    const isStage1 = (low & 1) === 1 && (config === steConfig.stage1 || config === steConfig.nested);
    if (!isStage1) {
      this.#attached.delete(entry);
      return;
    }
    const base = (high & 0xfffff) * 2 ** 32 + ((low & 0xffffffc0) >>> 0);
    const isNew = !this.#isPointedTo(base);
    this.#attached.set(entry, base);
    // Nothing of a table that no stream could reach is cached.
    for (const [at, { table }] of this.#descriptors) if (isNew && topOf(table) === base) this.#descriptors.delete(at);
  }

  #descriptorStore(store: PendingStore, report: Report): void {
    const { region, address, oldLow, oldHigh, low } = store;
    const { entry, index, word } = place(region, address);
    const before = word === 0 ? oldLow : this.#memory.low(entry);
    const after = word === 0 ? low : before;
    const id = numberOf(region, index, substreamsPerLeaf);
    const name = id < 0 ? `entry ${String(index)} of a context table` : `context of SSID ${String(id)}`;
    const wasValid = (before & valid) !== 0;
    const isValid = (after & valid) !== 0;
    const change = { low: oldLow ^ low, high: oldHigh ^ store.high };
    const asid = (word === 0 ? oldHigh : this.#memory.high(entry)) >>> 16;
    if (wasValid && !isValid) {
      this.#live.forget(entry);
      // A quiet descriptor has been told and flushed already: walks had ended.
      this.#descriptors.set(entry, { step: steps.changed, unit: region.unit, id, asid, name, table: region });
    } else if (!wasValid && isValid) {
      const pending = this.#descriptors.get(entry);
      if (pending !== undefined && pending.step < steps.done && this.#reachable(pending.table)) {
        report('reused-too-early', `${name} is set up again before its invalidation was complete`);
      }
      this.#descriptors.set(entry, { step: steps.changed, unit: region.unit, id, asid: -1, name, table: region });
    } else if (wasValid && isValid) {
      const used = (value: number): Uint32Array => ((value & noWalks) === 0 ? usedCd : usedQuietCd);
      if (!changesUsed(word, change, used(before), used(after))) return;
      if (this.#live.note(entry)) report('half-written', `${name} is changed by more than one store while it is valid`);
      this.#descriptors.set(entry, { step: steps.changed, unit: region.unit, id, asid, name, table: region });
    }
  }

  /** True when a stream's entry points to the table, or to the table above it. */
  #reachable(table: MonitorRegion): boolean {
    return this.#isPointedTo(topOf(table));
  }

  #isPointedTo(base: number): boolean {
    for (const attached of this.#attached.values()) if (attached === base) return true;
    return false;
  }

  published(unit: number, entry: Uint32Array, report: Report): void {
    this.#live.sync();
    const [first = 0, second = 0, third = 0] = entry;
    const ssid = first >>> 12;
    switch (first & 0xff) {
      case 0x03:
        this.#told(this.#streams, unit, second);
        break;
      case 0x04:
        if ((third & 0x1f) !== 31) break;
        this.#told(this.#streams, unit, -1);
        this.#told(this.#descriptors, unit, -1);
        break;
      case 0x05:
        this.#told(this.#descriptors, unit, ssid);
        break;
      case 0x06:
        this.#told(this.#descriptors, unit, -1);
        break;
      case 0x11:
      case 0x21:
        this.#tlbByAsid(unit, second >>> 16, report);
        break;
      case 0x40:
        if (((first >>> 11) & 1) === 1) this.#device(unit, ssid, report);
        break;
      default:
    }
  }

  #told(changes: Map<number, Change>, unit: number, id: number): void {
    for (const change of changes.values()) {
      const covered = id < 0 || change.id < 0 || change.id === id;
      if (change.unit === unit && covered && change.step === steps.changed) change.step = steps.configuration;
    }
  }

  #tlbByAsid(unit: number, asid: number, report: Report): void {
    for (const change of this.#descriptors.values()) {
      if (change.unit !== unit || change.asid !== asid || !this.#reachable(change.table)) continue;
      if (change.step === steps.changed) {
        report('invalidation-order', `${change.name}: TLB is told before the configuration cache`);
      }
      if (change.step === steps.device) report('invalidation-order', `${change.name}: device is told before the TLB`);
      if (change.step === steps.configuration || change.step === steps.done) change.step = steps.translation;
    }
  }

  #device(unit: number, ssid: number, report: Report): void {
    for (const change of this.#descriptors.values()) {
      if (change.unit !== unit || change.id !== ssid || change.asid < 0) continue;
      if (change.step === steps.changed) {
        report('invalidation-order', `${change.name}: device is told before the configuration cache`);
      }
    }
  }

  waited(unit: number): void {
    for (const change of [...this.#streams.values(), ...this.#descriptors.values()]) {
      if (change.unit === unit && change.step >= steps.configuration) change.step = steps.done;
    }
  }

  settle(): void {
    this.#live.sync();
    this.#streams.clear();
    this.#descriptors.clear();
  }

  finish(report: Report): void {
    for (const { step, name } of this.#streams.values()) {
      if (step < steps.done) report('stale-at-end', `${name} was changed, and ${stale(step)} at the end`);
    }
    for (const { step, name, table } of this.#descriptors.values()) {
      if (step < steps.done && this.#reachable(table))
        report('stale-at-end', `${name} was changed, and ${stale(step)} at the end`);
    }
  }
}

const topOf = (table: MonitorRegion): number => (table.parent?.region ?? table).base;

const stale = (step: number): string =>
  step === steps.changed ? 'no cache was told' : 'completion was not waited for';

function place(region: MonitorRegion, address: number): { entry: number; index: number; word: number } {
  const index = Math.floor((address - region.base) / entryBytes);
  const entry = region.base + index * entryBytes;
  return { entry, index, word: (address - entry) / 8 };
}

/** Number of an entry; -1 in a leaf table of which no parent is known. */
function numberOf(region: MonitorRegion, index: number, perLeaf: number): number {
  const isLeaf = region.use === regionUses.streamTableLeaf || region.use === regionUses.contextDescriptorLeaf;
  if (!isLeaf) return index;
  return region.parent === undefined ? -1 : region.parent.slot * perLeaf + index;
}

export const makeSmmuMonitor: MakeMonitor = (memory) => new SmmuMonitor(memory);
