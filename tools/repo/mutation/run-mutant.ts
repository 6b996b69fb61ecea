/** Runs the suite with one mutant switched on, on freshly evaluated sources, with a limit of time. */
import { Script } from 'node:vm';
import type { MutantBundle } from './bundle.js';
import type { Mutant } from './mutant.js';
import { dataFor, type SuiteData } from './suite-data.js';

export interface MutantVerdict {
  readonly mutant: Mutant;
  readonly killed: boolean;
  /** What noticed it; undefined for a survivor. */
  readonly by: string | undefined;
}

/** Limit of the unchanged run; a mutant gets a multiple of what that took, so that a busy machine kills none. */
const baselineLimitMs = 600_000;
const shortestLimitMs = 20_000;
const timesSlower = 10;
/** No mutant is on. */
const off = -1;

/** What a bundle is, once evaluated. */
interface Suite {
  prepare(data: SuiteData): SuiteData;
  firstDifference(data: SuiteData): string | undefined;
}

/** Only a script can be stopped after a time; it calls what stands here. */
const key = '__pintleMutantCall';
const slot = globalThis as unknown as Record<string, () => unknown>;
const call = new Script(`globalThis.${key}()`);

export class MutantRunner {
  readonly #bundle: MutantBundle;
  readonly #data: SuiteData;
  readonly #evaluate: (mutant: number) => Suite;
  #limitMs = baselineLimitMs;

  constructor(bundle: MutantBundle, data: Omit<SuiteData, 'side'>) {
    this.#bundle = bundle;
    const script = new Script(bundle.code, { filename: `${bundle.side}.mutants.js` });
    this.#evaluate = script.runInThisContext() as (mutant: number) => Suite;
    this.#data = this.#evaluate(off).prepare({ ...data, side: bundle.side });
  }

  /** Unit tests that take part. */
  get tests(): number {
    return this.#data.tests?.length ?? 0;
  }

  get mutants(): readonly Mutant[] {
    return this.#bundle.mutants;
  }

  /** What the suite says without any mutant: undefined, or the run means nothing. */
  baseline(): string | undefined {
    const start = performance.now();
    const difference = this.#run(off, this.#data);
    this.#limitMs = Math.max(shortestLimitMs, Math.ceil(timesSlower * (performance.now() - start)));
    return difference;
  }

  run(mutant: Mutant): MutantVerdict {
    try {
      const by = this.#run(mutant.number, dataFor(this.#data, mutant.file));
      return { mutant, killed: by !== undefined, by };
    } catch (error) {
      return { mutant, killed: true, by: `stopped: ${messageOf(error)}` };
    }
  }

  #run(number: number, data: SuiteData): string | undefined {
    slot[key] = () => this.#evaluate(number).firstDifference(data);
    return call.runInThisContext({ timeout: this.#limitMs }) as string | undefined;
  }
}

function messageOf(error: unknown): string {
  const text =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return text.split('\n')[0]?.slice(0, 120) ?? '';
}
