/** VT-d clauses: PASID and context entries, and the order in which caches are told (reference 1.3, 1.4, 1.6). */
import { regionUses } from '../trace.js';
import { contextEntry, pasidTableEntry, pgtt } from '../vtd/entries.js';
import type { Report } from './finding.js';
import type { MonitorMemory } from './memory.js';
import type { MakeMonitor, PendingStore, PlatformMonitor } from './platform-monitor.js';
import { changesUsed, fieldsMask, LiveChanges } from './used-bits.js';

const always = ['P', 'FPD', 'PGTT', 'DID', 'PWSNP', 'PGSNP'];
const firstStage = ['FSPTPTR', 'FSPM', 'SRE', 'WPE', 'EAFE'];
const secondStage = ['SSPTPTR', 'AW', 'SSADE', 'SRE'];
const usedPasid: Readonly<Record<number, Uint32Array>> = {
  [pgtt.firstStage]: fieldsMask(pasidTableEntry, [...always, ...firstStage]),
  [pgtt.secondStage]: fieldsMask(pasidTableEntry, [...always, ...secondStage]),
  [pgtt.nested]: fieldsMask(pasidTableEntry, [...always, ...firstStage, ...secondStage]),
  [pgtt.passThrough]: fieldsMask(pasidTableEntry, [...always, 'AW']),
};
const notPresent = fieldsMask(pasidTableEntry, ['P']);
const usedContext = fieldsMask(contextEntry);
const contextNotPresent = fieldsMask(contextEntry, ['P']);

const pasidEntryBytes = 64;
const contextEntryBytes = 32;
const pasidsPerTable = 64;
const devicesPerSlot = 128;

/** What caches must still forget of an entry that was cleared. Numbers are in the order of the steps. */
const steps = { cleared: 0, firstCache: 1, secondCache: 2, done: 3 } as const;

interface Cleared {
  step: number;
  readonly did: number;
  /** PASID, or requester id of a context entry; -1 when the record does not tell which it is. */
  readonly id: number;
  readonly firstStage: boolean;
  readonly unit: number;
  readonly name: string;
}

export class VtdMonitor implements PlatformMonitor {
  readonly #memory: MonitorMemory;
  readonly #live = new LiveChanges();
  readonly #pasids = new Map<number, Cleared>();
  readonly #contexts = new Map<number, Cleared>();

  constructor(memory: MonitorMemory) {
    this.#memory = memory;
  }

  store(store: PendingStore, report: Report): void {
    if (store.region.use === regionUses.pasidTable) this.#pasidStore(store, report);
    else if (store.region.use === regionUses.context) this.#contextStore(store, report);
  }

  #pasidStore(store: PendingStore, report: Report): void {
    const { region, address, oldLow, low } = store;
    const index = Math.floor((address - region.base) / pasidEntryBytes);
    const entry = region.base + index * pasidEntryBytes;
    const word = (address - entry) / 8;
    const before = word === 0 ? oldLow : this.#memory.low(entry);
    const after = word === 0 ? low : before;
    const id = region.parent === undefined ? -1 : region.parent.slot * pasidsPerTable + index;
    const name = id < 0 ? `entry ${String(index)} of a PASID table` : `PASID ${String(id)}`;
    const wasPresent = (before & 1) === 1;
    const isPresent = (after & 1) === 1;
    if (wasPresent && !isPresent) {
      const type = (before >>> 6) & 7;
      const direct = type === pgtt.firstStage || type === pgtt.passThrough;
      const did = this.#memory.low(entry + 8) & 0xffff;
      this.#pasids.set(entry, { step: steps.cleared, did, id, firstStage: direct, unit: region.unit, name });
      this.#live.forget(entry);
    } else if (!wasPresent && isPresent) {
      this.#becomesPresent(this.#pasids, entry, report);
      if (usedPasid[(after >>> 6) & 7] === undefined) {
        report('incomplete-entry', `${name} becomes present with PGTT ${String((after >>> 6) & 7)}`);
      }
    } else if (wasPresent) {
      const [used, will] = [usedPasid[(before >>> 6) & 7], usedPasid[(after >>> 6) & 7]];
      this.#liveStore(store, { entry, word, name }, used ?? notPresent, will ?? notPresent, report);
    }
  }

  #contextStore(store: PendingStore, report: Report): void {
    const { region, address, oldLow, low } = store;
    const index = Math.floor((address - region.base) / contextEntryBytes);
    const entry = region.base + index * contextEntryBytes;
    const word = (address - entry) / 8;
    const before = word === 0 ? oldLow : this.#memory.low(entry);
    const after = word === 0 ? low : before;
    const id = region.parent === undefined ? -1 : region.parent.slot * devicesPerSlot + index;
    const name = `context entry of ${id < 0 ? `devfn 0x${index.toString(16)}` : `device 0x${id.toString(16)}`}`;
    const wasPresent = (before & 1) === 1;
    const isPresent = (after & 1) === 1;
    if (wasPresent && !isPresent) {
      this.#contexts.set(entry, { step: steps.cleared, did: -1, id, firstStage: false, unit: region.unit, name });
      this.#live.forget(entry);
    } else if (!wasPresent && isPresent) this.#becomesPresent(this.#contexts, entry, report);
    else if (wasPresent) this.#liveStore(store, { entry, word, name }, usedContext, usedContext, report);
    else this.#liveStore(store, { entry, word, name }, contextNotPresent, contextNotPresent, report);
  }

  #becomesPresent(table: Map<number, Cleared>, entry: number, report: Report): void {
    const cleared = table.get(entry);
    if (cleared !== undefined && cleared.step < steps.done) {
      report('reused-too-early', `${cleared.name} is set up again before its invalidation was complete`);
    }
    table.delete(entry);
  }

  #liveStore(
    store: PendingStore,
    { entry, word, name }: { readonly entry: number; readonly word: number; readonly name: string },
    before: Uint32Array,
    after: Uint32Array,
    report: Report,
  ): void {
    const change = { low: store.oldLow ^ store.low, high: store.oldHigh ^ store.high };
    if (changesUsed(word, change, before, after) && this.#live.note(entry)) {
      report('half-written', `${name} is changed by more than one store while it is present`);
    }
  }

  published(unit: number, entry: Uint32Array, report: Report): void {
    this.#live.sync();
    const [first = 0, second = 0] = entry;
    const type = first & 0xf;
    const granularity = (first >>> 4) & 3;
    const did = first >>> 16;
    const pasid = second & 0xfffff;
    if (type === 1) this.#contextCache(unit, { granularity, sid: second & 0xffff });
    else if (type === 2) this.#iotlb(unit, granularity, did);
    else if (type === 6 && granularity === 2) this.#pasidIotlb(unit, { did, pasid }, report);
    else if (type === 7) this.#pasidCache(unit, { granularity, did, pasid });
    else if (type === 8) this.#deviceTlb(unit, pasid, report);
  }

  #contextCache(unit: number, { granularity, sid }: { readonly granularity: number; readonly sid: number }): void {
    for (const cleared of this.#contexts.values()) {
      const covered =
        granularity === 1 || (granularity === 3 && (cleared.id < 0 || cleared.id === sid)) || granularity === 2;
      if (cleared.unit === unit && covered && cleared.step === steps.cleared) cleared.step = steps.firstCache;
    }
  }

  #pasidCache(unit: number, at: { readonly granularity: number; readonly did: number; readonly pasid: number }): void {
    for (const cleared of this.#pasids.values()) {
      const sameDomain = cleared.did === at.did;
      const samePasid = cleared.id < 0 || cleared.id === at.pasid;
      const covered = at.granularity === 3 || (sameDomain && (at.granularity === 0 || samePasid));
      if (cleared.unit === unit && covered && cleared.step === steps.cleared) cleared.step = steps.firstCache;
    }
  }

  #iotlb(unit: number, granularity: number, did: number): void {
    for (const cleared of this.#pasids.values()) {
      const covered = granularity === 1 || (granularity === 2 && cleared.did === did && !cleared.firstStage);
      if (cleared.unit === unit && covered && cleared.step === steps.firstCache) cleared.step = steps.secondCache;
    }
    for (const cleared of this.#contexts.values()) {
      if (cleared.unit === unit && granularity <= 2 && cleared.step === steps.firstCache)
        cleared.step = steps.secondCache;
    }
  }

  #pasidIotlb(unit: number, at: { readonly did: number; readonly pasid: number }, report: Report): void {
    for (const cleared of this.#pasids.values()) {
      if (cleared.unit !== unit || cleared.did !== at.did || (cleared.id >= 0 && cleared.id !== at.pasid)) continue;
      if (cleared.step === steps.cleared) {
        report('invalidation-order', `${cleared.name}: IOTLB is told before the PASID cache`);
      } else if (cleared.step === steps.firstCache && cleared.firstStage) cleared.step = steps.secondCache;
    }
  }

  #deviceTlb(unit: number, pasid: number, report: Report): void {
    for (const cleared of this.#pasids.values()) {
      if (cleared.unit === unit && cleared.id === pasid && cleared.step < steps.secondCache) {
        report('invalidation-order', `${cleared.name}: device-TLB is told before the IOTLB`);
      }
    }
  }

  waited(unit: number): void {
    for (const cleared of [...this.#pasids.values(), ...this.#contexts.values()]) {
      if (cleared.unit === unit && cleared.step === steps.secondCache) cleared.step = steps.done;
    }
  }

  settle(): void {
    this.#live.sync();
    this.#pasids.clear();
    this.#contexts.clear();
  }

  finish(report: Report): void {
    for (const { step, name } of [...this.#pasids.values(), ...this.#contexts.values()]) {
      if (step < steps.done) report('stale-at-end', `${name} was cleared, and ${missing[step] ?? ''} at the end`);
    }
  }
}

const missing: Readonly<Record<number, string>> = {
  [steps.cleared]: 'no cache was told in order',
  [steps.firstCache]: 'the IOTLB was not told',
  [steps.secondCache]: 'completion was not waited for',
};

export const makeVtdMonitor: MakeMonitor = (memory) => new VtdMonitor(memory);
