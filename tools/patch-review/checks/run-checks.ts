/** Runs the checks before and after each patch: what is new is the series' own. */
import type { AppliedSeries } from '../analysis/apply-series.js';
import { declared } from '../analysis/apply-series.js';
import { declarationsOf } from '../code/declarations.js';
import { callsIn } from '../code/calls-in.js';
import { tokensOf } from '../code/tokens.js';
import type { PairIndex } from '../delta/pair-index.js';
import type { BaseTree, Source } from '../tree/model.js';
import type { Check, CheckContext, CheckHit } from './check.js';
import { checks } from './index.js';

export interface CheckFinding extends CheckHit {
  readonly check: Check;
  readonly file: string;
  /** Patch that brought it in; for older defects the first patch that touches the file. */
  readonly patch: number;
  readonly origin: 'introduced' | 'pre-existing';
}

/** Findings that are there at the end of the series. */
export function runChecks(applied: AppliedSeries, index: PairIndex, base: BaseTree | null): CheckFinding[] {
  const open = new Map<string, CheckFinding>();
  const context: CheckContext = { takers: takersOf(applied, index), structBody: structBodies(applied, base) };
  for (const step of applied.steps) {
    for (const file of step.files) {
      const path = file.after?.path ?? file.before?.path ?? '';
      for (const check of checks) {
        if (!check.looksAt(path)) continue;
        const before = new Set(hits(check, file.before, context).map((hit) => keyOf(check, path, hit)));
        const after = hits(check, file.after, context);
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

function hits(check: Check, source: Source | null, context: CheckContext): CheckHit[] {
  return source === null ? [] : check.find(source, context);
}

/** Takers by the roles of the pair, and pairs of calls `x_get`, `x_put` in the files of the series. */
function takersOf(applied: AppliedSeries, index: PairIndex): Map<string, readonly string[]> {
  const takers = new Map<string, readonly string[]>();
  for (const surface of Object.values(index.pair.surfaces)) {
    if (surface.language !== 'c') continue;
    for (const symbol of surface.symbols) {
      for (const role of symbol.roles) if (role.kind === 'takes-reference') takers.set(symbol.name, role.by);
    }
  }
  const called = new Set<string>();
  for (const step of applied.steps) {
    for (const { after } of step.files) {
      if (after === null || !/\.[ch]$/.test(after.path)) continue;
      for (const tokens of tokensOf(after)) for (const call of callsIn(tokens)) called.add(call.name);
    }
  }
  for (const name of called) {
    const put = name.replace(/_get(?=_|$)/, '_put');
    if (put !== name && called.has(put) && !takers.has(name)) takers.set(name, [put]);
  }
  return takers;
}

/** Structs of the files of the series and of the API's headers. */
function structBodies(applied: AppliedSeries, base: BaseTree | null): CheckContext['structBody'] {
  const bodies = new Map<string, string>();
  for (const path of applied.headers) {
    const content = base?.read(path) ?? null;
    if (content === null) continue;
    for (const one of declarationsOf({ path, whole: true, spans: [{ line: 1, text: content }] }))
      if (one.kind === 'type') bodies.set(one.name, one.result);
  }
  for (const step of applied.steps) {
    for (const file of step.files)
      for (const one of declared(file, 'after'))
        if (one.kind === 'type' && one.signature.startsWith('struct')) bodies.set(one.name, one.result);
  }
  return (name) => bodies.get(name);
}
