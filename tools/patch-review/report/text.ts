/** The 72-column summary: ASCII when it is not printed on a terminal, `>>` before what this series causes. */
import type { BehaviourRow } from '../behaviour/model.js';
import type { ReviewFinding, ReviewReport, SeriesDeltaRow } from './model.js';
import { answerLine, bisectLine, notReadLines, readLine, sinceLine } from './summary-lines.js';
import { count, printable, wrap } from './wrap.js';

export interface TextOptions {
  readonly width: number;
  readonly isAscii: boolean;
}

const shownBehaviours = 12;
const shownFindings = 50;

/** The report as text, ending in a newline. */
export function textReport(report: ReviewReport, options: TextOptions): string {
  const { width } = options;
  const lines: string[] = [...wrap(report.series.subjectLine || report.series.title, width, '', '  ')];
  lines.push(...labelled('read', readLine(report), width));
  const since = sinceLine(report);
  if (since !== null) lines.push(...labelled(`since v${report.since?.version ?? 0}`, since, width));
  lines.push(...labelled('to answer', answerLine(report), width));
  if (report.others.length > 0) {
    const titles = report.others.slice(0, 3).map((title) => `"${title.slice(0, 60)}"`);
    lines.push(
      ...labelled(
        'not shown',
        `${count(report.others.length, 'other series', 'other series')} in the mailbox: ${titles.join(', ')}; name one with --series`,
        width,
      ),
    );
  }
  lines.push('', ...deltaSection(report, width));
  lines.push('', ...callSection(report, width));
  const defects = report.findings.filter((finding) => finding.section === 'checks');
  if (defects.length > 0) lines.push('', `CHECKS  ${count(defects.length, 'defect')}`, ...findingLines(defects, width));
  lines.push('', ...behaviourSection(report, width), '');
  lines.push(...labelled('BISECT', bisectLine(report), width));
  const [first = '', ...places] = notReadLines(report);
  lines.push(...labelled('NOT READ', first, width), ...places.flatMap((place) => wrap(place, width, '   ', '     ')));
  if (report.accepted > 0) lines.push(...labelled('accepted', `${report.accepted} by .pintleignore`, width));
  if (report.hidden > 0)
    lines.push(
      ...labelled(
        'older',
        `${count(report.hidden, 'defect')} that the series did not cause; --origin all shows`,
        width,
      ),
    );
  return `${lines.map((line) => printable(line, options.isAscii).trimEnd()).join('\n')}\n`;
}

function labelled(label: string, text: string, width: number): string[] {
  return wrap(text, width, label.padEnd(10), ' '.repeat(10));
}

function deltaSection(report: ReviewReport, width: number): string[] {
  const deltas = report.apiDelta;
  const where = report.headers.length === 1 ? (report.headers[0] ?? '') : count(report.headers.length, 'header');
  if (deltas.length === 0)
    return wrap(
      report.headers.length === 0 ? 'none: no header is touched' : `none in ${where}`,
      width,
      'API DELTA  ',
      '  ',
    );
  const kinds = countKinds(report);
  const head = `API DELTA  ${where}`;
  const gap = width - head.length - kinds.length;
  const lines = gap >= 2 ? [`${head}${' '.repeat(gap)}${kinds}`] : [head, `  ${kinds}`];
  if (!report.isAboutPair)
    lines.push(...wrap('no header of the API is touched: every touched header is shown', width, '  ', '  '));
  return [...lines, ...deltas.flatMap((delta) => deltaLines(delta, report.series.total, width))];
}

function countKinds(report: ReviewReport): string {
  const removed = report.apiDelta.filter((delta) => delta.kind === 'removed').length;
  const added = report.apiDelta.filter((delta) => delta.kind === 'added').length;
  const changed = report.apiDelta.length - removed - added;
  const parts = [`${removed} removed`, `${added} added`, ...(changed > 0 ? [`${changed} changed`] : [])];
  return [...parts, ...(report.base === null ? [] : [`${report.sameSymbols} same`])].join(', ');
}

function deltaLines(delta: SeriesDeltaRow, total: number, width: number): string[] {
  const patches = delta.patches.map((number) => `${number}/${total}`).join(' ');
  const tail = delta.status === 'told' ? patches : `${patches} ${delta.status}`;
  const lines: string[] = [];
  const [old, fresh] = shownSides(delta);
  if (old !== null) lines.push(...signed('-', old, fresh === null ? tail : '', width));
  if (fresh !== null) lines.push(...signed('+', fresh, tail, width));
  return lines;
}

/** Both sides of a delta; a member with the type it belongs to. */
function shownSides({ symbol, old, new: fresh }: SeriesDeltaRow): [string | null, string | null] {
  const owner = symbol.includes('.') ? `${symbol.slice(0, symbol.lastIndexOf('.'))}: ` : '';
  return [old === null ? null : owner + old, fresh === null ? null : owner + fresh];
}

function signed(sign: string, text: string, tail: string, width: number): string[] {
  const short = text.length > 400 ? `${text.slice(0, 397)}...` : text;
  const lines = wrap(short, width, `  ${sign} `, '      ');
  const last = lines.at(-1) ?? '';
  if (tail === '') return lines;
  if (last.length + 2 + tail.length <= width) lines.splice(-1, 1, last + tail.padStart(width - last.length));
  else lines.push(tail.padStart(width));
  return lines;
}

function callSection(report: ReviewReport, width: number): string[] {
  const findings = report.findings.filter((finding) => finding.section === 'call-sites');
  const left = report.callSitesLeft;
  const wrong = findings.filter((finding) => finding.origin !== 'left-behind').length;
  if (report.callSitesFound === 0 && findings.length === 0) {
    const where =
      report.base === null ? 'in the lines that the patches show' : `in ${count(report.filesLooked, 'file')}`;
    return wrap(`none to move: nothing ${where} calls what changed`, width, 'CALL SITES  ', '  ');
  }
  const parts = [
    `${report.callSitesFound - left} converted`,
    `${left} left behind`,
    ...(wrong > 0 ? [`${count(wrong, 'call')} that ${wrong === 1 ? 'does' : 'do'} not fit`] : []),
  ];
  const limit = report.base === null ? ' (only lines near hunks)' : '';
  return [`CALL SITES  ${report.callSitesFound} found${limit}: ${parts.join(', ')}`, ...findingLines(findings, width)];
}

/** `>> file:line: ERROR:TYPE:`, then what is there, then how to see it without this program. */
function findingLines(findings: readonly ReviewFinding[], width: number): string[] {
  const lines = findings.slice(0, shownFindings).flatMap((finding) => {
    const mark = finding.origin === 'pre-existing' ? '  ' : '>>';
    return [
      `${mark} ${finding.file}:${finding.line}: ${finding.level.toUpperCase()}:${finding.type}:`,
      ...wrap(finding.message, width, '   ', '   '),
      ...(finding.repeat === '' ? [] : [`   check: ${finding.repeat}`]),
    ];
  });
  const more = findings.length - shownFindings;
  return more > 0 ? [...lines, `   and ${more} more (-o json)`] : lines;
}

function behaviourSection(report: ReviewReport, width: number): string[] {
  const rows = report.behaviours;
  if (rows.length === 0) return wrap('no change of behaviour seen', width, 'BEHAVIOUR  ', '  ');
  const shown = rows.filter((row) => row.status === 'shown');
  const open = rows.filter((row) => row.status === 'not-shown');
  const byTest = shown.filter((row) => row.verdicts.length > 0).length;
  const parts = [
    `${byTest} shown by a test`,
    ...(shown.length > byTest ? [`${shown.length - byTest} named in a log`] : []),
    `${open.length} not shown`,
  ];
  const lines = wrap(`${count(rows.length, 'change')}: ${parts.join(', ')}`, width, 'BEHAVIOUR  ', '  ');
  const unseen = shown.filter((row) => row.file === undefined).length;
  if (unseen > 0) {
    const whose = `${unseen} of them the map tells; the code of this series was not seen to do them`;
    lines.push(...wrap(whose, width, '   ', '   '));
  }
  for (const row of shown.slice(0, shownBehaviours)) {
    const text = `${row.text}${placeText(row, report)}`;
    lines.push(...wrap(text, width, `   ${row.id.padEnd(4)}shown      `, '   '));
  }
  if (shown.length > shownBehaviours)
    lines.push(`   and ${shown.length - shownBehaviours} more that are shown (-o json)`);
  return [...lines, ...open.flatMap((row) => openLines(row, report, width))];
}

function openLines(row: BehaviourRow, report: ReviewReport, width: number): string[] {
  const text = `${row.text}${placeText(row, report)}; ${row.because ?? ''}`;
  return wrap(text, width, `>> ${row.id.padEnd(4)}NOT SHOWN  `, '   ');
}

function placeText(row: BehaviourRow, report: ReviewReport): string {
  return row.file === undefined ? '' : `; ${row.patch ?? 0}/${report.series.total} ${row.file}:${row.line ?? 0}`;
}
