/** A file of which only the lines around hunks are known. */
import type { FilePatch, Hunk } from '../diff/model.js';
import { pathOf, sideOf } from '../diff/model.js';
import type { ApplyProblem, Source, SourceSpan } from './model.js';

/** Known lines from `line` on, 1-based. */
interface Segment {
  readonly line: number;
  readonly lines: readonly string[];
}

export interface PartialFile {
  readonly kind: 'parts';
  /** In order; they do not overlap. */
  readonly segments: readonly Segment[];
}

export const unknownFile: PartialFile = { kind: 'parts', segments: [] };

/** What the hunks show of both sides, what is known afterwards, and where they contradict what was known before. */
export interface AppliedParts {
  readonly before: readonly SourceSpan[];
  readonly after: readonly SourceSpan[];
  readonly state: PartialFile;
  readonly problems: readonly ApplyProblem[];
}

export function applyParts(file: PartialFile, patch: FilePatch): AppliedParts {
  const problems: ApplyProblem[] = [];
  const segments: Segment[] = [];
  const left = [...file.segments].reverse();
  let shift = 0;
  for (const hunk of patch.hunks) {
    takeBefore(left, hunk.oldStart, (segment) => segments.push(moved(segment, shift)));
    if (contradicts(left, hunk)) {
      const why = `line ${hunk.oldStart} is not what an earlier patch left there`;
      problems.push({ path: pathOf(patch), at: hunk.at, why });
    }
    takeBefore(left, hunk.oldStart + hunk.oldLines, () => undefined);
    const fresh = sideOf(hunk, 'new');
    if (fresh.length > 0) segments.push({ line: hunk.newStart, lines: fresh });
    shift += hunk.newLines - hunk.oldLines;
  }
  for (const segment of left.reverse()) segments.push(moved(segment, shift));
  return { before: spansOf(patch, 'old'), after: spansOf(patch, 'new'), state: { kind: 'parts', segments }, problems };
}

/** Text of what is known, for parsers. */
export function partialSource(path: string, spans: readonly SourceSpan[]): Source {
  return { path, whole: false, spans };
}

/** Everything that is known of a file. */
export function knownSpans(file: PartialFile): SourceSpan[] {
  return file.segments.map(({ line, lines }) => ({ line, text: `${lines.join('\n')}\n` }));
}

function spansOf(patch: FilePatch, side: 'old' | 'new'): SourceSpan[] {
  return patch.hunks.flatMap((hunk) => {
    const lines = sideOf(hunk, side);
    return lines.length === 0
      ? []
      : [{ line: side === 'old' ? hunk.oldStart : hunk.newStart, text: `${lines.join('\n')}\n` }];
  });
}

function moved(segment: Segment, shift: number): Segment {
  return shift === 0 ? segment : { line: segment.line + shift, lines: segment.lines };
}

/** Gives the segments (and the pieces of segments) that lie before a line to `use`; what is left begins there. */
function takeBefore(left: Segment[], line: number, use: (segment: Segment) => void): void {
  for (let next = left.at(-1); next !== undefined && next.line < line; next = left.at(-1)) {
    left.pop();
    const inside = line - next.line;
    if (inside >= next.lines.length) use(next);
    else {
      use({ line: next.line, lines: next.lines.slice(0, inside) });
      left.push({ line, lines: next.lines.slice(inside) });
    }
  }
}

function contradicts(left: readonly Segment[], hunk: Hunk): boolean {
  const old = sideOf(hunk, 'old');
  for (let i = left.length - 1; i >= 0; i--) {
    const segment = left[i]!;
    const at = segment.line - hunk.oldStart;
    if (at >= old.length) return false;
    for (let k = 0; k < segment.lines.length && at + k < old.length; k++)
      if (segment.lines[k] !== old[at + k]) return true;
  }
  return false;
}
