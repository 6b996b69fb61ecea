/** What the engine asks of one side: run a step, show the bus. */
import type { RecordedBus } from '../hw-spec/trace.js';
import type { Device, Fault, Platform, Step } from '../scenarios/model.js';
import type { Outcome } from './outcome.js';

/** One machine with one allocator and its users, ready to take steps. */
export interface Port {
  readonly bus: RecordedBus;
  /** Runs one step; names that it makes are kept inside. */
  perform(step: Step): Outcome;
  /** Ids that are allocated, ascending: part of the image at quiescent points. */
  liveIds(): readonly number[];
}

/** What a machine is built from. */
export interface PortConfig {
  readonly platform: Platform;
  readonly mms: readonly string[];
  readonly devices: readonly Device[];
  readonly faults: readonly Fault[];
}

/** The three engines that a scenario runs on. */
export type Side = 'v1' | 'v1-over-v2' | 'v2';
export type MakePort = (config: PortConfig) => Port;
