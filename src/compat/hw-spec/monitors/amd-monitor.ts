/** AMD clauses: device table entries, GCR3 entries, and the order pages, wait, device (reference 3.2 to 3.5). */
import { deviceTableEntry } from '../amd/entries.js';
import { regionUses } from '../trace.js';
import type { Report } from './finding.js';
import type { MonitorMemory, MonitorRegion } from './memory.js';
import type { MakeMonitor, PendingStore, PlatformMonitor } from './platform-monitor.js';
import { changesUsed, fieldsMask, LiveChanges } from './used-bits.js';

const gate = ['V', 'TV', 'Mode', 'IR', 'IW', 'GV'];
const closed = fieldsMask(deviceTableEntry, gate);
const hostFields = [...gate, 'HostPTRoot', 'DomainID', 'I', 'PPR'];
const hostMask = fieldsMask(deviceTableEntry, hostFields);
const guestMask = fieldsMask(deviceTableEntry, [...hostFields, 'GIoV', 'GLX', 'GCR3TRP']);

const entryBytes = 32;
const slotsPerPage = 512;
const guestValid = 1 << 23;
const accessBits = (1 << 29) | (1 << 30);
const modeBits = 0xe00;

const steps = { changed: 0, told: 1, done: 2 } as const;

interface Change {
  step: number;
  readonly id: number;
  readonly name: string;
  readonly table: MonitorRegion;
  /** IOMMUs that were told and have not been waited for. */
  readonly pending: Set<number>;
}

class AmdMonitor implements PlatformMonitor {
  readonly #memory: MonitorMemory;
  readonly #live = new LiveChanges();
  readonly #devices = new Map<number, Change>();
  readonly #pasids = new Map<number, Change>();
  /** Root of the guest table by device entry. */
  readonly #roots = new Map<number, number>();

  constructor(memory: MonitorMemory) {
    this.#memory = memory;
  }

  store(store: PendingStore, report: Report): void {
    if (store.region.use === regionUses.deviceTable) this.#deviceStore(store, report);
    else if (store.region.use === regionUses.gcr3) this.#gcr3Store(store);
  }

  #deviceStore(store: PendingStore, report: Report): void {
    const { region, address, low, high, oldLow, oldHigh } = store;
    const id = Math.floor((address - region.base) / entryBytes);
    const entry = region.base + id * entryBytes;
    const word = (address - entry) / 8;
    const first = word === 0 ? [oldLow, oldHigh] : [this.#memory.low(entry), this.#memory.high(entry)];
    const [beforeLow = 0, beforeHigh = 0] = first;
    const [afterLow, afterHigh] = word === 0 ? [low, high] : [beforeLow, beforeHigh];
    const name = `device 0x${id.toString(16)}`;
    const change = { low: oldLow ^ low, high: oldHigh ^ high };
    if (word <= 1) this.#noteRoot(entry, word, store);
    const [before, after] = [usedDevice(beforeLow, beforeHigh), usedDevice(afterLow, afterHigh)];
    if (!changesUsed(word, change, before, after) || (before === closed && after === closed)) return;
    if (this.#live.note(entry)) {
      report('half-written', `${name}: the entry is changed by more than one store while it translates`);
    }
    this.#devices.set(entry, { step: steps.changed, id, name, table: region, pending: new Set() });
  }

  /** Keeps the guest table root that the entry will have once both words are stored. */
  #noteRoot(entry: number, word: number, { low, high }: PendingStore): void {
    const [firstHigh, secondLow, secondHigh] =
      word === 0
        ? [high, this.#memory.low(entry + 8), this.#memory.high(entry + 8)]
        : [this.#memory.high(entry), low, high];
    if ((firstHigh & guestValid) === 0) {
      this.#roots.delete(entry);
      return;
    }
    const root = ((firstHigh >>> 26) & 7) * 2 ** 12 + (secondLow >>> 16) * 2 ** 15 + (secondHigh >>> 11) * 2 ** 31;
    this.#roots.set(entry, root);
  }

  #gcr3Store({ region, address, low, high, oldLow, oldHigh }: PendingStore): void {
    const changed = oldLow !== low || oldHigh !== high;
    const target = (high & 0xfffff) * 2 ** 32 + ((low & 0xfffff000) >>> 0);
    const pointsToTable = target !== 0 && this.#memory.regionAt(target)?.use === regionUses.gcr3;
    if (!changed || pointsToTable || (oldLow & 1) === 0) return;
    const id = pasidOf(region, (address - region.base) / 8);
    this.#pasids.set(address, {
      step: steps.changed,
      id,
      name: `guest table of PASID ${String(id)}`,
      table: region,
      pending: new Set(),
    });
  }

  published(unit: number, entry: Uint32Array, report: Report): void {
    this.#live.sync();
    const [first = 0, second = 0, third = 0] = entry;
    const guest = ((third >>> 2) & 1) === 1;
    switch (second >>> 28) {
      case 2:
        for (const change of this.#devices.values()) {
          if (change.id === (first & 0xffff)) change.step = steps.told;
        }
        break;
      case 3:
        this.#pages(unit, guest ? first & 0xfffff : -1);
        break;
      case 4:
        if (guest) this.#device(((second >>> 16) & 0xff) | ((first >>> 8) & 0xff00), report);
        break;
      case 8:
        for (const change of this.#devices.values()) change.step = steps.told;
        this.#pages(unit, -1);
        break;
      default:
    }
  }

  #pages(unit: number, pasid: number): void {
    for (const change of this.#pasids.values()) {
      if (pasid >= 0 && change.id !== pasid) continue;
      change.pending.add(unit);
      if (change.step === steps.changed) change.step = steps.told;
    }
  }

  #device(pasid: number, report: Report): void {
    for (const change of this.#pasids.values()) {
      if ((change.id & 0xffff) !== pasid || change.step === steps.done) continue;
      const why = change.step === steps.changed ? 'before the IOMMU' : 'before the IOMMU is done';
      report('invalidation-order', `${change.name}: device is told ${why}`);
    }
  }

  waited(unit: number): void {
    for (const change of this.#pasids.values()) {
      change.pending.delete(unit);
      if (change.step === steps.told && change.pending.size === 0) change.step = steps.done;
    }
  }

  settle(): void {
    this.#live.sync();
    this.#devices.clear();
    this.#pasids.clear();
  }

  finish(report: Report): void {
    for (const { step, name } of this.#devices.values()) {
      if (step === steps.changed)
        report('stale-at-end', `${name}: the entry was changed, and the IOMMU was not told at the end`);
    }
    for (const { step, name, table } of this.#pasids.values()) {
      if (step === steps.done || !this.#reachable(table)) continue;
      const why = step === steps.changed ? 'no IOMMU was told' : 'completion was not waited for';
      report('stale-at-end', `${name} was changed, and ${why} at the end`);
    }
  }

  #reachable(table: MonitorRegion): boolean {
    let top = table;
    while (top.parent !== undefined) top = top.parent.region;
    for (const root of this.#roots.values()) if (root === top.base) return true;
    return false;
  }
}

function usedDevice(low: number, high: number): Uint32Array {
  if ((low & 1) === 0) return closed;
  if ((high & guestValid) !== 0) return guestMask;
  return (low & modeBits) !== 0 || (high & accessBits) !== 0 ? hostMask : closed;
}

/** PASID of a leaf slot: each table above counts pages of 512. */
function pasidOf(table: MonitorRegion, slot: number): number {
  let pasid = slot;
  let weight = slotsPerPage;
  for (let at = table.parent; at !== undefined; at = at.region.parent) {
    pasid += at.slot * weight;
    weight *= slotsPerPage;
  }
  return pasid;
}

export const makeAmdMonitor: MakeMonitor = (memory) => new AmdMonitor(memory);
