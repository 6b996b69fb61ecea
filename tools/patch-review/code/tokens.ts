/** Tokens of a source, read once for all who ask. */
import type { Source } from '../tree/model.js';
import type { Token } from './lex.js';
import { lex } from './lex.js';

const known = new WeakMap<Source, readonly (readonly Token[])[]>();

/** Tokens of each span. */
export function tokensOf(source: Source): readonly (readonly Token[])[] {
  const before = known.get(source);
  if (before !== undefined) return before;
  const found = source.spans.map((span) => lex(span.text, span.line));
  known.set(source, found);
  return found;
}
