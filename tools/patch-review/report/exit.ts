/** How a review ends. */
import type { ReviewReport } from './model.js';
import { count } from './wrap.js';

export const failLevels = ['error', 'warning', 'note', 'never'] as const;
const rank = { error: 0, warning: 1, note: 2 } as const;

/** Incomplete wins over findings, findings over clean. */
export function exitOf(
  report: ReviewReport,
  failOn: (typeof failLevels)[number],
  allowIncomplete: boolean,
): 'incomplete' | 'findings' | 'clean' {
  const isIncomplete = report.notRead.length > 0 || report.series.missing.length > 0;
  if (isIncomplete && !allowIncomplete) return 'incomplete';
  if (failOn === 'never') return 'clean';
  return report.findings.some((finding) => rank[finding.level] <= rank[failOn]) ? 'findings' : 'clean';
}

/** `pintle: 2 findings, 1 place not read`. */
export function lastLine(report: ReviewReport): string {
  const parts = [count(report.findings.length, 'finding')];
  if (report.series.missing.length > 0)
    parts.push(`${count(report.series.missing.length, 'patch', 'patches')} missing`);
  if (report.notRead.length > 0) parts.push(`${count(report.notRead.length, 'place')} not read`);
  if (report.accepted > 0) parts.push(`${report.accepted} accepted`);
  return `pintle: ${parts.join(', ')}`;
}
