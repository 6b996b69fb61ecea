/** `pintle.review/1`, the machine form of a review. */
import { cleanLine } from '../clean.js';
import type { ReviewFinding, ReviewReport } from './model.js';

/** One object, two spaces deep, ending in a newline. */
export function jsonReport(report: ReviewReport): string {
  return `${JSON.stringify(reviewObject(report), null, 2)}\n`;
}

/** The object of the machine contract; fields besides the promised ones may follow them. */
export function reviewObject(report: ReviewReport): object {
  const { series, since } = report;
  return {
    schema: 'pintle.review/1',
    series: {
      title: series.title,
      subject: series.subjectLine,
      version: series.version,
      total: series.total,
      author: series.author,
      messageId: series.cover === null || series.cover.mail.messageId === '' ? null : series.cover.mail.messageId,
      changeId: series.changeId,
      baseCommit: series.baseCommit,
      base: report.base,
      missing: series.missing,
      inherited: series.inherited,
      duplicates: series.duplicates,
      others: report.others.map((title) => cleanLine(title)),
      replies: series.replies.length,
      headers: report.headers,
      callSitesFound: report.callSitesFound,
      callSitesLeft: report.callSitesLeft,
      apiDelta: report.apiDelta,
    },
    patches: report.patches.map((patch) => ({
      number: patch.mail.number,
      subject: patch.mail.subjectLine,
      messageId: patch.mail.messageId,
      apiDelta: patch.apiDelta,
      callSites: { converted: patch.converted, left: patch.left },
      findings: patch.findings.map(findingObject),
      builds: patch.builds,
    })),
    findings: report.findings.map(findingObject),
    behaviours: report.behaviours.map((row) => ({
      id: row.id,
      entry: row.entry,
      status: row.status,
      scenarios: row.scenarios,
      text: row.text,
      namedIn: row.namedIn,
      verdicts: row.verdicts.map(({ name, verdict }) => ({ name, verdict })),
      ...(row.file === undefined ? {} : { file: row.file, line: row.line, patch: row.patch }),
      ...(row.because === undefined ? {} : { because: row.because }),
    })),
    ...(since === null ? {} : { since: sinceObject(since) }),
    notRead: report.notRead,
  };
}

function sinceObject(since: NonNullable<ReviewReport['since']>): object {
  return {
    version: since.version,
    same: since.same,
    changed: since.changed,
    new: since.added,
    dropped: since.dropped,
    answered: since.answered.map(findingObject),
    apiDelta: since.apiDelta,
  };
}

function findingObject(finding: ReviewFinding): object {
  const { type, level, certainty, file, line, column, symbol, message, group, origin, evidence, fix, patch } = finding;
  return { type, level, certainty, file, line, column, symbol, message, group, origin, evidence, fix, patch };
}
