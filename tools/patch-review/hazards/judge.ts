/** The rules of the call-site checker on one C file as it stands in a series. */
import type { ApiPair } from '../../../src/compat/pair-model.js';
import { textChecker } from '../../c/check-text.js';
import type { Finding } from '../../diagnostics/model.js';
import { Recent } from '../code/recent.js';
import type { Source } from '../tree/model.js';

/** Findings of a source, in the order of the text; empty for a piece of a file and for one that cannot be followed. */
export type Judge = (source: Source) => readonly Finding[];

/** A judge for one pair. `root` is the folder of the base tree, or null. */
export function judgeOf(pair: ApiPair, root: string | null): Judge {
  const check = textChecker(pair, root);
  const known = new Recent<readonly Finding[]>();
  const read = ({ path, spans }: Source) => check(path, spans.map(({ text }) => text).join(''));
  return (source) => (source.whole ? known.of(source, read) : []);
}
