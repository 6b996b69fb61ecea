/** What the analyses found, as findings with words for people. */
import { idOf, typeName } from '../diagnostics/model.js';
import type { CallSiteReport, LeftSite } from './analysis/call-sites.js';
import type { SeriesDelta } from './analysis/series-delta.js';
import type { BehaviourRow } from './behaviour/model.js';
import type { CheckFinding } from './checks/run-checks.js';
import type { HazardFinding } from './hazards/run-hazards.js';
import type { PairIndex } from './delta/pair-index.js';
import type { ReviewFinding } from './report/model.js';
import { count } from './report/wrap.js';

/** A call that does not fit at the end of the series. */
export function leftFinding(site: LeftSite, index: PairIndex, total: number): ReviewFinding {
  const { call } = site;
  const number = `${site.since}/${total}`;
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

export function checkFinding(hit: CheckFinding, index: PairIndex): ReviewFinding {
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
export function renumbered(deltas: readonly SeriesDelta[], index: PairIndex): ReviewFinding[] {
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
        message: `${delta.symbol} was ${delta.before.value} and is ${delta.after.value}`,
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

/** A change of behaviour that nobody shows: where the code makes it, or where the function is declared otherwise. */
export function behaviourFinding(row: BehaviourRow, index: PairIndex, deltas: readonly SeriesDelta[]): ReviewFinding {
  const place = placeOf(row, index, deltas);
  return {
    type: typeName('behaviour-not-shown'),
    level: row.file === undefined ? 'warning' : 'error',
    certainty: 'likely',
    file: place.file,
    line: place.line,
    column: 1,
    symbol: row.entry,
    message: `${row.text}; ${row.because ?? ''}`,
    group: index.group(row.entry),
    origin: 'introduced',
    evidence: row.file === undefined ? 'test' : 'pattern',
    fix: { level: 'by-hand' },
    patch: place.patch,
    why: 'Callers rely on what a function does, not only on how it is declared.',
    repeat: '',
    section: 'behaviour',
  };
}

function placeOf(
  row: BehaviourRow,
  index: PairIndex,
  deltas: readonly SeriesDelta[],
): { file: string; line: number; patch: number } {
  if (row.file !== undefined) return { file: row.file, line: row.line ?? 1, patch: row.patch ?? 0 };
  const delta = deltas.find(({ symbol, before }) =>
    [symbol, before?.name ?? symbol].some((name) => index.map.entry(name)?.symbol === row.entry),
  );
  return { file: delta?.file ?? '', line: Math.max(delta?.line ?? 1, 1), patch: delta?.patches.at(-1) ?? 0 };
}

/** Patches after which nothing builds until a later one mends it. */
export function brokenOnTheWay(calls: CallSiteReport, index: PairIndex, total: number): ReviewFinding[] {
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

/** A hazard of the map on a line that the series wrote. */
export function hazardFinding({ finding, patch }: HazardFinding, index: PairIndex): ReviewFinding {
  const hazard = index.pair.map.hazards.find(({ kind }) => kind === idOf(finding.type));
  return { ...finding, origin: 'introduced', patch, why: hazard?.why ?? '', repeat: '', section: 'checks' };
}
