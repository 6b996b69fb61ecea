/** What b4 tells a check about the series on the branch: only the cover letter comes by standard input. */
import { readFileSync } from 'node:fs';

/** Git range of the patches that a tracking file names, or null when it names none that can be read. */
export function trackedRange(file: string | undefined): string | null {
  if (file === undefined || file === '') return null;
  try {
    const tracking: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const series = member(tracking, 'series');
    const first = commit(member(series, 'first-patch-commit') ?? member(tracking, 'first-patch-commit'));
    const base = commit(member(series, 'base-commit') ?? member(tracking, 'base-commit'));
    if (first !== null) return `${first}^..HEAD`;
    return base === null ? null : `${base}..HEAD`;
  } catch {
    return null;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && name in value
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function commit(value: unknown): string | null {
  return typeof value === 'string' && /^[0-9a-f]{7,64}$/.test(value) ? value : null;
}
