/** The C grammar: loads it once, parses texts in bounded time. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Language, Parser, type Node } from 'web-tree-sitter';

export type { Node } from 'web-tree-sitter';

/** Steps of the parser per character that no sensible text needs. */
const stepsPerCharacter = 0.05;
const stepsAtLeast = 20_000;
const stepsAtMost = 120_000;

/** The parser gave up on a text. */
export class ParseLimitError extends Error {
  override readonly name = 'ParseLimitError';
}

let parser: Parser | undefined;
let loading: Promise<void> | undefined;

/** Loads the grammar; later calls wait for the first one. */
export function loadGrammar(): Promise<void> {
  loading ??= load();
  return loading;
}

async function load(): Promise<void> {
  await Parser.init();
  const language = await Language.load(grammarFile());
  parser = new Parser();
  parser.setLanguage(language);
}

/** Beside this file when built, in the dependencies of a checkout. */
function grammarFile(): string {
  for (const place of ['./tree-sitter-c.wasm', '../../node_modules/tree-sitter-c/tree-sitter-c.wasm']) {
    const file = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(file)) return file;
  }
  throw new Error('the C grammar tree-sitter-c.wasm is missing; build the package again');
}

/**
 * Parses a text and gives its root to `work`; nodes are dead afterwards. Needs `loadGrammar` before.
 * Throws ParseLimitError when the text takes out-of-proportion work.
 */
export function withTree<T>(text: string, work: (root: Node) => T): T {
  if (parser === undefined) throw new Error('loadGrammar() has to come first');
  let steps = 0;
  const limit = Math.min(stepsAtMost, Math.max(stepsAtLeast, text.length * stepsPerCharacter));
  const tree = parser.parse(text, null, { progressCallback: () => ++steps > limit });
  if (tree === null) {
    parser.reset();
    throw new ParseLimitError('the parser gave up');
  }
  try {
    return work(tree.rootNode);
  } finally {
    tree.delete();
  }
}
