/** The formats that all commands share, fed with the findings of a review. */
import type { ApiPair } from '../../../src/compat/pair-model.js';
import { Fingerprints } from '../../diagnostics/fingerprint.js';
import { totalsOf } from '../../diagnostics/model.js';
import type { Format } from '../../diagnostics/renderers.js';
import { renderers } from '../../diagnostics/renderers.js';
import type { ReviewReport } from './model.js';

/** Findings as SARIF, JUnit, GitHub annotations, terse lines or one JSON object a line. */
export function findingFormat(report: ReviewReport, format: Format, pair: ApiPair, version: string): string {
  const prints = new Fingerprints();
  const findings = report.findings.map((finding) => {
    const { type, level, certainty, file, line, column, symbol, message, group, origin, evidence, fix } = finding;
    const known = {
      type,
      level,
      certainty,
      file,
      line: Math.max(line, 1),
      column,
      symbol,
      message,
      group,
      origin,
      evidence,
      fix,
    };
    return { ...known, fingerprint: prints.of(known, message) };
  });
  return renderers[format]({
    findings,
    notRead: report.notRead,
    totals: totalsOf(findings),
    held: report.hidden,
    filesRead: report.filesLooked,
    pair,
    version,
    source: () => undefined,
    style: { color: false, plain: true, width: 72 },
  });
}
