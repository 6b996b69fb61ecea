/** One line per finding, as checkpatch prints with --terse --show-types; editors jump to it. */
import type { Finding, NotRead } from './model.js';
import { printable, type Renderer } from './report.js';

export function terseLine(finding: Finding): string {
  return `${finding.file}:${finding.line}: ${finding.level.toUpperCase()}:${finding.type}: ${printable(finding.message)}`;
}

export function terseNotRead({ file, line, symbol, reason }: NotRead): string {
  return `${file}:${line}: NOTE:NOT_READ: ${symbol === '' ? '' : `${symbol}: `}${printable(reason)}`;
}

export const renderTerse: Renderer = ({ findings, notRead }) =>
  [...findings.map(terseLine), ...notRead.map(terseNotRead)].map((line) => `${line}\n`).join('');
