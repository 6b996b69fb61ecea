/** A pair of APIs by its C names: what the map and the surfaces know of a name. */
import type { ApiPair, ChangeGroup, MapAddition, MapEntry, SurfaceSymbol } from '../../../src/compat/pair-model.js';

export interface PairIndex {
  readonly pair: ApiPair;
  /** Entry of an old C name, by its main spelling and its aliases. */
  entry(name: string): MapEntry | undefined;
  addition(name: string): MapAddition | undefined;
  /** Declarations of a name in the C surfaces; the old one apart. */
  oldSymbol(name: string): SurfaceSymbol | undefined;
  newSymbols(name: string): readonly SurfaceSymbol[];
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
  const entries = new Map<string, MapEntry>();
  for (const entry of pair.map.entries) {
    if (entry.shared === true) continue;
    for (const name of [entry.c, ...entry.aliases]) if (!entries.has(bare(name))) entries.set(bare(name), entry);
  }
  const additions = new Map<string, MapAddition>();
  for (const addition of pair.map.additions) {
    for (const name of [addition.c, ...addition.aliases])
      if (name !== null && !additions.has(bare(name))) additions.set(bare(name), addition);
  }
  const old = new Map<string, SurfaceSymbol>();
  const fresh = new Map<string, SurfaceSymbol[]>();
  const headers = new Set<string>();
  const names = new Set<string>();
  for (const [spelling, surface] of Object.entries(pair.surfaces)) {
    if (surface.language !== 'c') continue;
    for (const header of surface.headers ?? []) headers.add(header);
    for (const symbol of surface.symbols) {
      if (spelling === pair.old.c) old.set(symbol.name, symbol);
      else fresh.set(symbol.name, [...(fresh.get(symbol.name) ?? []), symbol]);
      if (symbol.kind === 'function' || symbol.kind === 'macro') names.add(symbol.name);
    }
  }
  return {
    pair,
    entry: (name) => entries.get(name),
    addition: (name) => additions.get(name),
    oldSymbol: (name) => old.get(name),
    newSymbols: (name) => fresh.get(name) ?? [],
    names,
    headers: [...headers],
    group: (name) => groupOf(entries.get(name), additions.get(name)),
    prefix: sharedPrefix([...names].filter((name) => name === name.toLowerCase())),
  };
}

/** `struct foo` as `foo`. */
function bare(name: string): string {
  return name.replace(/^(?:struct|enum|union) /, '');
}

function groupOf(entry: MapEntry | undefined, addition: MapAddition | undefined): ChangeGroup {
  if (entry === undefined) return addition?.group ?? 'came-along';
  if (entry.counterpart.kind === 'retyped') return 'token-typing';
  return entry.behaviours[0]?.group ?? addition?.group ?? 'came-along';
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
