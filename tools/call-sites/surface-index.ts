/** Names of one pair in one language, ready for look-up while a file is read. */
import type { ApiPair, Language, MapEntry, Role, Surface, SurfaceSymbol } from '../../src/compat/pair-model.js';

export type Side = 'old' | 'new';

export interface SurfaceSide {
  readonly surface: Surface;
  readonly symbols: ReadonlyMap<string, SurfaceSymbol>;
  readonly functions: ReadonlySet<string>;
  readonly constants: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** Member name to the types that have it: `token` to `['Set']`. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

export interface SurfaceIndex {
  readonly language: Language;
  readonly old: SurfaceSide;
  readonly new: SurfaceSide;
  /** Entry by the old name in this language, aliases too. */
  readonly entries: ReadonlyMap<string, MapEntry>;
}

const empty: Surface = { language: 'ts', title: '', symbols: [] };

function sideOf(surface: Surface): SurfaceSide {
  const byKind = (...kinds: SurfaceSymbol['kind'][]) =>
    new Set(surface.symbols.filter((symbol) => kinds.includes(symbol.kind)).map((symbol) => symbol.name));
  const members = new Map<string, string[]>();
  for (const name of byKind('member')) {
    const dot = name.lastIndexOf('.');
    if (dot < 0) continue;
    const owners = members.get(name.slice(dot + 1)) ?? [];
    owners.push(name.slice(0, dot));
    members.set(name.slice(dot + 1), owners);
  }
  const types = byKind('type');
  for (const name of surface.interfaces ?? []) types.add(name);
  return {
    surface,
    symbols: new Map(surface.symbols.map((symbol) => [symbol.name, symbol])),
    functions: byKind('function'),
    constants: byKind('constant', 'macro'),
    types,
    members,
  };
}

/** Surface of one side in a language; an empty one when the pair has none. */
export function surfaceOf(pair: ApiPair, language: Language, side: Side): Surface {
  return pair.surfaces[pair[side][language]] ?? { ...empty, language };
}

export function indexSurfaces(pair: ApiPair, language: Language): SurfaceIndex {
  const entries = new Map<string, MapEntry>();
  for (const entry of pair.map.entries) {
    if (language === 'ts') entries.set(entry.symbol, entry);
    else if (entry.shared !== true) for (const name of [entry.c, ...entry.aliases]) entries.set(name, entry);
  }
  return {
    language,
    old: sideOf(surfaceOf(pair, language, 'old')),
    new: sideOf(surfaceOf(pair, language, 'new')),
    entries,
  };
}

export function rolesOf(index: SurfaceIndex, symbol: string, side: Side): readonly Role[] {
  return index[side].symbols.get(symbol)?.roles ?? [];
}
