/** A series and a tree to a report. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import { typeName } from '../diagnostics/model.js';
import type { AppliedSeries } from './analysis/apply-series.js';
import { applySeries } from './analysis/apply-series.js';
import type { Break, CallSiteReport, LeftSite } from './analysis/call-sites.js';
import { callSiteReport } from './analysis/call-sites.js';
import type { SeriesDelta } from './analysis/series-delta.js';
import { seriesDelta } from './analysis/series-delta.js';
import { seriesBehaviours } from './behaviour/series-behaviours.js';
import type { BehaviourRow } from './behaviour/model.js';
import type { CheckFinding } from './checks/run-checks.js';
import { runChecks } from './checks/run-checks.js';
import { declarationsOf } from './code/declarations.js';
import type { PairIndex } from './delta/pair-index.js';
import { indexPair } from './delta/pair-index.js';
import type { PatchReport, ReviewFinding, ReviewReport, SeriesDeltaRow, Site } from './report/model.js';
import { count } from './report/wrap.js';
import type { Series } from './series/model.js';
import type { BaseTree } from './tree/model.js';

export interface ReviewInput {
  readonly series: Series;
  readonly base: BaseTree | null;
  readonly baseIsNamed: boolean;
  readonly pair: ApiPair;
  readonly others: readonly string[];
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
    ...calls.left.map((site) => leftFinding(site, index, input)),
    ...runChecks(applied, index, input.base).map((hit) => checkFinding(hit, index)),
    ...renumbered(deltas, index),
    ...brokenOnTheWay(calls, index, input.series.total),
    ...behaviours.filter((row) => row.status === 'not-shown').map((row) => behaviourFinding(row, index)),
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
    patches: applied.steps.map((step) => patchReport(step, { calls, findings, half })),
    findings,
    hidden: all.length - findings.length,
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

function leftFinding(site: LeftSite, index: PairIndex, input: ReviewInput): ReviewFinding {
  const { call } = site;
  const number = `${site.since}/${input.series.total}`;
  const inMacro = call.form === 'macro' ? ` in macro ${call.inside}()` : '';
  const reasons: Record<LeftSite['why'], string> = {
    removed: `calls ${call.name}()${inMacro}, removed by ${number}`,
    arguments: `calls ${call.name}() with ${count(call.args?.length ?? 0, 'argument')}${inMacro}; ${number} changed their number`,
    types: `calls ${call.name}()${inMacro} as before; ${number} changed the types`,
    undeclared: `calls ${call.name}()${inMacro}, which nothing declares`,
  };
  const folder = call.file.includes('/') ? call.file.slice(0, call.file.lastIndexOf('/') + 1) : call.file;
  return {
    type: typeName(site.introduced ? 'call-does-not-fit' : 'call-left-behind'),
    level: site.why === 'types' ? 'warning' : 'error',
    certainty: site.why === 'types' ? 'likely' : 'certain',
    file: call.file,
    line: call.line,
    column: call.column,
    symbol: call.name,
    message: `${reasons[site.why]}${site.introduced ? '' : '; no patch moves this call'}`,
    group: index.group(call.name),
    origin: site.preExisting ? 'pre-existing' : site.introduced ? 'introduced' : 'left-behind',
    evidence: 'pattern',
    fix: { level: 'by-hand' },
    patch: site.since,
    why: 'The tree does not build with this call.',
    repeat: `git grep -n '${call.name}(' ${folder}`,
    section: 'call-sites',
  };
}

function checkFinding(hit: CheckFinding, index: PairIndex): ReviewFinding {
  return {
    type: typeName(hit.check.id),
    level: hit.check.level,
    certainty: hit.check.certainty,
    file: hit.file,
    line: hit.line,
    column: 1,
    symbol: hit.symbol,
    message: `${hit.symbol}() ${hit.message}`,
    group: index.group(hit.symbol),
    origin: hit.origin,
    evidence: 'pattern',
    fix: { level: 'by-hand' },
    patch: hit.patch,
    why: hit.check.why,
    repeat: '',
    section: 'checks',
  };
}

/** Values of enums and constants of the API that got other numbers. */
function renumbered(deltas: readonly SeriesDelta[], index: PairIndex): ReviewFinding[] {
  return deltas.flatMap((delta) => {
    if (delta.kind !== 'constant-changed' || delta.before === null || delta.after === null) return [];
    if (delta.before.signature.startsWith('#define')) return [];
    return [
      {
        type: typeName('enum-renumbered'),
        level: 'warning' as const,
        certainty: 'certain' as const,
        file: delta.file,
        line: delta.line,
        column: 1,
        symbol: delta.symbol,
        message: `${delta.symbol} was ${delta.before.result} and is ${delta.after.result}`,
        group: index.group(delta.symbol),
        origin: 'introduced' as const,
        evidence: 'pattern' as const,
        fix: { level: 'by-hand' as const },
        patch: delta.patches.at(-1) ?? 0,
        why: 'Whoever stored or sent the old number, or was built before, means something else by it.',
        repeat: '',
        section: 'checks' as const,
      },
    ];
  });
}

function behaviourFinding(row: BehaviourRow, index: PairIndex): ReviewFinding {
  return {
    type: typeName('behaviour-not-shown'),
    level: row.file === undefined ? 'warning' : 'error',
    certainty: 'likely',
    file: row.file ?? '',
    line: row.line ?? 0,
    column: 1,
    symbol: row.entry,
    message: `${row.text}; ${row.because ?? ''}`,
    group: index.group(row.entry),
    origin: 'introduced',
    evidence: row.file === undefined ? 'test' : 'pattern',
    fix: { level: 'by-hand' },
    patch: row.patch ?? 0,
    why: 'Callers rely on what a function does, not only on how it is declared.',
    repeat: '',
    section: 'behaviour',
  };
}

/** Patches after which nothing builds until a later one mends it. */
function brokenOnTheWay(calls: CallSiteReport, index: PairIndex, total: number): ReviewFinding[] {
  const left = new Set(calls.left.map((site) => `${site.call.file}|${site.call.name}`));
  const seen = new Set<string>();
  return calls.breaks.flatMap((broken) => {
    const { site } = broken;
    if (left.has(`${site.file}|${site.name}`) || seen.has(site.name)) return [];
    seen.add(site.name);
    const until =
      Math.max(...calls.breaks.filter((other) => other.site.name === site.name).map((other) => other.patch)) + 1;
    const mended = until > total ? 'nothing mends it' : `${until}/${total} mends it`;
    const what =
      broken.why === 'definition'
        ? `defines ${site.name}() otherwise than it is declared`
        : `calls ${site.name}() in a way that does not fit its declaration`;
    return [
      {
        type: typeName('not-bisectable'),
        level: 'error' as const,
        certainty: 'certain' as const,
        file: site.file,
        line: site.line,
        column: site.column,
        symbol: site.name,
        message: `${what} after ${broken.patch}/${total}; ${mended}`,
        group: index.group(site.name),
        origin: 'introduced' as const,
        evidence: 'pattern' as const,
        fix: { level: 'by-hand' as const },
        patch: broken.patch,
        why: 'Every patch has to build, or nobody can search for the one that broke something.',
        repeat: '',
        section: 'checks' as const,
      },
    ];
  });
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
