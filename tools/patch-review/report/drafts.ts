/**
 * Draft replies as an mbox that mutt and aerc open: the hunk in quotes, the comment under it. Nothing is ever sent.
 * Lines are quoted as they came, made printable; at most five of them stand above a comment, gaps are `> [...]`.
 */
import { clean, textOf } from '../clean.js';
import type { FilePatch, Hunk } from '../diff/model.js';
import { pathOf } from '../diff/model.js';
import type { PatchMail } from '../series/model.js';
import type { ReviewFinding, ReviewReport } from './model.js';
import { count, wrap } from './wrap.js';

const quotedLines = 5;

/** One draft for each patch with findings; a draft to the cover letter for what belongs to no patch. Empty without findings. */
export function draftMailbox(report: ReviewReport): string {
  const mails: string[] = [];
  const loose = report.findings.filter(
    (finding) => !report.patches.some((patch) => patch.mail.number === finding.patch),
  );
  const { cover } = report.series;
  if (loose.length > 0 && cover !== null) {
    mails.push(
      mail(
        report,
        cover.mail.subject,
        cover.mail.messageId,
        loose.flatMap((finding) => comment(finding, report)),
      ),
    );
  }
  for (const patch of report.patches) {
    if (patch.findings.length === 0) continue;
    const body = patch.findings.flatMap((finding) => [
      ...quoteFor(finding, patch.mail),
      '',
      ...comment(finding, report),
      '',
    ]);
    mails.push(mail(report, patch.mail.subjectLine, patch.mail.messageId ?? '', body));
  }
  return mails.join('\n');
}

function mail(report: ReviewReport, subject: string, id: string, body: readonly string[]): string {
  const head = [
    'From pintle@localhost Thu Jan  1 00:00:00 1970',
    `Subject: ${encodedWord(/^re:/i.test(subject) ? subject : `Re: ${subject}`)}`,
    ...(id === '' ? [] : [`In-Reply-To: <${id}>`, `References: ${references(report, id)}`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=UTF-8',
    'Content-Transfer-Encoding: 8bit',
    'X-Pintle: draft, made by a program, to be read before it is sent',
    '',
  ];
  const lines = body
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()
    .split('\n');
  return `${[...head, ...lines.map(quoteFrom), ''].join('\n')}\n`;
}

function references(report: ReviewReport, id: string): string {
  const cover = report.series.cover?.mail.messageId ?? '';
  return cover === '' || cover === id ? `<${id}>` : `<${cover}> <${id}>`;
}

/** `From ` at the start of a line would end the mail. */
function quoteFrom(line: string): string {
  return /^>*From /.test(line) ? `>${line}` : line;
}

function encodedWord(text: string): string {
  const safe = clean(text).replace(/\s+/g, ' ');
  if (/^[\u0020-\u007e]*$/.test(safe)) return safe;
  return safe
    .split(' ')
    .map((word) => (/^[\u0020-\u007e]*$/.test(word) ? word : `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`))
    .join(' ');
}

/** The lines of the patch that a finding is about. */
function quoteFor(finding: ReviewFinding, patch: PatchMail): string[] {
  const place = placeOf(finding, patch);
  if (place === null) return ['> [...]'];
  const { hunk, at } = place;
  const from = Math.max(0, at - quotedLines + 1);
  const quoted = hunk.lines.slice(from, at + 1).map((line) => `> ${clean(textOf(line)).replaceAll('\n', ' ')}`);
  return ['> [...]', ...quoted];
}

function placeOf(finding: ReviewFinding, patch: PatchMail): { hunk: Hunk; at: number } | null {
  const own = patch.diff.files.filter((file) => pathOf(file) === finding.file);
  return lineInHunks(own, finding.line) ?? namedInHunks(patch.diff.files, finding.symbol);
}

function lineInHunks(files: readonly FilePatch[], wanted: number): { hunk: Hunk; at: number } | null {
  for (const hunk of files.flatMap((file) => file.hunks)) {
    let line = hunk.newStart;
    for (const [at, text] of hunk.lines.entries()) {
      if (text[0] === '-' || text[0] === '\\') continue;
      if (line === wanted) return { hunk, at };
      line += 1;
    }
  }
  return null;
}

/** The last changed line that names the symbol: where a declaration went away. */
function namedInHunks(files: readonly FilePatch[], symbol: string): { hunk: Hunk; at: number } | null {
  for (const file of [...files].sort((a, b) => Number(pathOf(b).endsWith('.h')) - Number(pathOf(a).endsWith('.h')))) {
    for (const hunk of file.hunks) {
      const at = hunk.lines.findIndex(
        (line) => (line[0] === '-' || line[0] === '+') && new RegExp(`\\b${symbol.replace(/\W/g, '')}\\b`).test(line),
      );
      if (at >= 0) return { hunk, at };
    }
  }
  return null;
}

function comment(finding: ReviewFinding, report: ReviewReport): string[] {
  const lines: string[] = [];
  if (finding.section === 'call-sites' && finding.origin === 'left-behind') {
    lines.push('A caller is left after this patch:', '', `  ${finding.file}:${finding.line}`, '');
    lines.push(
      ...wrap(`It ${finding.message}. Was it meant to be part of this series? To reproduce:`, 72),
      '',
      `  ${finding.repeat}`,
    );
    return lines;
  }
  const where = ` (${finding.file}:${finding.line})`;
  lines.push(...wrap(`${sentence(finding.message)}${where}`, 72));
  if (finding.section === 'behaviour') lines.push('', ...wrap('Is that meant? If so, could the log say it?', 72));
  else if (finding.why !== '') lines.push('', ...wrap(finding.why, 72));
  if (finding.repeat !== '') lines.push('', `  ${finding.repeat}`);
  return finding.patch === 0 && report.patches.length > 0 ? ['About the series as a whole:', '', ...lines, ''] : lines;
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

/** What `-o mbox` did, for the last line on stderr. */
export function draftCount(report: ReviewReport): string {
  return count(report.patches.filter((patch) => patch.findings.length > 0).length, 'draft');
}
