import { invalidId } from './model.js';
import type { TraceEvent, TraceResult, TraceState } from './model.js';
import type { DifferingField } from './player-model.js';

/** The first difference between a recording and a model, both as values of the format. */
export interface TraceDifference {
  readonly within: DifferingField['within'];
  /** Where inside: keys and indexes joined by dots, empty for the whole. */
  readonly path: string;
  readonly expected: unknown;
  readonly got: unknown;
}

/** Asked about each differing value; true when a `field` decision explains it. */
export type Explain = (field: DifferingField) => boolean;

export function compareResult(recorded: TraceResult, observed: TraceResult, explain: Explain): TraceDifference | null {
  return differ({ within: 'result', explain }, '', '', recorded, observed);
}

/** Compares events in order; log lines, and what the recorder's own checks reported (`bug`), are passed over on both sides. */
export function compareEvents(
  recorded: readonly TraceEvent[],
  observed: readonly TraceEvent[],
  explain: Explain,
): TraceDifference | null {
  const told = (event: TraceEvent): boolean => event.ev !== 'log' && event.ev !== 'bug';
  return differ({ within: 'events', explain }, '', '', recorded.filter(told), observed.filter(told));
}

/** Compares dumps; the mark `corrupt` of a damaged list is passed over. */
export function compareState(recorded: TraceState, observed: TraceState, explain: Explain): TraceDifference | null {
  return differ({ within: 'state', explain }, '', '', recorded, observed);
}

interface Comparison {
  readonly within: DifferingField['within'];
  readonly explain: Explain;
}

type Fields = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function differ(how: Comparison, path: string, key: string, expected: unknown, got: unknown): TraceDifference | null {
  if (how.within === 'events' && expected === 'uninit') return null;
  if (Array.isArray(expected) && Array.isArray(got)) return differInList(how, path, key, expected, got);
  if (isRecord(expected) && isRecord(got)) return differInRecord(how, path, expected, got);
  if (sameLeaf(expected, got)) return null;
  if (how.explain({ within: how.within, key, recorded: expected, observed: got })) return null;
  return { within: how.within, path, expected, got };
}

function differInList(
  how: Comparison,
  path: string,
  key: string,
  expected: readonly unknown[],
  got: readonly unknown[],
): TraceDifference | null {
  const shorter = Math.min(expected.length, got.length);
  for (let index = 0; index < shorter; index += 1) {
    const found = differ(how, join(path, String(index)), key, expected[index], got[index]);
    if (found) return found;
  }
  if (expected.length === got.length) return null;
  if (how.explain({ within: how.within, key, recorded: expected, observed: got })) return null;
  return { within: how.within, path: join(path, String(shorter)), expected: expected[shorter], got: got[shorter] };
}

function differInRecord(how: Comparison, path: string, expected: Fields, got: Fields): TraceDifference | null {
  const keys = new Set([...Object.keys(expected), ...Object.keys(got)]);
  for (const key of keys) {
    if (how.within === 'state' && key === 'corrupt') continue;
    const found = differ(how, join(path, key), key, expected[key], got[key]);
    if (found) return found;
  }
  return null;
}

function join(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`;
}

/** The recordings print a 32-bit word as unsigned, signed or `INVALID` by its C type; the word is what counts. */
function sameLeaf(expected: unknown, got: unknown): boolean {
  const left = expected === 'INVALID' ? invalidId : expected;
  const right = got === 'INVALID' ? invalidId : got;
  if (typeof left === 'number' && typeof right === 'number') return left >>> 0 === right >>> 0;
  return left === right;
}
