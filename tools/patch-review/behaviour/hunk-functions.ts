/** Functions as far as hunks show them, when the file itself is not at hand: named by git's heading, cut at the edges. */
import type { FunctionBody } from '../code/functions.js';
import { functionsIn } from '../code/functions.js';
import { lex } from '../code/lex.js';
import type { FilePatch, Hunk } from '../diff/model.js';
import { sideOf } from '../diff/model.js';

/** Functions of one side of a patch. Pieces of one function in several hunks are one body. */
export function hunkFunctions(patch: FilePatch, side: 'old' | 'new'): Map<string, FunctionBody> {
  const found = new Map<string, FunctionBody>();
  for (const hunk of patch.hunks) {
    for (const piece of piecesOf(hunk, side)) {
      const known = found.get(piece.name);
      found.set(
        piece.name,
        known === undefined ? piece : { ...known, endLine: piece.endLine, body: [...known.body, ...piece.body] },
      );
    }
  }
  return found;
}

/** Name of the function that a heading is the head of, or null. */
export function headingName(heading: string): string | null {
  const match = /^[A-Za-z_][\w\s*]*?\b([A-Za-z_]\w*)\s*\(/.exec(heading);
  return match === null || /^(?:if|for|while|switch|return|else)$/.test(match[1] ?? '') ? null : (match[1] ?? null);
}

function piecesOf(hunk: Hunk, side: 'old' | 'new'): FunctionBody[] {
  const lines = sideOf(hunk, side);
  const start = side === 'old' ? hunk.oldStart : hunk.newStart;
  const opens = lines.findIndex((line) => /^[A-Za-z_]/.test(line) && !/^[A-Za-z_]\w*:/.test(line));
  const closes = lines.findIndex((line) => line.startsWith('}'));
  const name = headingName(hunk.heading);
  const edge = Math.min(...[opens, closes, lines.length].filter((at) => at >= 0));
  const pieces: FunctionBody[] = [];
  if (name !== null && edge > 0) {
    const body = lex(lines.slice(0, edge).join('\n'), start);
    pieces.push({
      name,
      line: start,
      endLine: start + edge,
      head: [],
      params: [],
      body,
      isStatic: hunk.heading.startsWith('static'),
      isInline: false,
      complete: false,
      isTooLong: false,
    });
  }
  pieces.push(
    ...functionsIn(
      lex(lines.slice(edge === closes ? edge + 1 : edge).join('\n'), start + (edge === closes ? edge + 1 : edge)),
    ),
  );
  return pieces;
}
