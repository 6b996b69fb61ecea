/** The call-site rules on one C text that no file holds. */
import { resolve } from 'node:path';
import type { ApiPair } from '../../src/compat/pair-model.js';
import { RuleRunner } from '../call-sites/run-rules.js';
import type { Finding } from '../diagnostics/model.js';
import { ApiNames } from './api-names.js';
import { readFile } from './facts/file-facts.js';
import { HeaderNames, HeaderStore } from './facts/headers.js';
import { ParseLimitError } from './grammar.js';

/** Findings of a text, in its order; `path` is where it would stand. Empty for a text that cannot be followed. */
export type TextChecker = (path: string, text: string) => readonly Finding[];

/**
 * A checker for one pair. `root` is the folder of the tree, or null. The text is not trusted: of its includes only the
 * headers of the API are followed, below `root`. Needs `loadGrammar` before a call.
 */
export function textChecker(pair: ApiPair, root: string | null): TextChecker {
  const runner = new RuleRunner(pair, 'c');
  const names = new ApiNames(pair, runner.index);
  const store = new HeaderStore();
  const includes = names.headers.map((header) => `#include <${header}>\n`).join('');
  return (path, text) => {
    const headers = new HeaderNames(store, resolve(root ?? '/nowhere', path), root === null ? '' : includes);
    try {
      return runner.run(readFile(text, { file: path, names, headers, fallback: 'old' }).facts);
    } catch (error) {
      if (error instanceof ParseLimitError || error instanceof RangeError) return [];
      throw error;
    }
  };
}
