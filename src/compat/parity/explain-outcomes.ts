/** Answers of two sides against each other, and the declared divergences that explain where they part. */
import { divergences } from '../divergences/index.js';
import type { DeclaredDivergence, OutcomePattern } from '../divergences/model.js';
import type { Outcome } from './outcome.js';
import { sameOutcome } from './outcome.js';
import type { Run } from './run.js';

export interface OutcomeReport {
  /** Divergences that fired, in order, each once. */
  readonly fired: readonly string[];
  /** Index of the first step whose difference nothing explains, or null. */
  readonly unexplained: number | null;
}

/** Compares step by step; `between` says which pair of engines it is. */
export function explainOutcomes(old: Run, now: Run, between: 'v1 and v2' | 'v1 and shim'): OutcomeReport {
  const fired: string[] = [];
  // Names that one side never made, because of a divergence that is told.
  const excused = new Set<string>();
  for (const [index, { step }] of old.steps.entries()) {
    const [a, b] = [old.outcomes[index]!, now.outcomes[index]!];
    if (sameOutcome(a, b)) continue;
    if (isExcused(a, excused) || isExcused(b, excused)) {
      if (step.result !== null) excused.add(step.result);
      continue;
    }
    const told = divergences.find((one) => applies(one, between) && matches(one, step.verb, a, b));
    if (told === undefined) return { fired, unexplained: index };
    if (!fired.includes(told.id)) fired.push(told.id);
    if (step.result !== null) excused.add(step.result);
  }
  return { fired, unexplained: null };
}

function isExcused(outcome: Outcome, excused: ReadonlySet<string>): boolean {
  return outcome.kind === 'unbound' && excused.has(outcome.name);
}

function applies(divergence: DeclaredDivergence, between: 'v1 and v2' | 'v1 and shim'): boolean {
  return between === 'v1 and v2' || divergence.scope.between === 'v1 and both';
}

function matches({ scope }: DeclaredDivergence, verb: string, old: Outcome, now: Outcome): boolean {
  return (scope.verbs as readonly string[]).includes(verb) && fits(scope.old, old) && fits(scope.new, now);
}

function fits(pattern: OutcomePattern, outcome: Outcome): boolean {
  if (pattern.kind !== outcome.kind) return false;
  return (
    pattern.kind === 'ok' ||
    pattern.errno === undefined ||
    (outcome.kind === 'refused' && outcome.errno === pattern.errno)
  );
}
