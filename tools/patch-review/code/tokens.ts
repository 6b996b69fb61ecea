/** Tokens of a source, read once for all who ask. */
import type { Source } from '../tree/model.js';
import type { Token } from './lex.js';
import { lex } from './lex.js';
import { Recent } from './recent.js';

const known = new Recent<readonly (readonly Token[])[]>();

/** Tokens of each span. */
export function tokensOf(source: Source): readonly (readonly Token[])[] {
  return known.of(source, ({ spans }) => spans.map((span) => lex(span.text, span.line)));
}
