/** Names that a text declares itself. */
import { readDeclarations } from '../declarations.js';
import { ParseLimitError } from '../grammar.js';
import { DeclaredNames } from './name-source.js';

/** What the text itself declares; nothing for a text that the parser gives up on. */
export function ownNames(text: string): DeclaredNames {
  try {
    return new DeclaredNames(readDeclarations(text).declarations);
  } catch (error) {
    if (error instanceof ParseLimitError) return new DeclaredNames([]);
    throw error;
  }
}
