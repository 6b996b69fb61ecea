/** Kernel style of what was rewritten: arguments under the bracket, lines of 80 columns. */
import type { CallSite } from '../../call-sites/model.js';
import type { SiteSource } from '../facts/file-facts.js';
import type { Insertion } from './call-edits.js';
import { indentTo, lineEnd, lineStart, widthAllowed, widthOf } from './columns.js';
import { applyEdits, movedOffset, type TextEdit } from './text-edits.js';

export interface RewrittenCall {
  readonly site: CallSite;
  readonly source: SiteSource;
  readonly edits: readonly TextEdit[];
  readonly insertions: readonly Insertion[];
}

/** Edits of the new text that bring lines in shape. Lines that were not touched stay as they are. */
export function layoutEdits(
  before: string,
  edits: readonly TextEdit[],
  calls: readonly RewrittenCall[],
): readonly TextEdit[] {
  const after = applyEdits(before, edits);
  const found: TextEdit[] = [];
  for (const call of calls) {
    if (call.source.open < 0) continue;
    const column = columnOf(after, movedOffset(call.source.open, edits) + 1);
    found.push(...realigned(before, after, edits, call, column));
    // From the end: what goes to the next line there may make a break before it needless.
    let end = Infinity;
    for (const insertion of [...call.insertions].reverse()) {
      const edit = broken(before, after, edits, insertion, column, end);
      if (edit === null) continue;
      end = edit.start;
      found.push(edit);
    }
  }
  return found;
}

function columnOf(text: string, offset: number): number {
  return widthOf(text.slice(lineStart(text, offset), offset));
}

/** Lines that began right under the bracket begin under it again. */
function realigned(
  before: string,
  after: string,
  edits: readonly TextEdit[],
  { site, source }: RewrittenCall,
  column: number,
): readonly TextEdit[] {
  const old = columnOf(before, source.open + 1);
  if (old === column) return [];
  const found: TextEdit[] = [];
  for (let at = before.indexOf('\n', source.open); at >= 0 && at < site.end; at = before.indexOf('\n', at + 1)) {
    const indent = /^[ \t]*/.exec(before.slice(at + 1, at + 200))?.[0] ?? '';
    if (widthOf(indent) !== old) continue;
    const start = movedOffset(at + 1, edits);
    if (after.startsWith(indent, start)) found.push({ start, end: start + indent.length, text: indentTo(column) });
  }
  return found;
}

/** A line that got too long goes on under the bracket; `end` is where it is broken already. */
function broken(
  before: string,
  after: string,
  edits: readonly TextEdit[],
  { at, lead, isBefore }: Insertion,
  column: number,
  end: number,
): TextEdit | null {
  const edit = edits.find((one) => one.start === at && one.end === at && one.text.length > lead);
  if (edit === undefined) return null;
  const start = movedOffset(at, edits) - edit.text.length;
  const first = lineStart(after, start);
  const last = Math.min(end, lineEnd(after, start));
  const line = after.slice(first, last);
  const old = before.slice(lineStart(before, at), lineEnd(before, at));
  if (widthOf(line) <= widthAllowed(widthOf(old))) return null;
  // The blank behind a comma becomes the end of the line.
  const blank = isBefore ? start + edit.text.length - 1 : start + lead - 1;
  if (after[blank] !== ' ' || after.slice(first, blank).trim().length === 0) return null;
  if (column + widthOf(after.slice(blank + 1, last)) >= widthOf(line)) return null;
  return { start: blank, end: blank + 1, text: `\n${indentTo(column)}` };
}
