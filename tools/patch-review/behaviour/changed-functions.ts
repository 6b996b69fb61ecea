/** Functions that one patch changed, each with its bodies before and after. */
import type { FunctionBody } from '../code/functions.js';
import { functionsOf } from '../code/functions.js';
import type { FileStep } from '../tree/series-tree.js';
import type { BodyFacts } from './guards.js';
import { bodyFacts } from './guards.js';
import { hunkFunctions } from './hunk-functions.js';

export interface ChangedFunction {
  readonly file: string;
  /** Name after the patch. */
  readonly name: string;
  readonly oldName: string;
  readonly before: BodyFacts;
  readonly after: BodyFacts;
  readonly line: number;
  readonly endLine: number;
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
    before: withCallees(was, before, after),
    after: withCallees(fn, after, before),
    line: fn.line,
    endLine: fn.endLine,
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
      // A public function stays one; what it hands to new callees is its own still.
      if (candidate.isStatic !== was.isStatic) continue;
      const share = sharedWords(wordsWithCallees(was, before, after), wordsWithCallees(candidate, after, before));
      if (share > bestShare) [best, bestShare] = [candidate, share];
    }
    if (best === null) continue;
    fresh.delete(best.name);
    pairs.push([was, best]);
  }
  return pairs;
}

function wordsWithCallees(
  fn: FunctionBody,
  own: ReadonlyMap<string, FunctionBody>,
  other: ReadonlyMap<string, FunctionBody>,
): string[] {
  return [fn, ...ownCallees(fn, own, other)].flatMap((one) => one.body.map((token) => token.text));
}

/** Static functions that a function calls or hands on and that only this side has. */
function ownCallees(
  fn: FunctionBody,
  own: ReadonlyMap<string, FunctionBody>,
  other: ReadonlyMap<string, FunctionBody>,
): FunctionBody[] {
  const named = new Set(fn.body.filter((token) => token.kind === 'word').map((token) => token.text));
  return [...named]
    .flatMap((name) => own.get(name) ?? [])
    .filter((callee) => callee !== fn && callee.isStatic && !other.has(callee.name));
}

function sharedWords(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const text of a) counts.set(text, (counts.get(text) ?? 0) + 1);
  let shared = 0;
  for (const text of b) {
    const left = counts.get(text) ?? 0;
    if (left === 0) continue;
    counts.set(text, left - 1);
    shared += 1;
  }
  return (2 * shared) / Math.max(a.length + b.length, 1);
}

/** Facts of a function together with those of functions it calls that only this side has: code that only moved. */
function withCallees(
  fn: FunctionBody,
  own: ReadonlyMap<string, FunctionBody>,
  other: ReadonlyMap<string, FunctionBody>,
): BodyFacts {
  const facts = bodyFacts(fn);
  const merged = ownCallees(fn, own, other);
  const callees = merged.map(bodyFacts);
  if (callees.length === 0) return facts;
  return {
    // What a callee answers is not what its caller answers, errors apart.
    guards: [
      ...facts.guards,
      ...callees.flatMap((callee) => callee.guards.filter((guard) => guard.outcome.startsWith('-E'))),
    ],
    calls: [...facts.calls, ...callees.flatMap((callee) => callee.calls)],
    locals: new Set([...facts.locals, ...callees.flatMap((callee) => [...callee.locals])]),
    statements: [...facts.statements, ...callees.flatMap((callee) => callee.statements)],
    merged: new Set(merged.map((callee) => callee.name)),
  };
}
