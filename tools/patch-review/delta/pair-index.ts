/** A pair of APIs by its C names: what the map and the surfaces know of a name. */
import type { ApiPair, ChangeGroup, MapAddition, MapEntry } from '../../../src/compat/pair-model.js';
import { MapIndex } from '../../surface/join-map.js';

export interface PairIndex {
  readonly pair: ApiPair;
  /** What the map knows of C names. */
  readonly map: MapIndex;
  /** All C names of functions and macros. */
  readonly names: ReadonlySet<string>;
  /** Header paths as they stand in an include. */
  readonly headers: readonly string[];
  group(name: string): ChangeGroup;
  /** What all calls of the API begin with, up to a `_`; empty when there is no such thing. */
  readonly prefix: string;
}

/** Indexes the C side of a pair. */
export function indexPair(pair: ApiPair): PairIndex {
  const map = new MapIndex(pair, 'c');
  const headers = new Set<string>();
  const names = new Set<string>();
  for (const surface of Object.values(pair.surfaces)) {
    if (surface.language !== 'c') continue;
    for (const header of surface.headers ?? []) headers.add(header);
    for (const symbol of surface.symbols) {
      if (symbol.kind === 'function' || symbol.kind === 'macro') names.add(symbol.name);
    }
  }
  return {
    pair,
    map,
    names,
    headers: [...headers],
    group: (name) => groupOf(map.entry(name) ?? map.reachedFrom(name), map.addition(name)),
    prefix: sharedPrefix([...names].filter((name) => name === name.toLowerCase())),
  };
}

function groupOf(entry: MapEntry | undefined, addition: MapAddition | undefined): ChangeGroup {
  if (entry?.behaviours.some(({ group }) => group === 'token-typing') === true) return 'token-typing';
  return entry?.behaviours[0]?.group ?? addition?.group ?? 'came-along';
}

/** Most common first word of names. */
export function sharedPrefix(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) {
    const prefix = /^[a-z0-9]+_/.exec(name)?.[0];
    if (prefix !== undefined) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] * 2 > names.length ? best[0] : '';
}
