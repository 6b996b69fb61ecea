/** Call sites of some functions in a C tree, with what a rewrite could do for each. */
import type { ApiPair, Surface } from '../../src/compat/pair-model.js';
import { levelOfPlan, planCall } from '../call-sites/plan-call.js';
import { indexSurfaces } from '../call-sites/surface-index.js';
import type { NotRead } from '../diagnostics/model.js';
import type { SurfaceItem } from '../surface/api-surface.js';
import type { ConcernedSite } from '../surface/compare.js';
import { readTree } from './read-tree.js';

/** Looks for calls of the items under a folder; the map of the pair says how far a rewrite goes. */
export async function findSites(
  folder: string,
  items: readonly SurfaceItem[],
  pair: ApiPair,
  cwd: string,
): Promise<{ readonly sites: readonly ConcernedSite[]; readonly notRead: readonly NotRead[] }> {
  const callables = items.filter(({ kind }) => kind === 'function' || kind === 'macro');
  if (callables.length === 0) return { sites: [], notRead: [] };
  const entries = indexSurfaces(pair, 'c').entries;
  const tree = await readTree([folder], pairOf(callables, pair), { cwd });
  const sites = tree.files.flatMap(({ facts, file, scan, sources }) =>
    facts.sites.flatMap((site): ConcernedSite[] => {
      if (site.form === 'reference') return [];
      const name = sources[site.id]?.name ?? site.symbol;
      const entry = entries.get(name);
      const plan = entry === undefined ? undefined : planCall(pair, 'c', entry.codemod.c, site.args);
      return [
        {
          file,
          line: scan.lines.lineOf(site.start),
          symbol: name,
          fix: plan === undefined ? 'none' : levelOfPlan(plan),
          argTypes: site.args.map(({ types, literal }) => (literal === 'null' ? ['null'] : types)),
          argCount: site.args.length,
        },
      ];
    }),
  );
  return { sites, notRead: tree.notRead };
}

/** A pair that has just these functions, under both names of a side. */
function pairOf(items: readonly SurfaceItem[], pair: ApiPair): ApiPair {
  const surface: Surface = {
    language: 'c',
    title: 'what is compared',
    headers: pair.surfaces[pair.old.c]?.headers ?? [],
    symbols: items.map(({ name, kind, params, result, signature }) => ({
      name,
      kind: kind === 'macro' ? 'macro' : 'function',
      params,
      result,
      roles: [],
      signature,
    })),
  };
  return {
    ...pair,
    surfaces: { 'c:compared': surface },
    old: { ...pair.old, c: 'c:compared' },
    new: { ...pair.new, c: 'c:compared' },
    map: { ...pair.map, entries: [], additions: [] },
  };
}
