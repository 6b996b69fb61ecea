/** What a renderer gets: a finished report, and the texts around it. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import type { Finding, NotRead, Totals } from './model.js';

export interface RenderInput {
  readonly findings: readonly Finding[];
  readonly notRead: readonly NotRead[];
  readonly totals: Totals;
  /** Findings that the baseline or `.pintleignore` holds back; only counted. */
  readonly held: number;
  readonly filesRead: number;
  readonly pair: ApiPair;
  readonly version: string;
  /** Text of a file as it is printed; undefined when it can not be read. */
  source(file: string): string | undefined;
  readonly style: RenderStyle;
}

export interface RenderStyle {
  readonly color: boolean;
  /** No drawing, one fact per line. */
  readonly plain: boolean;
  readonly width: number;
}

export type Renderer = (input: RenderInput) => string;

/** `1 error, 2 warnings, 0 notes`. */
export function countLine(totals: Totals): string {
  const words = (['error', 'warning', 'note'] as const).map(
    (level) => `${totals[level]} ${level}${totals[level] === 1 ? '' : 's'}`,
  );
  return words.join(', ');
}

/** Text from a file or a mail without the bytes that steer a terminal. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '?');
}
