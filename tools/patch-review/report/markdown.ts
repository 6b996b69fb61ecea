/** A report for a merge request or a page. */
import { clean } from '../clean.js';
import type { ReviewFinding, ReviewReport } from './model.js';
import { answerLine, bisectLine, notReadLines, readLine, sinceLine } from './summary-lines.js';

/** The report as Markdown; every word of a stranger is escaped. */
export function markdownReport(report: ReviewReport): string {
  const since = sinceLine(report);
  const parts = [
    `## ${cell(report.series.subjectLine || report.series.title)}`,
    [
      `- read: ${cell(readLine(report))}`,
      ...(since === null ? [] : [`- since v${report.since?.version ?? 0}: ${cell(since)}`]),
      `- to answer: ${cell(answerLine(report))}`,
      `- bisect: ${cell(bisectLine(report))}`,
    ].join('\n'),
    deltaTable(report),
    findingTable(report),
    behaviourTable(report),
    `### Not read\n\n${notReadLines(report)
      .map((line) => `- ${cell(line)}`)
      .join('\n')}`,
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function deltaTable(report: ReviewReport): string {
  if (report.apiDelta.length === 0) return '### API delta\n\nNone.';
  const rows = report.apiDelta.map((delta) => {
    const patches = delta.patches.map((number) => `${number}/${report.series.total}`).join(' ');
    return `| ${code(delta.symbol)} | ${delta.kind} | ${delta.status} | ${delta.group} | ${code(delta.old ?? '')} | ${code(delta.new ?? '')} | ${patches} |`;
  });
  return [
    '### API delta',
    '',
    '| Symbol | Change | Map | Group | Old | New | Patch |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function findingTable(report: ReviewReport): string {
  if (report.findings.length === 0) return '### Findings\n\nNothing to report.';
  const rows = report.findings.map(
    (finding) =>
      `| ${place(finding)} | ${finding.level} | ${finding.type} | ${finding.origin} | ${cell(finding.message)} |`,
  );
  return ['### Findings', '', '| Where | Level | Type | Origin | What |', '|---|---|---|---|---|', ...rows].join('\n');
}

function place(finding: ReviewFinding): string {
  return code(`${finding.file}:${finding.line}`);
}

function behaviourTable(report: ReviewReport): string {
  if (report.behaviours.length === 0) return '';
  const rows = report.behaviours.map((row) => {
    const evidence =
      row.status === 'not-shown'
        ? (row.because ?? '')
        : row.verdicts.map((verdict) => `${verdict.name}: ${verdict.verdict}`).join(', ') || 'named in a log';
    return `| ${row.id} | ${row.status === 'shown' ? 'shown' : '**not shown**'} | ${cell(row.text)} | ${cell(evidence)} |`;
  });
  return ['### Behaviour', '', '| Id | Status | What | Evidence |', '|---|---|---|---|', ...rows].join('\n');
}

/** Text that means nothing to Markdown. */
function cell(text: string): string {
  return clean(text)
    .replaceAll('\\', '\\\\')
    .replace(/[`*_[\]#|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\s+/g, ' ');
}

/** A code span that holds what it is given. */
function code(text: string): string {
  const safe = clean(text).replace(/\s+/g, ' ').replaceAll('|', '\\|');
  if (safe === '') return '';
  const fence = safe.includes('`') ? '``' : '`';
  return `${fence}${fence.length > 1 ? ` ${safe.replaceAll('``', "''")} ` : safe}${fence}`;
}
