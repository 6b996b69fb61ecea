/** The lines of a file around a finding, with the marked text underlined. */
import type { Finding } from './model.js';
import { printable } from './report.js';

/** Tabs become spaces, so that marks stand below what they mark. */
function expand(text: string): string {
  return text.replaceAll('\t', '    ');
}

export function codeFrame(source: string, finding: Finding, label: string): readonly string[] {
  const line = source.split(/\r?\n/)[finding.line - 1] ?? '';
  const before = expand(line.slice(0, finding.column - 1));
  const endColumn = finding.endLine === finding.line ? (finding.endColumn ?? finding.column + 1) : line.length + 1;
  const marked = expand(line.slice(finding.column - 1, Math.max(finding.column, endColumn - 1)));
  const number = String(finding.line);
  const gutter = ' '.repeat(number.length);
  return [
    `${gutter} |`,
    `${number} | ${printable(expand(line))}`,
    `${gutter} | ${' '.repeat(before.length)}${'^'.repeat(Math.max(1, marked.length))}${label === '' ? '' : ` ${label}`}`,
  ];
}
