/** Runs the suite with one mutant switched on, in a fresh context, with a limit of time. */
import { createContext, Script } from 'node:vm';
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
/** What the sources may use of the platform. */
const globals = { URL, TextDecoder };
/** No mutant is on. */
const off = -1;

export class MutantRunner {
  readonly #bundle: MutantBundle;
  readonly #data: SuiteData;
  #limitMs = baselineLimitMs;
  readonly #script: Script;
  readonly #call = new Script('__suite.firstDifference(__data)');

  constructor(bundle: MutantBundle, data: Omit<SuiteData, 'side'>) {
    this.#bundle = bundle;
    this.#script = new Script(bundle.code, { filename: `${bundle.side}.mutants.js` });
    const context = createContext({ __mutant: off, __data: { ...data, side: bundle.side }, ...globals });
    this.#script.runInContext(context);
    this.#data = new Script('__suite.prepare(__data)').runInContext(context) as SuiteData;
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
    const context = createContext({ __mutant: number, __data: data, ...globals });
    this.#script.runInContext(context, { timeout: this.#limitMs });
    return this.#call.runInContext(context, { timeout: this.#limitMs }) as string | undefined;
  }
}

function messageOf(error: unknown): string {
  const text =
    typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return text.split('\n')[0]?.slice(0, 120) ?? '';
}
