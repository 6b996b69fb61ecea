/** Runs the checks before and after each patch: what is new is the series' own. */
import type { AppliedSeries } from '../analysis/apply-series.js';
import type { Source } from '../tree/model.js';
import type { Check, CheckHit } from './check.js';
import { checks } from './index.js';

export interface CheckFinding extends CheckHit {
  readonly check: Check;
  readonly file: string;
  /** Patch that brought it in; for older defects the first patch that touches the file. */
  readonly patch: number;
  readonly origin: 'introduced' | 'pre-existing';
}

/** Findings that are there at the end of the series. */
export function runChecks(applied: AppliedSeries): CheckFinding[] {
  const open = new Map<string, CheckFinding>();
  for (const step of applied.steps) {
    for (const file of step.files) {
      for (const check of checks) {
        const path = file.after?.path ?? file.before?.path ?? '';
        if (!check.looksAt(path)) continue;
        const before = new Set(hits(check, file.before).map((hit) => keyOf(check, path, hit)));
        const after = hits(check, file.after);
        const still = new Set(after.map((hit) => keyOf(check, path, hit)));
        for (const key of before) if (!still.has(key)) open.delete(key);
        for (const hit of after) {
          const key = keyOf(check, path, hit);
          const known = open.get(key);
          const origin = known?.origin ?? (before.has(key) ? 'pre-existing' : 'introduced');
          open.set(key, { ...hit, check, file: path, patch: known?.patch ?? step.mail.number, origin });
        }
      }
    }
  }
  return [...open.values()];
}

function keyOf(check: Check, path: string, hit: CheckHit): string {
  return `${check.id}|${path}|${hit.symbol}|${hit.message}`;
}

function hits(check: Check, source: Source | null): CheckHit[] {
  return source === null ? [] : check.find(source);
}
