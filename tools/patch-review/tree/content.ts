/** Lines of a file and where hunks fit into them. */
import type { FilePatch, Hunk } from '../diff/model.js';
import { sideOf } from '../diff/model.js';
import { Recent } from '../code/recent.js';
import type { ApplyProblem, Source, SourceSpan } from './model.js';
import type { PartialFile } from './parts.js';
import { knownSpans, partialSource } from './parts.js';

/** A file of which every line is known. */
export interface WholeFile {
  readonly kind: 'whole';
  readonly lines: readonly string[];
  readonly endsInNewline: boolean;
}

export type FileState = WholeFile | PartialFile;

const compareBudget = 20_000_000;

export function wholeFile(content: string): WholeFile {
  const lines = content.split('\n');
  const endsInNewline = lines.at(-1) === '';
  if (endsInNewline) lines.pop();
  return { kind: 'whole', lines, endsInNewline: endsInNewline || content === '' };
}

/** A whole file as a source; its text is put together when it is asked for. */
class WholeSource implements Source {
  readonly path: string;
  readonly whole = true;
  readonly #file: WholeFile;

  constructor(path: string, file: WholeFile) {
    this.path = path;
    this.#file = file;
  }

  get spans(): readonly SourceSpan[] {
    return texts.of(this, () => {
      const { lines, endsInNewline } = this.#file;
      return [{ line: 1, text: lines.join('\n') + (endsInNewline && lines.length > 0 ? '\n' : '') }];
    });
  }
}

const texts = new Recent<readonly SourceSpan[]>();
const sources = new WeakMap<WholeFile, Source>();

/** Source of a state; the same object for the same state, so that it is parsed once. */
export function sourceOf(path: string, state: FileState): Source {
  if (state.kind === 'parts') return partialSource(path, knownSpans(state));
  const known = sources.get(state);
  if (known?.path === path) return known;
  const made = new WholeSource(path, state);
  sources.set(state, made);
  return made;
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
