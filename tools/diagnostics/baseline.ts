/** Findings that were there before somebody started to count: a JSON report whose fingerprints are not counted again. */
import type { Finding } from './model.js';

/** The baseline cannot be used. */
export class BaselineError extends Error {
  override readonly name = 'BaselineError';
}

/** Fingerprints of a report that `check -o json=FILE` wrote. Throws BaselineError. */
export function parseBaseline(text: string, file: string): ReadonlySet<string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new BaselineError(`${file}: no JSON (${error instanceof Error ? error.message : String(error)})`, {
      cause: error,
    });
  }
  const report = parsed as { schema?: unknown; findings?: unknown };
  if (
    typeof parsed !== 'object' ||
    parsed === null ||
    report.schema !== 'pintle.check/1' ||
    !Array.isArray(report.findings)
  ) {
    throw new BaselineError(`${file}: no report of pintle.check/1; make one with "pintle check -o json=${file}"`);
  }
  const prints = report.findings.flatMap((finding: unknown) => {
    const print = (finding as { fingerprint?: unknown } | null)?.fingerprint;
    return typeof print === 'string' ? [print] : [];
  });
  return new Set(prints);
}

/** Findings that the baseline has not. */
export function withoutBaseline(findings: readonly Finding[], baseline: ReadonlySet<string>): readonly Finding[] {
  return findings.filter(({ fingerprint }) => fingerprint === undefined || !baseline.has(fingerprint));
}

/** Origin of each finding, given those of the base tree: there before, or new. Old symbols there before are left behind. */
export function withOrigins(
  findings: readonly Finding[],
  base: readonly Finding[],
  isOldSymbol: (symbol: string) => boolean,
): readonly Finding[] {
  const known = new Set(base.map(({ fingerprint }) => fingerprint));
  return findings.map((finding) => {
    if (finding.fingerprint === undefined || !known.has(finding.fingerprint))
      return { ...finding, origin: 'introduced' };
    return { ...finding, origin: isOldSymbol(finding.symbol) ? 'left-behind' : 'pre-existing' };
  });
}
