/** Arguments of a call, split at its commas; comments, strings and brackets are passed over. */
import type { CArgument, Span } from './model.js';
import { type Lexical, regionAt } from './lexical.js';

export interface ArgumentList {
  readonly args: readonly CArgument[];
  /** Offset behind the closing bracket. */
  readonly end: number;
}

const farthest = 50_000;

/** Splits the list whose `(` is at `open`. Null when it does not close within reach. */
export function splitArguments(text: string, open: number, lexical: Lexical): ArgumentList | null {
  const args: CArgument[] = [];
  let depth = 0;
  let start = open + 1;
  const last = Math.min(text.length, open + farthest);
  for (let at = open; at < last; at++) {
    const letter = text[at]!;
    if (letter === '/' || letter === '"' || letter === "'") {
      const region = regionAt(lexical.comments, at) ?? regionAt(lexical.strings, at);
      if (region !== undefined) at = region.end - 1;
    } else if (letter === '(' || letter === '[' || letter === '{') depth++;
    else if (letter === ')' || letter === ']' || letter === '}') {
      depth--;
      if (depth < 0 || (depth === 0 && letter !== ')')) return null;
      if (depth > 0) continue;
      const span = trimmed(text, start, at, lexical);
      if (args.length > 0 || span.end > span.start) args.push(argument(text, span));
      return { args, end: at + 1 };
    } else if (letter === ',' && depth === 1) {
      args.push(argument(text, trimmed(text, start, at, lexical)));
      start = at + 1;
    }
  }
  return null;
}

function argument(text: string, { start, end }: Span): CArgument {
  return { start, end, text: text.slice(start, end) };
}

/** Blanks, continuations and comments at both ends do not belong to the argument. */
function trimmed(text: string, from: number, to: number, { comments }: Lexical): Span {
  let start = from;
  let end = to;
  for (;;) {
    while (start < end && /[\s\\]/.test(text[start]!)) start++;
    const comment = text[start] === '/' ? regionAt(comments, start) : undefined;
    if (comment === undefined || comment.start !== start || comment.end > end) break;
    start = comment.end;
  }
  for (;;) {
    while (end > start && /[\s\\]/.test(text[end - 1]!)) end--;
    const comment = end > start ? regionAt(comments, end - 1) : undefined;
    if (comment === undefined || comment.start < start) break;
    end = comment.start;
  }
  return { start, end };
}
