/** Call sites of names in a C tree, with what a rewrite could do for each. */
import type { ApiPair } from '../../src/compat/pair-model.js';
import type { NotRead } from '../diagnostics/model.js';
import type { ConcernedSite } from '../surface/compare.js';

export async function findSites(
  _folder: string,
  _names: readonly string[],
  _pair: ApiPair,
  _cwd: string,
): Promise<{ readonly sites: readonly ConcernedSite[]; readonly notRead: readonly NotRead[] }> {
  await Promise.resolve();
  return { sites: [], notRead: [] };
}
