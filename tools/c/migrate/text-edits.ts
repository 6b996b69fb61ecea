/** Edits of one file and what they make of its offsets. */

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Two edits change the same characters. */
export class EditConflict extends Error {
  override readonly name = 'EditConflict';
}

/** The text with all edits; insertions at one point keep their order. Throws EditConflict. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let out = '';
  let from = 0;
  for (const edit of inOrder(edits)) {
    if (edit.start < from) throw new EditConflict('two rewrites change the same text');
    out += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return out + text.slice(from);
}

/** Where an offset of the old text is in the new one, behind what is inserted there. */
export function movedOffset(offset: number, edits: readonly TextEdit[]): number {
  let shift = 0;
  for (const { start, end, text } of inOrder(edits)) {
    if (end > offset || start > offset) break;
    shift += text.length - (end - start);
  }
  return offset + shift;
}

function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
}
