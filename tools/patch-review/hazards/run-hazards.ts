/** Hazards that the lines of a series bring in: what the call-site checker says after a patch and did not say before. */
import type { AppliedSeries } from '../analysis/apply-series.js';
import type { Finding } from '../../diagnostics/model.js';
import type { FilePatch } from '../diff/model.js';
import type { Source } from '../tree/model.js';
import type { Judge } from './judge.js';

export interface HazardFinding {
  readonly finding: Finding;
  readonly patch: number;
}

/** Hazards on added lines that are still there at the end of the series. */
export function runHazards(applied: AppliedSeries, judge: Judge): HazardFinding[] {
  const open = new Map<string, HazardFinding>();
  for (const step of applied.steps) {
    for (const { patch, before, after } of step.files) {
      const path = after?.path ?? before?.path ?? '';
      if (!/\.[ch]$/.test(path)) continue;
      const was = new Set(judged(before, judge).map(keyOf));
      const is = judged(after, judge);
      const still = new Set(is.map(keyOf));
      for (const key of was) if (!still.has(key)) open.delete(`${path} ${key}`);
      const added = addedLines(patch);
      for (const finding of is) {
        const key = `${path} ${keyOf(finding)}`;
        const known = open.get(key);
        if (known !== undefined) open.set(key, { ...known, finding });
        else if (!was.has(keyOf(finding)) && touches(finding, added))
          open.set(key, { finding, patch: step.mail.number });
      }
    }
  }
  return [...open.values()];
}

function judged(source: Source | null, judge: Judge): readonly Finding[] {
  return source === null ? [] : judge(source);
}

/** Equal wherever the line went; a finding without a fingerprint goes by its words. */
function keyOf(finding: Finding): string {
  return finding.fingerprint ?? `${finding.type} ${finding.symbol} ${finding.message}`;
}

function addedLines(patch: FilePatch): ReadonlySet<number> {
  const lines = new Set<number>();
  for (const hunk of patch.hunks) {
    let line = hunk.newStart;
    for (const text of hunk.lines) {
      if (text[0] === '+') lines.add(line);
      if (text[0] === '+' || text[0] === ' ') line += 1;
    }
  }
  return lines;
}

function touches({ line, endLine }: Finding, added: ReadonlySet<number>): boolean {
  for (let at = line; at <= (endLine ?? line); at++) if (added.has(at)) return true;
  return false;
}
