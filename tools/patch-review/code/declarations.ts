/** What a source declares: a whole header by the C grammar, a source file or a piece by its tokens. */
import type { Source } from '../tree/model.js';
import type { Declared } from './declared.js';
import { declaredByGrammar } from './declared-by-grammar.js';
import { declaredByTokens } from './declared-by-tokens.js';

const known = new WeakMap<Source, readonly Declared[]>();

/** Declarations in order of lines; each source is read once. Needs the grammar for whole headers. */
export function declarationsOf(source: Source): readonly Declared[] {
  const before = known.get(source);
  if (before !== undefined) return before;
  const byGrammar = source.whole && source.path.endsWith('.h') ? declaredByGrammar(source) : null;
  const found = byGrammar ?? declaredByTokens(source);
  known.set(source, found);
  return found;
}
