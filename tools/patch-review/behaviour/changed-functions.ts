/** Functions that one patch changed, each with its bodies before and after. */
import type { FunctionBody } from '../code/functions.js';
import { functionsOf } from '../code/functions.js';
import type { FileStep } from '../tree/series-tree.js';
import type { BodyFacts } from './guards.js';
import { bodyFacts, callsIn } from './guards.js';
import { hunkFunctions } from './hunk-functions.js';

export interface ChangedFunction {
  readonly file: string;
  /** Name after the patch. */
  readonly name: string;
  readonly oldName: string;
  readonly before: BodyFacts;
  readonly after: BodyFacts;
  readonly line: number;
  readonly isStatic: boolean;
}

/** Pairs the functions of a file by name; one that is gone with a new one that has most of its words. */
export function changedFunctions(step: FileStep): ChangedFunction[] {
  if (step.before === null || step.after === null || !/\.[ch]$/.test(step.after.path)) return [];
  const whole = step.before.whole && step.after.whole;
  const before = whole ? byName(functionsOf(step.before)) : hunkFunctions(step.patch, 'old');
  const after = whole ? byName(functionsOf(step.after)) : hunkFunctions(step.patch, 'new');
  const pairs: [FunctionBody, FunctionBody][] = [];
  for (const [name, fn] of after) {
    const was = before.get(name);
    if (was !== undefined && words(was) !== words(fn)) pairs.push([was, fn]);
  }
  pairs.push(...renamed(before, after));
  return pairs.map(([was, fn]) => ({
    file: step.after?.path ?? '',
    name: fn.name,
    oldName: was.name,
    before: withHelpers(was, before, after),
    after: withHelpers(fn, after, before),
    line: fn.line,
    isStatic: fn.isStatic,
  }));
}

/** Of two functions with one name (a stub and the real one) the longer. */
function byName(functions: readonly FunctionBody[]): Map<string, FunctionBody> {
  const found = new Map<string, FunctionBody>();
  for (const fn of functions) {
    const known = found.get(fn.name);
    if (fn.complete && (known === undefined || known.body.length < fn.body.length)) found.set(fn.name, fn);
  }
  return found;
}

function words(fn: FunctionBody): string {
  return fn.body.map((token) => token.text).join(' ');
}

function renamed(
  before: ReadonlyMap<string, FunctionBody>,
  after: ReadonlyMap<string, FunctionBody>,
): [FunctionBody, FunctionBody][] {
  const gone = [...before.values()].filter((fn) => !after.has(fn.name));
  const fresh = new Map([...after].filter(([name]) => !before.has(name)));
  const pairs: [FunctionBody, FunctionBody][] = [];
  for (const was of gone.slice(0, 200)) {
    let best: FunctionBody | null = null;
    let bestShare = 0.6;
    for (const candidate of fresh.values()) {
      const share = sharedWords(was, candidate);
      if (share > bestShare) [best, bestShare] = [candidate, share];
    }
    if (best === null) continue;
    fresh.delete(best.name);
    pairs.push([was, best]);
  }
  return pairs;
}

function sharedWords(a: FunctionBody, b: FunctionBody): number {
  const counts = new Map<string, number>();
  for (const token of a.body) counts.set(token.text, (counts.get(token.text) ?? 0) + 1);
  let shared = 0;
  for (const token of b.body) {
    const left = counts.get(token.text) ?? 0;
    if (left === 0) continue;
    counts.set(token.text, left - 1);
    shared += 1;
  }
  return (2 * shared) / Math.max(a.body.length + b.body.length, 1);
}

/** Facts of a function together with those of functions it calls that only this side has: code that only moved. */
function withHelpers(
  fn: FunctionBody,
  own: ReadonlyMap<string, FunctionBody>,
  other: ReadonlyMap<string, FunctionBody>,
): BodyFacts {
  const facts = bodyFacts(fn);
  const helpers = [...new Set(callsIn(fn.body).map((call) => call.name))]
    .flatMap((name) => own.get(name) ?? [])
    .filter((helper) => helper !== fn && !other.has(helper.name))
    .map(bodyFacts);
  if (helpers.length === 0) return facts;
  return {
    guards: [...facts.guards, ...helpers.flatMap((helper) => helper.guards)],
    calls: [...facts.calls, ...helpers.flatMap((helper) => helper.calls)],
    locals: new Set([...facts.locals, ...helpers.flatMap((helper) => [...helper.locals])]),
    statements: [...facts.statements, ...helpers.flatMap((helper) => helper.statements)],
  };
}
