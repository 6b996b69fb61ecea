/** What a source declares: a whole header by the C grammar, a source file or a piece by its tokens. */
import type { Source } from '../tree/model.js';
import type { Declared } from './declared.js';
import { declaredByGrammar } from './declared-by-grammar.js';
import { declaredByTokens } from './declared-by-tokens.js';
import { Recent } from './recent.js';

const known = new Recent<readonly Declared[]>();

/** Declarations in order of lines; each source is read once. Needs the grammar for whole headers. */
export function declarationsOf(source: Source): readonly Declared[] {
  return known.of(source, read);
}

function read(source: Source): readonly Declared[] {
  const byGrammar = source.whole && source.path.endsWith('.h') ? declaredByGrammar(source) : null;
  return byGrammar ?? declaredByTokens(source);
}
