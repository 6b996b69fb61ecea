/** A series and a tree to a report. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import type { AppliedSeries } from './analysis/apply-series.js';
import { applySeries } from './analysis/apply-series.js';
import type { Break, CallSiteReport } from './analysis/call-sites.js';
import { callSiteReport } from './analysis/call-sites.js';
import type { SeriesDelta } from './analysis/series-delta.js';
import { seriesDelta } from './analysis/series-delta.js';
import { seriesBehaviours } from './behaviour/series-behaviours.js';
import { runChecks } from './checks/run-checks.js';
import { declarationsOf } from './code/declarations.js';
import { behaviourFinding, brokenOnTheWay, checkFinding, hazardFinding, leftFinding, renumbered } from './findings.js';
import { indexPair } from './delta/pair-index.js';
import type { Judge } from './hazards/judge.js';
import { runHazards } from './hazards/run-hazards.js';
import type { PatchReport, ReviewFinding, ReviewReport, SeriesDeltaRow, Site } from './report/model.js';
import type { Series } from './series/model.js';
import type { BaseTree } from './tree/model.js';

export interface ReviewInput {
  readonly series: Series;
  readonly base: BaseTree | null;
  readonly baseIsNamed: boolean;
  readonly pair: ApiPair;
  readonly others: readonly string[];
  /** Rules of the call-site checker; null leaves them out. */
  readonly judge: Judge | null;
  /** Which findings to keep. */
  readonly origin: 'default' | 'introduced' | 'left-behind' | 'all';
}

/** Reviews a series. */
export function reviewSeries(input: ReviewInput): ReviewReport {
  const index = indexPair(input.pair);
  const applied = applySeries(input.series, input.base, index);
  const deltas = seriesDelta(applied.steps, index);
  const calls = callSiteReport(applied, deltas, input.base);
  const behaviours = seriesBehaviours(input.series, applied, deltas, index);
  const all = [
    ...calls.left.map((site) => leftFinding(site, index, input.series.total)),
    ...runChecks(applied, index, input.base).map((hit) => checkFinding(hit, index)),
    ...renumbered(deltas, index),
    ...brokenOnTheWay(calls, index, input.series.total),
    ...(input.judge === null ? [] : runHazards(applied, input.judge)).map((hit) => hazardFinding(hit, index)),
    ...behaviours.filter((row) => row.status === 'not-shown').map((row) => behaviourFinding(row, index, deltas)),
  ];
  const findings = all.filter((finding) => isWanted(finding, input.origin)).sort(byPlace);
  const half = new Set(calls.left.filter((site) => !site.preExisting).map((site) => site.call.name));
  return {
    series: input.series,
    base: input.base?.name ?? null,
    baseIsNamed: input.baseIsNamed,
    others: input.others,
    headers: applied.headers,
    isAboutPair: applied.isAboutPair,
    apiDelta: deltas.map((delta) => deltaRow(delta, half)),
    sameSymbols: sameSymbols(applied, deltas, input.base),
    callSitesFound: calls.found,
    callSitesLeft: calls.left.filter((site) => !site.preExisting && !site.introduced).length,
    patches: applied.steps.map((step) => patchReport(step, { calls, findings, half })),
    findings,
    hidden: all.length - findings.length,
    accepted: 0,
    behaviours,
    since: null,
    notRead: [...applied.steps.flatMap((step) => step.notRead), ...calls.notRead],
    filesLooked: calls.filesLooked,
  };
}

const sections = ['call-sites', 'checks', 'behaviour'];

function byPlace(a: ReviewFinding, b: ReviewFinding): number {
  const order = sections.indexOf(a.section) - sections.indexOf(b.section);
  if (order !== 0 || a.section === 'behaviour') return order;
  return a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1;
}

function isWanted(finding: ReviewFinding, origin: ReviewInput['origin']): boolean {
  if (origin === 'all') return true;
  return origin === 'default' ? finding.origin !== 'pre-existing' : finding.origin === origin;
}

function deltaRow(delta: SeriesDelta, half: ReadonlySet<string>): SeriesDeltaRow {
  const isHalf = half.has(delta.symbol) || (delta.before !== null && half.has(delta.before.name));
  return {
    symbol: delta.symbol,
    kind: delta.kind,
    group: delta.group,
    status: isHalf ? 'half' : delta.status,
    old: delta.old,
    new: delta.new,
    patches: delta.patches,
    file: delta.file,
  };
}

/** Functions of the headers that are the same before and after, as far as the headers are known. */
function sameSymbols(applied: AppliedSeries, deltas: readonly SeriesDelta[], base: BaseTree | null): number {
  const changed = new Set(
    deltas.flatMap((delta) => [delta.symbol, ...(delta.before === null ? [] : [delta.before.name])]),
  );
  const same = new Set<string>();
  for (const path of applied.headers) {
    const content = base?.read(path) ?? null;
    if (content === null) continue;
    for (const one of declarationsOf({ path, whole: true, spans: [{ line: 1, text: content }] })) {
      if (one.kind === 'function' && !changed.has(one.name)) same.add(one.name);
    }
  }
  return same.size;
}

interface PatchContext {
  readonly calls: CallSiteReport;
  readonly findings: readonly ReviewFinding[];
  readonly half: ReadonlySet<string>;
}

function patchReport(step: AppliedSeries['steps'][number], context: PatchContext): PatchReport {
  const { number } = step.mail;
  const breaks = context.calls.breaks.filter((broken) => broken.patch === number);
  return {
    mail: step.mail,
    apiDelta: step.deltas.map(({ symbol, kind, group, status, old, new: fresh }) => ({
      symbol,
      kind,
      group,
      status: context.half.has(symbol) ? 'half' : status,
      old,
      new: fresh,
    })),
    converted: (context.calls.converted.get(number) ?? []).map(siteOf),
    left: breaks.filter((broken) => broken.why !== 'definition').map((broken) => siteOf(broken.site)),
    findings: context.findings.filter((finding) => finding.patch === number),
    notRead: step.notRead,
    builds: breaks.length === 0,
    breakText: breakText(breaks),
  };
}

function siteOf(call: { file: string; line: number; name: string }): Site {
  return { file: call.file, line: call.line, symbol: call.name };
}

function breakText(breaks: readonly Break[]): string {
  const files = [...new Set(breaks.map((broken) => broken.site.file))];
  const [first] = files;
  if (first === undefined) return '';
  return files.length === 1 ? first : `${first} and ${files.length - 1} more`;
}
