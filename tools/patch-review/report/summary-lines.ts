/** The lines that open a report: what was read, since when, what waits for an answer. */
import type { ReviewFinding, ReviewReport } from './model.js';
import { count, runs } from './wrap.js';

/** `7 of 7 patches; base 5d8a1c2f4b7e found; all apply`. */
export function readLine(report: ReviewReport): string {
  const { series } = report;
  const all = Math.max(series.total, series.patches.length);
  const parts = [`${series.patches.length} of ${count(all, 'patch', 'patches')}`];
  if (series.missing.length > 0) parts.push(`missing ${runs(series.missing)}`);
  if (series.inherited.length > 0) parts.push(`${runs(series.inherited)} taken from the version before`);
  if (series.duplicates.length > 0) parts.push(`${count(series.duplicates.length, 'duplicate')} left out`);
  if (report.base === null) {
    const named = series.baseCommit === null ? '' : ` (base-commit ${series.baseCommit.slice(0, 12)} is not at hand)`;
    parts.push(`no base tree${named}: only lines near hunks are known`);
  } else {
    parts.push(`base ${report.base}${report.baseIsNamed ? ' found' : ''}`);
    const failed = report.patches.filter((patch) => patch.notRead.length > 0).map((patch) => patch.mail.number);
    parts.push(failed.length === 0 ? 'all apply' : `not whole: ${runs(failed)}`);
  }
  return parts.join('; ');
}

/** `4 same, 2 changed (2/7 5/7), 1 new (7/7), 0 dropped`. */
export function sinceLine(report: ReviewReport): string | null {
  const { since, series } = report;
  if (since === null) return null;
  const of = (numbers: readonly number[]): string =>
    numbers.length === 0 ? '' : ` (${numbers.map((number) => `${number}/${series.total}`).join(' ')})`;
  const parts = [
    `${since.same.length} same`,
    `${since.changed.length} changed${of(since.changed)}`,
    `${since.added.length} new${of(since.added)}`,
    `${since.dropped.length} dropped`,
  ];
  if (since.answered.length > 0) parts.push(`${count(since.answered.length, 'earlier finding')} answered`);
  return parts.join(', ');
}

/** `2 (1 call site left behind, 1 behaviour not shown)`. */
export function answerLine(report: ReviewReport): string {
  const open = report.findings.filter((finding) => finding.level !== 'note');
  if (open.length === 0) return '0, nothing to report';
  const parts: string[] = [];
  const add = (findings: readonly ReviewFinding[], one: string, many: string): void => {
    if (findings.length > 0) parts.push(count(findings.length, one, many));
  };
  const calls = open.filter((finding) => finding.section === 'call-sites');
  add(
    calls.filter((finding) => finding.origin === 'left-behind'),
    'call site left behind',
    'call sites left behind',
  );
  add(
    calls.filter((finding) => finding.origin !== 'left-behind'),
    'call that does not fit',
    'calls that do not fit',
  );
  add(
    open.filter((finding) => finding.section === 'checks'),
    'defect',
    'defects',
  );
  add(
    open.filter((finding) => finding.section === 'behaviour'),
    'behaviour not shown',
    'behaviours not shown',
  );
  return `${open.length} (${parts.join(', ')})`;
}

/** `builds after 1-5; 6/7 breaks drivers/vfio/x.c`. */
export function bisectLine(report: ReviewReport): string {
  if (report.patches.length === 0) return 'no patch';
  const good = report.patches.filter((patch) => patch.builds).map((patch) => patch.mail.number);
  const bad = report.patches.filter((patch) => !patch.builds);
  const limit = report.base === null ? ' as far as the hunks show' : '';
  if (bad.length === 0) return `declarations and calls fit after each patch${limit}`;
  const parts = good.length === 0 ? [] : [`declarations and calls fit after ${runs(good)}${limit}`];
  // A patch that only carries on what an earlier one broke is no news.
  let before = '';
  for (const patch of bad) {
    if (patch.breakText !== before) parts.push(`${patch.mail.number}/${report.series.total} breaks ${patch.breakText}`);
    before = patch.breakText;
  }
  return parts.join('; ');
}

/** `0 files, 1 macro-made call (drivers/misc/foo.c:88)`. */
export function notReadLines(report: ReviewReport): string[] {
  if (report.notRead.length === 0) return [`nothing; looked at ${count(report.filesLooked, 'file')}`];
  const shown = report.notRead.slice(0, 20).map((one) => `${one.file}:${one.line}: ${one.reason}`);
  const more = report.notRead.length - shown.length;
  return [count(report.notRead.length, 'place'), ...shown, ...(more > 0 ? [`and ${more} more (-o json)`] : [])];
}
