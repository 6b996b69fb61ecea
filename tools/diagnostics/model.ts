/** What the tools say about code: findings, what they could not read, and totals. JSON forms are the machine contract. */
import type { Certainty, ChangeGroup, FindingLevel, FixLevel } from '../../src/compat/pair-model.js';

export type Origin = 'introduced' | 'left-behind' | 'pre-existing';
export type Evidence = 'types' | 'test' | 'pattern';

/** Replaces bytes `start`..`end` of a file (byte offsets, end excluded). */
export interface Edit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Finding {
  /** UPPER_SNAKE of the hazard or check id. */
  readonly type: string;
  readonly level: FindingLevel;
  readonly certainty: Certainty;
  readonly file: string;
  /** 1-based, column in characters. */
  readonly line: number;
  readonly column: number;
  readonly symbol: string;
  readonly message: string;
  readonly group: ChangeGroup;
  readonly origin: Origin;
  readonly evidence: Evidence;
  readonly fix: { readonly level: FixLevel; readonly edits?: readonly Edit[] };
  /** End of the marked text, 1-based, column excluded. */
  readonly endLine?: number;
  readonly endColumn?: number;
  /** Name of the function around it. */
  readonly scope?: string;
  /** Equal for the same finding in another version of the file: made of type, symbol, function and text, never the line. */
  readonly fingerprint?: string;
}

/** Text that names a symbol of the pair but could not be analysed. */
export interface NotRead {
  readonly file: string;
  readonly line: number;
  readonly symbol: string;
  readonly reason: string;
}

export interface Totals {
  readonly error: number;
  readonly warning: number;
  readonly note: number;
  readonly introduced: number;
  readonly 'left-behind': number;
  readonly 'pre-existing': number;
}

export interface CheckReport {
  readonly findings: readonly Finding[];
  readonly notRead: readonly NotRead[];
  /** Files looked at, for the summary line. */
  readonly filesRead: number;
}

/** UPPER_SNAKE name of a kebab-case id. */
export function typeName(id: string): string {
  return id.replaceAll('-', '_').toUpperCase();
}

/** Kebab-case id of an UPPER_SNAKE name. */
export function idOf(type: string): string {
  return type.replaceAll('_', '-').toLowerCase();
}

/** Counts findings by level and by origin. */
export function totalsOf(findings: readonly Finding[]): Totals {
  const totals = { error: 0, warning: 0, note: 0, introduced: 0, 'left-behind': 0, 'pre-existing': 0 };
  for (const finding of findings) {
    totals[finding.level]++;
    totals[finding.origin]++;
  }
  return totals;
}
