/** The report as one page that opens from disk. */
import { textOf } from '../clean.js';
import { diffTable } from '../../html/diff-table.js';
import type { DiffPart, DiffRow } from '../../html/diff-table.js';
import { anchor, escapeHtml } from '../../html/escape.js';
import { page, table } from '../../html/page.js';
import type { Section } from '../../html/page.js';
import type { FilePatch, Hunk } from '../diff/model.js';
import { pathOf } from '../diff/model.js';
import type { PatchReport, ReviewFinding, ReviewReport } from './model.js';
import { answerLine, bisectLine, notReadLines, readLine, sinceLine } from './summary-lines.js';

/** Lines of diffs on the page; what is above it is counted, not printed, so that browsers stay usable. */
const mostLines = 4_000;

/** One HTML document without scripts. */
export function htmlReport(report: ReviewReport, command: string): string {
  const title = report.series.subjectLine || report.series.title;
  const budget = { left: mostLines };
  const sections: Section[] = [
    { id: 'matrix', title: 'Patches and checks', body: matrix(report) },
    { id: 'delta', title: 'API delta', body: delta(report) },
    { id: 'findings', title: 'Findings', body: findings(report) },
    { id: 'behaviour', title: 'Behaviour', body: behaviour(report) },
    ...(report.since === null ? [] : [{ id: 'since', title: `Since v${report.since.version}`, body: since(report) }]),
    { id: 'patches', title: 'Patches', body: report.patches.map((patch) => patchHtml(patch, budget)).join('\n') },
    { id: 'not-read', title: 'Not read', body: list(notReadLines(report)) },
    {
      id: 'repeat',
      title: 'How to repeat this',
      body: `<pre tabindex="0">${escapeHtml(command)}</pre>${list(report.findings.flatMap((finding) => (finding.repeat === '' ? [] : [finding.repeat])))}`,
    },
  ];
  return page(title, lead(report), sections);
}

function lead(report: ReviewReport): string {
  const rows: [string, string][] = [['read', readLine(report)]];
  const line = sinceLine(report);
  if (line !== null) rows.push([`since v${report.since?.version ?? 0}`, line]);
  rows.push(['to answer', answerLine(report)], ['bisect', bisectLine(report)]);
  return `<dl>${rows.map(([name, text]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(text)}</dd>`).join('')}</dl>`;
}

function list(lines: readonly string[]): string {
  return lines.length === 0
    ? ''
    : `<ul>${[...new Set(lines)].map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`;
}

function matrix(report: ReviewReport): string {
  const rows = report.patches.map((patch) => [
    `<a href="#${patchId(patch)}">${patch.mail.number}/${report.series.total}</a> ${escapeHtml(patch.mail.title)}`,
    word(patch.notRead.length === 0, 'yes', `${patch.notRead.length} not read`),
    word(patch.builds, 'fits', `breaks ${patch.breakText}`),
    escapeHtml(patch.apiDelta.length === 0 ? 'none' : `${patch.apiDelta.length} changes`),
    word(
      patch.left.length === 0,
      `${patch.converted.length} converted`,
      `${patch.converted.length} converted, ${patch.left.length} do not fit`,
    ),
    word(patch.findings.length === 0, 'none', `${patch.findings.length} findings`),
  ]);
  return table('What each patch does', ['Patch', 'Applies', 'Builds', 'API', 'Call sites', 'Findings'], rows);
}

function word(isGood: boolean, good: string, bad: string): string {
  return isGood ? `<span class="ok">${escapeHtml(good)}</span>` : `<span class="open">${escapeHtml(bad)}</span>`;
}

function delta(report: ReviewReport): string {
  if (report.apiDelta.length === 0) return '<p>None.</p>';
  const rows = report.apiDelta.map((one) => [
    `<code id="${anchor('sym', one.symbol)}">${escapeHtml(one.symbol)}</code>`,
    escapeHtml(one.kind),
    escapeHtml(one.status),
    escapeHtml(one.group),
    one.old === null ? '' : `<del>${escapeHtml(one.old)}</del>`,
    one.new === null ? '' : `<ins>${escapeHtml(one.new)}</ins>`,
    one.patches.map((number) => `<a href="#${anchor('patch', number)}">${number}</a>`).join(' '),
  ]);
  return table(
    'Declarations before and after the series',
    ['Symbol', 'Change', 'Map', 'Group', 'Old', 'New', 'Patches'],
    rows,
  );
}

function findings(report: ReviewReport): string {
  if (report.findings.length === 0) return '<p>Nothing to report.</p>';
  const rows = report.findings.map((finding) => [
    `<code>${escapeHtml(`${finding.file}:${finding.line}`)}</code>`,
    `<span class="${finding.level === 'error' ? 'error' : ''}">${finding.level}</span>`,
    escapeHtml(finding.type),
    escapeHtml(finding.origin),
    remark(finding),
    `<a href="#${anchor('patch', finding.patch)}">${finding.patch}</a>`,
  ]);
  return table('What waits for an answer', ['Where', 'Level', 'Type', 'Origin', 'What', 'Patch'], rows);
}

function remark(finding: ReviewFinding): string {
  return `${escapeHtml(finding.message)}${finding.why === '' ? '' : ` <span class="muted">${escapeHtml(finding.why)}</span>`}`;
}

function behaviour(report: ReviewReport): string {
  if (report.behaviours.length === 0) return '<p>No change of behaviour seen.</p>';
  const rows = report.behaviours.map((row) => [
    `<span id="${anchor(row.id)}">${escapeHtml(row.id)}</span>`,
    word(row.status === 'shown', 'shown', 'NOT SHOWN'),
    escapeHtml(row.text),
    escapeHtml(
      row.status === 'shown'
        ? row.verdicts.map((one) => `${one.name}: ${one.verdict}`).join(', ') || 'named in a log'
        : (row.because ?? ''),
    ),
    escapeHtml(row.file === undefined ? '' : `${row.file}:${row.line ?? 0}`),
  ]);
  return table('Changes of behaviour', ['Id', 'Status', 'What', 'Evidence', 'Where'], rows);
}

function since(report: ReviewReport): string {
  const pairs = report.since?.pairs ?? [];
  const answered = report.since?.answered ?? [];
  const done =
    answered.length === 0
      ? ''
      : `<h3>Answered</h3>${list(answered.map((finding) => `${finding.file}:${finding.line}: ${finding.message}`))}`;
  const parts = pairs.map(
    (pair) =>
      `<details><summary>${pair.number} was ${pair.oldNumber}: ${escapeHtml(pair.title)}</summary><pre tabindex="0">${escapeHtml(pair.difference.slice(0, 400).join('\n'))}</pre></details>`,
  );
  return `${done}${parts.join('\n')}`;
}

function patchId(patch: PatchReport): string {
  return anchor('patch', patch.mail.number);
}

function patchHtml(patch: PatchReport, budget: { left: number }): string {
  const id = patchId(patch);
  const log = patch.mail.log.join('\n').trim();
  const files = patch.mail.diff.files.map((file, i) => fileHtml(file, { id: anchor(id, 'f', i + 1), patch }, budget));
  const loose = patch.findings.filter((finding) => !patch.mail.diff.files.some((file) => shows(file, finding)));
  return `<details id="${id}"${patch.findings.length > 0 ? ' open' : ''}>
<summary>${patch.mail.number}: ${escapeHtml(patch.mail.title)} <span class="muted">${patch.findings.length} findings</span></summary>
<p class="muted">${escapeHtml(patch.mail.author)}</p>
<pre tabindex="0">${escapeHtml(log)}</pre>
${loose.map((finding) => `<p>${escapeHtml(finding.file)}:${finding.line}: ${remark(finding)}</p>`).join('\n')}
${files.join('\n')}
</details>`;
}

function fileHtml(
  file: FilePatch,
  { id, patch }: { id: string; patch: PatchReport },
  budget: { left: number },
): string {
  const name = textOf(pathOf(file));
  const size = file.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
  if (size > budget.left) return `<p>${escapeHtml(name)}: ${size} lines are not printed here.</p>`;
  budget.left -= size;
  if (file.hunks.length === 0) return `<p>${escapeHtml(name)}: ${file.binary ? 'binary' : file.change}, no lines.</p>`;
  const parts = file.hunks.map((hunk) => ({
    heading: `line ${hunk.oldStart} ${textOf(hunk.heading)}`,
    rows: rowsOf(hunk, file, patch.findings),
  }));
  return diffTable(`${patch.mail.number}: ${name}`, id, parts satisfies DiffPart[]);
}

/** Removed lines stand beside the added ones that take their place. */
function rowsOf(hunk: Hunk, file: FilePatch, findings: readonly ReviewFinding[]): DiffRow[] {
  const rows: DiffRow[] = [];
  let [oldLine, newLine] = [hunk.oldStart, hunk.newStart];
  let removed: { line: number; text: string }[] = [];
  const flush = (): void => {
    for (const one of removed) rows.push({ old: one, new: null, notes: [] });
    removed = [];
  };
  for (const line of hunk.lines) {
    const text = textOf(line.slice(1));
    if (line[0] === '-') removed.push({ line: oldLine++, text });
    else if (line[0] === '+')
      rows.push({
        old: removed.shift() ?? null,
        new: { line: newLine, text },
        notes: notesAt(newLine++, file, findings),
      });
    else if (line[0] === ' ') {
      flush();
      rows.push({
        old: { line: oldLine++, text },
        new: { line: newLine, text },
        notes: notesAt(newLine++, file, findings),
      });
    }
  }
  flush();
  return rows;
}

function notesAt(line: number, file: FilePatch, findings: readonly ReviewFinding[]): string[] {
  return findings
    .filter((finding) => finding.file === file.newPath && finding.line === line)
    .map((finding) => `<strong class="error">${escapeHtml(finding.type)}</strong> ${remark(finding)}`);
}

function shows(file: FilePatch, finding: ReviewFinding): boolean {
  return (
    file.newPath === finding.file &&
    file.hunks.some((hunk) => finding.line >= hunk.newStart && finding.line < hunk.newStart + hunk.newLines)
  );
}
