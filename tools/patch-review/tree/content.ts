/** Lines of a file and where hunks fit into them. */
import type { FilePatch, Hunk } from '../diff/model.js';
import { sideOf } from '../diff/model.js';
import type { ApplyProblem, Source } from './model.js';

/** A file of which every line is known. */
export interface WholeFile {
  readonly kind: 'whole';
  readonly lines: readonly string[];
  readonly endsInNewline: boolean;
}

/** A file of which only the lines around hunks are known: 1-based line to text. */
export interface PartialFile {
  readonly kind: 'parts';
  readonly lines: ReadonlyMap<number, string>;
}

export type FileState = WholeFile | PartialFile;

const compareBudget = 20_000_000;

export function wholeFile(content: string): WholeFile {
  const lines = content.split('\n');
  const endsInNewline = lines.at(-1) === '';
  if (endsInNewline) lines.pop();
  return { kind: 'whole', lines, endsInNewline: endsInNewline || content === '' };
}

const sources = new WeakMap<FileState, Source>();

/** Text of a state, for parsers; the same object for the same state, so that it is parsed once. */
export function sourceOf(path: string, state: FileState): Source {
  const known = sources.get(state);
  if (known?.path === path) return known;
  const made = madeSource(path, state);
  sources.set(state, made);
  return made;
}

function madeSource(path: string, state: FileState): Source {
  if (state.kind === 'whole') {
    const text = state.lines.join('\n') + (state.endsInNewline && state.lines.length > 0 ? '\n' : '');
    return { path, whole: true, spans: [{ line: 1, text }] };
  }
  const numbers = [...state.lines.keys()].sort((a, b) => a - b);
  const spans: { line: number; text: string }[] = [];
  let run: string[] = [];
  numbers.forEach((number, i) => {
    run.push(state.lines.get(number) ?? '');
    if (numbers[i + 1] === number + 1) return;
    spans.push({ line: number - run.length + 1, text: `${run.join('\n')}\n` });
    run = [];
  });
  return { path, whole: false, spans };
}

/** Puts the hunks into a whole file: context must match, places may be off, as for `git am`. */
export function applyWhole(file: WholeFile, patch: FilePatch): { state: WholeFile; problems: ApplyProblem[] } {
  const out: string[] = [];
  const problems: ApplyProblem[] = [];
  const budget = { left: compareBudget };
  let at = 0;
  let drift = 0;
  let endsInNewline = file.endsInNewline;
  for (const hunk of patch.hunks) {
    const old = sideOf(hunk, 'old');
    const place = findPlace(file.lines, old, hunk.oldStart - 1 + drift, at, budget);
    if (place < 0) {
      problems.push({ path: patch.oldPath ?? patch.newPath ?? '', at: hunk.at, why: misfit(file.lines, hunk) });
      continue;
    }
    drift = place - (hunk.oldStart - 1);
    for (let i = at; i < place; i++) out.push(file.lines[i] ?? '');
    for (const line of sideOf(hunk, 'new')) out.push(line);
    at = place + old.length;
    if (at >= file.lines.length) endsInNewline = !lacksNewline(hunk, 'new');
  }
  for (let i = at; i < file.lines.length; i++) out.push(file.lines[i] ?? '');
  return { state: { kind: 'whole', lines: out, endsInNewline }, problems };
}

/** True when the hunk says that this side ends without a newline. */
export function lacksNewline(hunk: Hunk, side: 'old' | 'new'): boolean {
  const sign = side === 'old' ? '+' : '-';
  return hunk.lines.some((line, i) => line[0] === '\\' && (hunk.lines[i - 1]?.[0] ?? sign) !== sign);
}

function findPlace(
  lines: readonly string[],
  old: readonly string[],
  wanted: number,
  from: number,
  budget: { left: number },
): number {
  const last = lines.length - old.length;
  for (let away = 0; budget.left > 0; away++) {
    const before = wanted - away;
    const after = wanted + away;
    if (before < from && after > last) return -1;
    if (before >= from && before <= last && matches(lines, old, before, budget)) return before;
    if (away > 0 && after >= from && after <= last && matches(lines, old, after, budget)) return after;
    // An empty old side has no context that could be found elsewhere.
    if (old.length === 0) return wanted >= from && wanted <= lines.length ? wanted : -1;
  }
  return -1;
}

function matches(lines: readonly string[], old: readonly string[], at: number, budget: { left: number }): boolean {
  for (let i = 0; i < old.length; i++) {
    budget.left -= 1;
    if (lines[at + i] !== old[i]) return false;
  }
  return true;
}

function misfit(lines: readonly string[], hunk: Hunk): string {
  const fresh = sideOf(hunk, 'new');
  const done = findPlace(lines, fresh, hunk.newStart - 1, 0, { left: compareBudget }) >= 0 && fresh.length > 0;
  return done ? 'is in the tree already' : `does not apply at line ${hunk.oldStart}`;
}

/** Learns the old side of the hunks, then moves on to the new one. */
export function applyParts(
  file: PartialFile,
  patch: FilePatch,
): { before: PartialFile; after: PartialFile; problems: ApplyProblem[] } {
  const before = new Map(file.lines);
  const problems: ApplyProblem[] = [];
  for (const hunk of patch.hunks) {
    let disagrees = false;
    sideOf(hunk, 'old').forEach((line, i) => {
      const known = before.get(hunk.oldStart + i);
      if (known !== undefined && known !== line) disagrees = true;
      before.set(hunk.oldStart + i, line);
    });
    if (disagrees) {
      const why = `line ${hunk.oldStart} is not what an earlier patch left there`;
      problems.push({ path: patch.oldPath ?? patch.newPath ?? '', at: hunk.at, why });
    }
  }
  return {
    before: { kind: 'parts', lines: before },
    after: { kind: 'parts', lines: moved(before, patch.hunks) },
    problems,
  };
}

function moved(before: ReadonlyMap<number, string>, hunks: readonly Hunk[]): Map<number, string> {
  const after = new Map<number, string>();
  const numbers = [...before.keys()].sort((a, b) => a - b);
  let next = 0;
  let shift = 0;
  for (const hunk of hunks) {
    for (; next < numbers.length && numbers[next]! < hunk.oldStart; next++)
      after.set(numbers[next]! + shift, before.get(numbers[next]!) ?? '');
    while (next < numbers.length && numbers[next]! < hunk.oldStart + hunk.oldLines) next++;
    sideOf(hunk, 'new').forEach((line, i) => after.set(hunk.newStart + i, line));
    shift += hunk.newLines - hunk.oldLines;
  }
  for (; next < numbers.length; next++) after.set(numbers[next]! + shift, before.get(numbers[next]!) ?? '');
  return after;
}
