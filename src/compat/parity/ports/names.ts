/** Names that steps make and use: one table per side, with the side's own objects behind them. */
import { ScenarioError, type Step, type Value } from '../../scenarios/model.js';
import type { Outcome } from '../outcome.js';

/** A step uses a name that was never made, because what would have made it was refused. */
export class UnboundName extends Error {
  readonly outcome: Outcome;

  constructor(name: string) {
    super(`${name} was never made`);
    this.outcome = { kind: 'unbound', name };
  }
}

export class Names {
  readonly #values = new Map<string, unknown>();

  bind(step: Step, value: unknown): void {
    if (step.result !== null) this.#values.set(step.result, value);
  }

  /** Forgets a name whose step was refused, so that an older value is not used by mistake. */
  forget(step: Step): void {
    if (step.result !== null) this.#values.delete(step.result);
  }

  /** The object behind the argument at a position. */
  get(step: Step, position: number): unknown {
    const name = String(step.args[position]);
    if (!this.#values.has(name)) throw new UnboundName(name);
    return this.#values.get(name);
  }

  /** An id: a name, or a bare number that nobody allocated. */
  id(step: Step, position: number): number {
    const value = step.args[position];
    return typeof value === 'number' ? value : (this.get(step, position) as number);
  }
}

export function range(value: Value | undefined): { readonly min: number; readonly max: number } {
  if (typeof value !== 'object') throw new TypeError('a range was checked by the parser');
  return value;
}

export function optionNumber(step: Step, key: string): number | undefined {
  const value = step.options[key];
  return typeof value === 'number' ? value : undefined;
}

export function optionWord(step: Step, key: string): string | undefined {
  const value = step.options[key];
  return typeof value === 'string' ? value : undefined;
}

/** Kinds of tokens as scenarios write them: `none`, `init_mm`, `any:NAME`, `own:KIND:NAME`. */
export type TokenWord =
  | { readonly kind: 'mm'; readonly name: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'any'; readonly name: string }
  | { readonly kind: 'own'; readonly of: string; readonly name: string };

/** The token that a step names; `init_mm` is an mm of its own. */
export function tokenOf(step: Step): TokenWord {
  const mm = optionWord(step, 'mm');
  if (mm !== undefined) return { kind: 'mm', name: mm };
  const [kind, first, second] = (optionWord(step, 'token') ?? 'none').split(':');
  if (kind === 'init_mm') return { kind: 'mm', name: 'init_mm' };
  if (kind === 'any' && first !== undefined) return { kind: 'any', name: first };
  if (kind === 'own' && first !== undefined && second !== undefined) return { kind: 'own', of: first, name: second };
  return { kind: 'none' };
}

/** The device that an argument names, on a platform that has the user of this step. */
export function onPlatform<T>(devices: ReadonlyMap<string, T>, step: Step, position: number): T {
  const device = devices.get(String(step.args[position]));
  if (device === undefined)
    throw new ScenarioError(step.line, `${step.verb} has nothing to work on here: it needs another platform`);
  return device;
}
