/** A scenario as a value: what the text form is parsed to, what the JSON form is, what the engine runs. */

/** A word, a number, or a range of numbers (both ends included). */
export type Value = string | number | { readonly min: number; readonly max: number };

/** An injected failure: the `nth` use of a site fails (1 is the first). */
export interface StepFault {
  readonly site: string;
  readonly nth: number;
}

export interface Step {
  /** Name that later steps use for the result, or null. */
  readonly result: string | null;
  readonly verb: string;
  readonly args: readonly Value[];
  readonly options: Readonly<Record<string, Value>>;
  readonly fault: StepFault | null;
  /** Line in the text form, 1 for the first; 0 for a scenario that was never text. */
  readonly line: number;
}

/** Steps of one actor that stand together. An actor may have several blocks. */
export interface Block {
  readonly actor: string;
  readonly steps: readonly Step[];
}

export const platformNames = ['vtd', 'smmuv3', 'amd'] as const;
export type PlatformName = (typeof platformNames)[number];

/** A machine to run on, with its options: `iommus 2, pasid_bits 20, vcmd on`. */
export interface Platform {
  readonly name: PlatformName;
  readonly options: Readonly<Record<string, Value>>;
}

export interface Device {
  readonly name: string;
  /** Index of its IOMMU. */
  readonly iommu: number;
  readonly options: Readonly<Record<string, Value>>;
}

/** A failure that is armed before the run: `site` with options. */
export interface Fault {
  readonly site: string;
  readonly options: Readonly<Record<string, Value>>;
}

/** Order in which steps of different actors run. */
export type Schedule =
  /** Blocks one after the other, as they stand. */
  | { readonly kind: 'text' }
  /** One step of each actor in turn, actors in the order of their first block. */
  | { readonly kind: 'rr' }
  /** Names of actors, one for each step. */
  | { readonly kind: 'order'; readonly actors: readonly string[] };

export type Expectation = { readonly kind: 'parity' } | { readonly kind: 'diverge'; readonly id: string };

export interface Scenario {
  /** What it shows, from its comment line. */
  readonly shows: string;
  readonly platforms: readonly Platform[];
  readonly mms: readonly string[];
  readonly devices: readonly Device[];
  readonly blocks: readonly Block[];
  readonly faults: readonly Fault[];
  readonly schedule: Schedule;
  readonly expect: readonly Expectation[];
}

/** A scenario text that cannot be read: where and why. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}
