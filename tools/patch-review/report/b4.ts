/** The two forms that b4 reads: the answer of a check, and review files under `.git/b4-review`. The only place that knows them. */
import { ascii, clean, textOf } from '../clean.js';
import type { PatchReport, ReviewFinding, ReviewReport } from './model.js';
import { answerLine } from './summary-lines.js';
import { wrap } from './wrap.js';

/** JSON array for `b4 review`: one entry, on one line. */
export function b4Check(report: ReviewReport, url: string): string {
  const open = report.findings.filter((finding) => finding.level !== 'note');
  const isIncomplete = report.notRead.length > 0 || report.series.missing.length > 0;
  const status = open.some((finding) => finding.level === 'error')
    ? 'fail'
    : open.length > 0 || isIncomplete
      ? 'warn'
      : 'pass';
  const details = [
    ...open.map(
      (finding) =>
        `>> ${finding.file}:${finding.line}: ${finding.level.toUpperCase()}:${finding.type}: ${finding.message}`,
    ),
    ...report.notRead.slice(0, 20).map((one) => `not read: ${one.file}:${one.line}: ${one.reason}`),
  ];
  const summary = answerLine(report)
    .replace(/^\d+ \((.*)\)$/, '$1')
    .replace(/^0, /, '');
  return `${JSON.stringify([{ tool: 'pintle', status, summary: ascii(clean(summary)), url, details: ascii(clean(details.join('\n'))) }])}\n`;
}

/** Review files by name: `identity.txt`, `series.txt`, and `NNNN.txt` with the quoted patch and comments between. */
export function b4Files(report: ReviewReport, identity: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>([['identity.txt', `${ascii(clean(identity))}\n`]]);
  const loose = report.findings.filter((finding) => finding.patch === 0);
  files.set(
    'series.txt',
    `${[`Findings: ${answerLine(report)}`, '', ...loose.flatMap((finding) => [...remark(finding), ''])].join('\n').trimEnd()}\n`,
  );
  for (const patch of report.patches) {
    if (patch.findings.length === 0) continue;
    files.set(`${String(patch.mail.number).padStart(4, '0')}.txt`, annotated(patch));
  }
  return files;
}

/** The whole diff in quotes; remarks without quotes under the line they are about, or at the end. */
function annotated(patch: PatchReport): string {
  const open = [...patch.findings];
  const lines: string[] = [];
  for (const [i, line] of patch.mail.diffLines.entries()) {
    lines.push(`> ${clean(textOf(line))}`.trimEnd());
    for (const finding of open.filter((candidate) => isAt(candidate, patch, i))) {
      lines.push('', ...remark(finding), '');
      open.splice(open.indexOf(finding), 1);
    }
  }
  if (open.length > 0) lines.push('', ...open.flatMap((finding) => [...remark(finding), '']));
  return `${lines.join('\n').trimEnd()}\n`;
}

/** True when line `at` of the diff is the line of the file that the finding names. */
function isAt(finding: ReviewFinding, patch: PatchReport, at: number): boolean {
  for (const file of patch.mail.diff.files) {
    if (file.newPath !== finding.file) continue;
    for (const hunk of file.hunks) {
      if (at <= hunk.at || at > hunk.at + hunk.lines.length) continue;
      let line = hunk.newStart - 1;
      for (const text of hunk.lines.slice(0, at - hunk.at)) if (text[0] === '+' || text[0] === ' ') line += 1;
      const last = hunk.lines[at - hunk.at - 1] ?? '';
      if (line === finding.line && last[0] !== '-' && last[0] !== '\\') return true;
    }
  }
  return false;
}

function remark(finding: ReviewFinding): string[] {
  const place = `${finding.file}:${finding.line}: `;
  const lines = wrap(`${place}${finding.message}`, 72);
  return finding.repeat === '' ? lines : [...lines, '', `  ${finding.repeat}`];
}
