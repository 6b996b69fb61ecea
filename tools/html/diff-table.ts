/** A diff as one table: old line, old text, new line, new text; sign and words stand in the text, not in colour alone. */
import { anchor, escapeHtml } from './escape.js';

export interface DiffRow {
  readonly old: { readonly line: number; readonly text: string } | null;
  readonly new: { readonly line: number; readonly text: string } | null;
  /** HTML of remarks under the row. */
  readonly notes: readonly string[];
}

export interface DiffPart {
  /** What stands after `@@`. */
  readonly heading: string;
  readonly rows: readonly DiffRow[];
}

/** Table of one file's diff. */
export function diffTable(caption: string, id: string, parts: readonly DiffPart[]): string {
  const rows = parts.flatMap((part, i) => [
    `<tr class="hunk" id="${anchor(id, 'h', i + 1)}"><th scope="rowgroup" colspan="4">${escapeHtml(part.heading)}</th></tr>`,
    ...part.rows.map((row) => rowHtml(row, anchor(id, 'h', i + 1))),
  ]);
  const head =
    '<thead><tr><th scope="col">Old</th><th scope="col">Old text</th><th scope="col">New</th><th scope="col">New text</th></tr></thead>';
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table class="diff"><caption>${escapeHtml(caption)}</caption>${head}<tbody>\n${rows.join('\n')}\n</tbody></table></div>`;
}

function rowHtml(row: DiffRow, id: string): string {
  const same = row.old !== null && row.new !== null && row.old.text === row.new.text;
  const left = row.old === null ? '' : same ? escapeHtml(row.old.text) : `<del>-${escapeHtml(row.old.text)}</del>`;
  const right = row.new === null ? '' : same ? escapeHtml(row.new.text) : `<ins>+${escapeHtml(row.new.text)}</ins>`;
  const at = row.new === null ? '' : ` id="${id}-n${row.new.line}"`;
  const line = `<tr${at}>${number(row.old)}<td>${left}</td>${number(row.new)}<td>${right}</td></tr>`;
  const notes = row.notes.map((note) => `<tr class="note"><td colspan="4">${note}</td></tr>`);
  return [line, ...notes].join('\n');
}

/** A side without a line has no heading either. */
function number(side: DiffRow['old']): string {
  return side === null ? '<td></td>' : `<th scope="row">${side.line}</th>`;
}
