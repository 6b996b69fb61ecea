/** The C reader: declarations of a header, uses of names in a source. Loads its grammar by itself. */
import { readCalls } from './call-sites.js';
import { readDeclarations } from './declarations.js';
import type { CDeclarations } from './declared.js';
import { loadGrammar } from './grammar.js';
import type { CCalls } from './model.js';

export type { CDeclaration, CDeclarations, CParameter } from './declared.js';
export type { CArgument, CCall, CCalls, CReference, Hit, HitKind, Span } from './model.js';
export { loadGrammar, ParseLimitError } from './grammar.js';
export { readCalls } from './call-sites.js';
export { readDeclarations } from './declarations.js';
export { WordFinder } from './words.js';

/** Declarations of a header. Throws ParseLimitError when its text takes the parser too long. */
export async function parseDeclarations(text: string, _file: string): Promise<CDeclarations> {
  await loadGrammar();
  return readDeclarations(text);
}

/** Calls, references and all other places of the names in a text; `file` stands in what was not read. */
export async function findCalls(text: string, file: string, names: Iterable<string>): Promise<CCalls> {
  await loadGrammar();
  return readCalls(text, file, names);
}
