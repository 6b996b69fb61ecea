/** Edits of one file, collected while it is read and applied together from the end. */
import MagicString from 'magic-string';
import type { ts } from 'ts-morph';
import { startOf } from '../syntax.js';

export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Insertions at one point: those that close come first, inner before outer; then those that open, outer first. */
  readonly side: 'open' | 'close' | 'replace';
  /** Length of what an insertion surrounds. */
  readonly around: number;
}

/** Puts text before and behind a node. */
export function surround(node: ts.Node, before: string, behind: string): readonly TextEdit[] {
  const [start, end] = [startOf(node), node.end];
  const around = end - start;
  const out: TextEdit[] = [];
  if (before !== '') out.push({ start, end: start, text: before, side: 'open', around });
  if (behind !== '') out.push({ start: end, end, text: behind, side: 'close', around });
  return out;
}

export function replaceSpan(start: number, end: number, text: string): TextEdit {
  return { start, end, text, side: 'replace', around: 0 };
}

export function replaceNode(node: ts.Node, text: string): TextEdit {
  return replaceSpan(startOf(node), node.end, text);
}

export function insertAt(at: number, text: string): TextEdit {
  return { start: at, end: at, text, side: 'open', around: Number.MAX_SAFE_INTEGER };
}

/** A template of the map around a node: `$` is the node itself, which keeps its own edits. */
export function applyTemplate(node: ts.Node, template: string): readonly TextEdit[] | undefined {
  const parts = template.split('$');
  return parts.length === 2 ? surround(node, parts[0]!, parts[1]!) : undefined;
}

const rank = { close: 0, open: 1, replace: 2 } as const;

function order(a: TextEdit, b: TextEdit): number {
  if (a.start !== b.start) return a.start - b.start;
  if (rank[a.side] !== rank[b.side]) return rank[a.side] - rank[b.side];
  return a.side === 'close' ? a.around - b.around : b.around - a.around;
}

/** Two edits change the same characters. */
export class EditConflict extends Error {
  override readonly name = 'EditConflict';
  readonly at: number;

  constructor(at: number) {
    super('two rewrites change the same text');
    this.at = at;
  }
}

/** The text with all edits. Throws EditConflict. */
export function applyEdits(text: string, edits: readonly TextEdit[], shift: number): string {
  const sorted = [...edits].sort(order);
  const out = new MagicString(text);
  let reached = 0;
  for (const edit of sorted) {
    if (edit.start < reached) throw new EditConflict(edit.start);
    const [start, end] = [edit.start + shift, edit.end + shift];
    if (start === end) out.appendLeft(start, edit.text);
    else {
      out.update(start, end, edit.text === '' ? '' : edit.text);
      reached = edit.end;
    }
  }
  return out.toString();
}

/** Where a character of the new text was in the old one, for characters that were kept. */
export function originOf(position: number, edits: readonly TextEdit[]): number | undefined {
  let before = 0;
  let after = 0;
  for (const edit of [...edits].sort(order)) {
    const kept = edit.start - before;
    if (position < after + kept) return before + (position - after);
    after += kept + edit.text.length;
    before = edit.end;
    if (position < after) return undefined;
  }
  return before + (position - after);
}

/** The same changes as edits that neither touch nor share a place, in the order of the text. */
export function mergeEdits(
  text: string,
  edits: readonly TextEdit[],
): readonly { start: number; end: number; text: string }[] {
  const out: { start: number; end: number; text: string }[] = [];
  for (const edit of [...edits].sort(order)) {
    const last = out.at(-1);
    if (last !== undefined && edit.start <= last.end) {
      out[out.length - 1] = {
        start: last.start,
        end: Math.max(last.end, edit.end),
        text: last.text + text.slice(last.end, edit.start) + edit.text,
      };
    } else out.push({ start: edit.start, end: edit.end, text: edit.text });
  }
  return out;
}
