/** What changed since the version before: patches, the API delta, and which findings are answered. */
import type { ApiDelta } from '../../surface/model.js';
import type { ReviewFinding, ReviewReport, Since } from '../report/model.js';
import { rangeDiff } from './range-diff.js';

/** Compares two reports of one series. */
export function sinceReport(before: ReviewReport, now: ReviewReport): Since {
  const diff = rangeDiff(before.series, now.series);
  const open = new Set(now.findings.map(keyOf));
  return {
    version: before.series.version,
    same: diff.pairs.filter((pair) => pair.isSame).map((pair) => pair.fresh.number),
    changed: diff.pairs.filter((pair) => !pair.isSame).map((pair) => pair.fresh.number),
    added: diff.added.map((mail) => mail.number),
    dropped: diff.dropped.map((mail) => mail.title),
    answered: before.findings.filter((finding) => !open.has(keyOf(finding))),
    pairs: diff.pairs
      .filter((pair) => !pair.isSame)
      .map((pair) => ({
        number: pair.fresh.number,
        oldNumber: pair.old.number,
        title: pair.fresh.title,
        difference: pair.difference,
      })),
    apiDelta: deltaOfDelta(before, now),
  };
}

/** Lines move between versions; what is wrong with which symbol in which file does not. */
function keyOf(finding: ReviewFinding): string {
  return `${finding.type}|${finding.file}|${finding.symbol}|${finding.section === 'behaviour' ? finding.message.replace(/;.*/s, '') : ''}`;
}

/** Symbols whose delta is another one than in the version before; the old side is what the last version made of it. */
function deltaOfDelta(before: ReviewReport, now: ReviewReport): ApiDelta[] {
  const old = new Map(before.apiDelta.map((delta) => [delta.symbol, delta]));
  const fresh = new Map(now.apiDelta.map((delta) => [delta.symbol, delta]));
  const changes: ApiDelta[] = [];
  for (const delta of now.apiDelta) {
    const was = old.get(delta.symbol);
    if (was === undefined) changes.push({ ...bare(delta), old: delta.old, new: delta.new });
    else if (was.new !== delta.new) changes.push({ ...bare(delta), old: was.new, new: delta.new });
  }
  for (const delta of before.apiDelta) {
    // What the last version did to a symbol, this one no longer does.
    if (!fresh.has(delta.symbol)) changes.push({ ...bare(delta), kind: 'same', old: delta.new, new: delta.old });
  }
  return changes;
}

function bare({ symbol, kind, group, status }: ApiDelta): Pick<ApiDelta, 'symbol' | 'kind' | 'group' | 'status'> {
  return { symbol, kind, group, status };
}
