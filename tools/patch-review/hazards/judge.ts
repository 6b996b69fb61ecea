/** The rules of the call-site checker on one C file as it stands in a series. */
import { resolve } from 'node:path';
import type { ApiPair } from '../../../src/compat/pair-model.js';
import { RuleRunner } from '../../call-sites/run-rules.js';
import { ApiNames } from '../../c/api-names.js';
import { readFile } from '../../c/facts/file-facts.js';
import { HeaderNames, HeaderStore } from '../../c/facts/headers.js';
import { ParseLimitError } from '../../c/index.js';
import type { Finding } from '../../diagnostics/model.js';
import { Recent } from '../code/recent.js';
import type { Source } from '../tree/model.js';

/** Findings of a source, in the order of the text; empty for a piece of a file and for one that cannot be followed. */
export type Judge = (source: Source) => readonly Finding[];

/**
 * A judge for one pair. `root` is the folder of the base tree, or null. Text of a patch is not trusted: of its includes
 * only the headers of the API are followed, below `root`.
 */
export function judgeOf(pair: ApiPair, root: string | null): Judge {
  const runner = new RuleRunner(pair, 'c');
  const names = new ApiNames(pair, runner.index);
  const store = new HeaderStore();
  const includes = names.headers.map((header) => `#include <${header}>\n`).join('');
  const known = new Recent<readonly Finding[]>();
  const read = ({ path, spans }: Source): readonly Finding[] => {
    const text = spans.map((span) => span.text).join('');
    const headers = new HeaderNames(store, resolve(root ?? '/nowhere', path), root === null ? '' : includes);
    try {
      return runner.run(readFile(text, { file: path, names, headers, fallback: 'old' }).facts);
    } catch (error) {
      if (error instanceof ParseLimitError || error instanceof RangeError) return [];
      throw error;
    }
  };
  return (source) => (source.whole ? known.of(source, read) : []);
}
