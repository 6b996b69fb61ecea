/** What the scanner tells the monitor of one platform. */
import type { MonitorMemory, MonitorRegion } from './memory.js';
import type { Report } from './finding.js';

/** A 64-bit store, before it is made. */
export interface PendingStore {
  readonly region: MonitorRegion;
  readonly address: number;
  readonly oldLow: number;
  readonly oldHigh: number;
  readonly low: number;
  readonly high: number;
}

export interface PlatformMonitor {
  /** A store into a table; memory still holds the old word. */
  store(store: PendingStore, report: Report): void;
  /** A queue entry that a tail write made visible, as 32-bit words. */
  published(unit: number, entry: Uint32Array, report: Report): void;
  /** Everything published on the unit is complete. */
  waited(unit: number): void;
  /** Everything so far is known to all caches: the state that a run starts from. */
  settle(): void;
  /** The run is over: what caches were never told. */
  finish(report: Report): void;
}

export type MakeMonitor = (memory: MonitorMemory) => PlatformMonitor;
