/** What somebody accepted in `.pintleignore` is neither reported nor counted as not read. */
import type { IgnoreLine } from '../diagnostics/ignore-file.js';
import { applyIgnore } from '../diagnostics/ignore-file.js';
import type { NotRead } from '../diagnostics/model.js';
import type { ReviewFinding, ReviewReport } from './report/model.js';

/** A report without the accepted findings; `today` is `YYYY-MM-DD`. Lines that fit nothing here may be meant for `check`. */
export function withoutAccepted(
  report: ReviewReport,
  lines: readonly IgnoreLine[],
  file: string,
  today: string,
): ReviewReport {
  const applied = applyIgnore(lines, file, today, report);
  const findings = new Set<object>(applied.findings);
  const notRead = new Set<NotRead>(applied.notRead);
  const isKept = (finding: ReviewFinding): boolean => findings.has(finding);
  return {
    ...report,
    findings: report.findings.filter(isKept),
    notRead: report.notRead.filter((one) => notRead.has(one)),
    patches: report.patches.map((patch) => ({
      ...patch,
      findings: patch.findings.filter(isKept),
      notRead: patch.notRead.filter((one) => notRead.has(one)),
    })),
    accepted: applied.held,
  };
}
