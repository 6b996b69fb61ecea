/** What a function does otherwise after a patch: new and dropped refusals, other conditions, constants and calls. */
import type { Token } from '../code/lex.js';
import { conditionText } from './conditions.js';
import type { BodyChange, ComparisonContext } from './body-change.js';
import { wordsOf } from './body-change.js';
import { changedConstants } from './changed-constants.js';
import { droppedCalls } from './dropped-calls.js';
import type { BodyFacts, Guard } from './guards.js';

/** Compares two bodies of one function. */
export function compareBodies(before: BodyFacts, after: BodyFacts, context: ComparisonContext): BodyChange[] {
  const rename = renaming(before, after);
  const { added, dropped } = unmatched(before, after, rename);
  const changes: BodyChange[] = [];
  for (const guard of [...added]) {
    const partner = partnerOf(guard, dropped);
    if (partner === null) continue;
    added.splice(added.indexOf(guard), 1);
    dropped.splice(dropped.indexOf(partner), 1);
    changes.push(changedGuard(partner, guard));
  }
  for (const guard of added) if (isNews(guard, before, context)) changes.push(refusal(guard, 'refusal-added'));
  for (const guard of dropped) changes.push(...droppedGuard(guard, after, context));
  changes.push(...droppedCalls(before, after, context));
  // The error of a guard is told with its guard.
  const told = new Set(changes.map((change) => change.outcome));
  changes.push(...changedConstants(before, after, context).filter((change) => !told.has(`-${change.outcome}`)));
  return changes;
}

type Rename = (text: string) => string;

/** Variables that were renamed: a local name that is gone stands for any local name that is new. */
function renaming(before: BodyFacts, after: BodyFacts): Rename {
  const gone = new Set([...before.locals].filter((name) => !after.locals.has(name)));
  const fresh = new Set([...after.locals].filter((name) => !before.locals.has(name)));
  return (text) =>
    text.replace(/(?<!->|\.)\b[A-Za-z_]\w*\b/g, (name) => (gone.has(name) || fresh.has(name) ? '_' : name));
}

function key(guard: Guard, rename: Rename): string {
  const outcome = guard.outcome.startsWith('goto ') || guard.outcome === 'return' ? 'leave' : guard.outcome;
  return `${rename(conditionText(guard.condition, guard.negated))} => ${outcome}`;
}

function unmatched(before: BodyFacts, after: BodyFacts, rename: Rename): { added: Guard[]; dropped: Guard[] } {
  const left = new Map<string, Guard[]>();
  for (const guard of before.guards) left.set(key(guard, rename), [...(left.get(key(guard, rename)) ?? []), guard]);
  const added: Guard[] = [];
  for (const guard of after.guards) {
    const same = left.get(key(guard, rename));
    if (same !== undefined && same.length > 0) same.shift();
    else added.push(guard);
  }
  return { added, dropped: [...left.values()].flat() };
}

/** The guard of the old body that this one was: most words in common. */
function partnerOf(guard: Guard, dropped: readonly Guard[]): Guard | null {
  let best: Guard | null = null;
  let bestShare = 0.5;
  for (const candidate of dropped) {
    const share = likeness(candidate.condition, guard.condition) + (candidate.outcome === guard.outcome ? 0.2 : 0);
    if (share > bestShare && guard.resultOf === candidate.resultOf) [best, bestShare] = [candidate, share];
  }
  return best;
}

function likeness(a: readonly Token[], b: readonly Token[]): number {
  const left = a.map((token) => token.text).filter((text) => /[\w<>!=]/.test(text));
  const right = b.map((token) => token.text).filter((text) => /[\w<>!=]/.test(text));
  const rest = [...right];
  let shared = 0;
  for (const text of left) {
    const at = rest.indexOf(text);
    if (at < 0) continue;
    rest.splice(at, 1);
    shared += 1;
  }
  return (2 * shared) / Math.max(left.length + right.length, 1);
}

function changedGuard(before: Guard, after: Guard): BodyChange {
  const was = shortText(before);
  const is = shortText(after);
  const sameCondition = was === is;
  const text = sameCondition
    ? `answers ${after.outcome} instead of ${before.outcome} when ${is}`
    : `tests "${is}" where it tested "${was}"${leaving(after.outcome)}`;
  return {
    kind: sameCondition ? 'outcome-changed' : 'condition-changed',
    line: after.line,
    side: 'new',
    text,
    condition: is,
    outcome: after.outcome,
    subjects: wordsOf(after.condition),
  };
}

function leaving(outcome: string): string {
  return outcome.startsWith('goto ') || outcome === 'return' ? '' : ` (${outcome})`;
}

/** Text of a condition; long ones are cut. */
function shortText(guard: Guard): string {
  const whole = conditionText(guard.condition, guard.negated);
  return whole.length > 80 ? `${whole.slice(0, 77)}...` : whole;
}

function refusal(guard: Guard, kind: 'refusal-added' | 'refusal-dropped'): BodyChange {
  const verb = kind === 'refusal-added' ? 'now' : 'no longer';
  const does =
    guard.outcome.startsWith('goto ') || guard.outcome === 'return' ? 'gives up' : `answers ${guard.outcome}`;
  return {
    kind,
    line: guard.line,
    side: kind === 'refusal-added' ? 'new' : 'old',
    text: `${verb} ${does} when ${shortText(guard)}`,
    condition: shortText(guard),
    outcome: guard.outcome,
    subjects: wordsOf(guard.condition),
  };
}

/** A test of a result is no news when the call is new here too: they come together. */
function isNews(guard: Guard, before: BodyFacts, context: ComparisonContext): boolean {
  if (guard.resultOf === null) return true;
  return !context.newCalls.has(guard.resultOf) && before.calls.some((call) => call.name === guard.resultOf);
}

function droppedGuard(guard: Guard, after: BodyFacts, context: ComparisonContext): BodyChange[] {
  if (guard.resultOf === null) return [refusal(guard, 'refusal-dropped')];
  const stillCalled = after.calls.some((call) => call.name === guard.resultOf);
  const stillTested = after.guards.some((other) => other.resultOf === guard.resultOf);
  if (!stillCalled || stillTested || context.replacedCalls.has(guard.resultOf)) return [];
  return [
    {
      kind: 'test-dropped',
      line: guard.line,
      side: 'old',
      text: `no longer tests the result of ${guard.resultOf}()`,
      condition: shortText(guard),
      outcome: guard.outcome,
      subjects: [guard.resultOf, ...wordsOf(guard.condition)],
    },
  ];
}
