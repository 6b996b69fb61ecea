/** `.pintleignore`: findings that somebody accepted, each with a reason and a day on which it comes back. */
import { fitsGlob } from './path-glob.js';
import type { Finding, NotRead } from './model.js';

export interface IgnoreLine {
  readonly line: number;
  readonly type: string;
  readonly symbol: string | undefined;
  readonly path: string | undefined;
  readonly reason: string;
  /** `YYYY-MM-DD`; the line holds through that day. */
  readonly until: string | undefined;
}

/** A line cannot be understood. */
export class IgnoreError extends Error {
  override readonly name = 'IgnoreError';
}

function isPath(word: string): boolean {
  return /[/*?]|\.[A-Za-z]{1,4}$/.test(word);
}

function parseLine(text: string, file: string, line: number): IgnoreLine | undefined {
  const hash = text.indexOf('#');
  const words = (hash < 0 ? text : text.slice(0, hash))
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const fail = (what: string): never => {
    throw new IgnoreError(`${file}:${line}: ${what}; write "TYPE symbol-or-path  # reason until YYYY-MM-DD"`);
  };
  const [type, ...rest] = words as [string, ...string[]];
  if (!/^[A-Z][A-Z0-9_]*$/.test(type)) fail(`"${type}" is no type`);
  if (rest.length === 0 || rest.length > 2) fail('a symbol, a path or both are needed');
  const comment = hash < 0 ? '' : text.slice(hash + 1).trim();
  const until = /\buntil (\S+)$/.exec(comment)?.[1];
  if (until !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(until) || Number.isNaN(Date.parse(until))))
    fail(`"${until}" is no day`);
  const reason = comment.replace(/\s*\buntil \S+$/, '');
  if (reason === '') fail('the reason is missing');
  return { line, type, symbol: rest.find((word) => !isPath(word)), path: rest.find(isPath), reason, until };
}

/** Reads the file. Throws IgnoreError with file and line. */
export function parseIgnore(text: string, file: string): readonly IgnoreLine[] {
  return text.split(/\r?\n/).flatMap((line, at) => parseLine(line, file, at + 1) ?? []);
}

function fits(entry: IgnoreLine, type: string, symbol: string, file: string): boolean {
  if (entry.type !== type) return false;
  if (entry.symbol !== undefined && entry.symbol !== symbol) return false;
  return entry.path === undefined || fitsGlob(file, entry.path);
}

export interface Ignored {
  readonly findings: readonly Finding[];
  readonly notRead: readonly NotRead[];
  readonly held: number;
}

function complaint(entry: IgnoreLine, file: string, type: string, message: string): Finding {
  return {
    type,
    level: type === 'IGNORE_EXPIRED' ? 'warning' : 'note',
    certainty: 'certain',
    file,
    line: entry.line,
    column: 1,
    symbol: entry.symbol ?? '',
    message,
    group: 'came-along',
    origin: 'introduced',
    evidence: 'pattern',
    fix: { level: 'by-hand' },
    fingerprint: `${type}:${entry.type}:${entry.symbol ?? ''}:${entry.path ?? ''}`,
  };
}

/** Takes accepted findings out; expired lines no longer hold and, like unused ones, are findings themselves. */
export function applyIgnore(
  entries: readonly IgnoreLine[],
  file: string,
  today: string,
  report: { readonly findings: readonly Finding[]; readonly notRead: readonly NotRead[] },
): Ignored {
  const used = new Set<IgnoreLine>();
  const isExpired = (entry: IgnoreLine) => entry.until !== undefined && entry.until < today;
  const isHeld = (type: string, symbol: string, path: string): boolean => {
    const fitting = entries.filter((entry) => fits(entry, type, symbol, path));
    for (const entry of fitting) used.add(entry);
    return fitting.some((entry) => !isExpired(entry));
  };
  const findings = report.findings.filter((item) => !isHeld(item.type, item.symbol, item.file));
  const notRead = report.notRead.filter((item) => !isHeld('NOT_READ', item.symbol, item.file));
  const held = report.findings.length - findings.length + report.notRead.length - notRead.length;
  for (const entry of entries) {
    if (!used.has(entry))
      findings.push(complaint(entry, file, 'IGNORE_UNUSED', 'nothing fits this line any more; take it out'));
    else if (isExpired(entry)) {
      findings.push(
        complaint(entry, file, 'IGNORE_EXPIRED', `accepted until ${entry.until}: decide again (${entry.reason})`),
      );
    }
  }
  return { findings, notRead, held };
}
