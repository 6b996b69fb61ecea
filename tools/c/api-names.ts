/** The names of a pair in C: which words to look for, and which symbol of which side each stands for. */
import type { ApiPair, Surface, SurfaceSymbol } from '../../src/compat/pair-model.js';
import { type Side, type SurfaceIndex } from '../call-sites/surface-index.js';
import { WordFinder } from './words.js';

/** One published version, with the side of the pair that it belongs to. */
interface Spelling {
  readonly key: string;
  readonly side: Side;
  readonly symbols: ReadonlyMap<string, SurfaceSymbol>;
}

export interface ResolvedName {
  /** The symbol of the surface; for another spelling the main one. */
  readonly symbol: string;
  readonly side: Side;
}

export class ApiNames {
  readonly index: SurfaceIndex;
  readonly callables: ReadonlySet<string>;
  readonly constants: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
  /** Finds callables, constants and types. */
  readonly finder: WordFinder;
  readonly headers: readonly string[];
  readonly #spellings: readonly Spelling[];
  readonly #canonical = new Map<string, string>();

  constructor(pair: ApiPair, index: SurfaceIndex) {
    this.index = index;
    this.#spellings = spellingsOf(pair);
    const callables = new Set<string>();
    const constants = new Set<string>();
    const types = new Set<string>();
    for (const { symbols } of this.#spellings) {
      for (const { name, kind } of symbols.values()) {
        if (kind === 'function' || kind === 'macro') callables.add(name);
        else if (kind === 'constant') constants.add(name);
        else if (kind === 'type') types.add(name);
      }
    }
    for (const { c, aliases, shared } of pair.map.entries) {
      if (shared === true) continue;
      const names = [c, ...aliases].map(bare);
      const main = names.find((name) => index.old.symbols.has(name)) ?? names[0]!;
      for (const name of names) this.#canonical.set(name, main);
      if (names.some((name) => callables.has(name))) for (const name of names) callables.add(name);
    }
    for (const { c, aliases } of pair.map.additions) {
      if (c !== null) for (const name of [c, ...aliases].map(bare)) this.#canonical.set(name, bare(c));
    }
    this.callables = callables;
    this.constants = constants;
    this.types = types;
    this.finder = new WordFinder([...callables, ...constants, ...types].filter((name) => /^\w+$/.test(name)));
    this.headers = [...new Set(Object.values(pair.surfaces).flatMap((surface) => headersOf(surface)))];
  }

  /**
   * Which side a call speaks: what only one side has, else the one whose number of arguments fits. A name that went and
   * came back in another published version is judged by the header of the tree, anything else by the file around it.
   */
  resolveCall(name: string, args: number, file: Side, header: Side | undefined): ResolvedName {
    const sides = new Set<Side>();
    const fitting = new Set<Side>();
    for (const { side, symbols } of this.#spellings) {
      const symbol = symbols.get(name);
      if (symbol === undefined) continue;
      sides.add(side);
      if (symbol.params.length === args) fitting.add(side);
    }
    const isInBoth = this.index.old.symbols.has(name) === this.index.new.symbols.has(name);
    const guess = isInBoth ? file : (header ?? file);
    const only = sides.size === 1 ? [...sides][0]! : fitting.size === 1 ? [...fitting][0]! : guess;
    return { symbol: this.canonical(name, only), side: sides.size === 0 ? 'old' : only };
  }

  /** The side that a mention of a constant or a type belongs to. */
  resolveMention(name: string, fallback: Side): ResolvedName {
    const sides = new Set(this.#spellings.filter(({ symbols }) => symbols.has(name)).map(({ side }) => side));
    return { symbol: this.canonical(name, fallback), side: sides.size === 1 ? [...sides][0]! : fallback };
  }

  canonical(name: string, side: Side): string {
    return this.index[side].symbols.has(name) ? name : (this.#canonical.get(name) ?? name);
  }

  /** The side that fits a call whatever else is said; undefined when both or none do. */
  evidenceOf(name: string, args: number): Side | undefined {
    const fitting = new Set(
      this.#spellings.filter(({ symbols }) => symbols.get(name)?.params.length === args).map(({ side }) => side),
    );
    return fitting.size === 1 ? [...fitting][0] : undefined;
  }

  /** True for a function that only the new version has and whose caller owns a reference afterwards. */
  takesReference(name: string): boolean {
    const symbol = this.index.new.symbols.get(this.canonical(name, 'new'));
    return (
      symbol?.roles.some(({ kind }) => kind === 'takes-reference') === true && !this.index.old.symbols.has(symbol.name)
    );
  }

  /** True for what every version has as a function, none as a macro. */
  isFunction(name: string): boolean {
    const kinds = this.#spellings.flatMap(({ symbols }) => symbols.get(name)?.kind ?? []);
    return kinds.length > 0 && kinds.every((kind) => kind === 'function');
  }

  /** Result type of a function of the API. */
  resultOf(name: string): string | undefined {
    for (const { symbols } of this.#spellings) {
      const symbol = symbols.get(name);
      if (symbol?.kind === 'function') return symbol.result;
    }
    return undefined;
  }

  /** Names that both sides have with different shapes: a change of shape that a call shows. */
  sideOfHeader(shapes: ReadonlyMap<string, number>): Side | undefined {
    let score = 0;
    for (const [name, params] of shapes) {
      const side = this.evidenceOf(name, params);
      if (side !== undefined) score += side === 'new' ? 1 : -1;
    }
    return score === 0 ? undefined : score > 0 ? 'new' : 'old';
  }
}

function headersOf({ language, headers }: Surface): readonly string[] {
  return language === 'c' ? (headers ?? []) : [];
}

/** `struct x` as `x`. */
function bare(name: string): string {
  return name.replace(/^(?:struct|enum|union) /, '');
}

/** The C surfaces, each put to the side that it has more declarations in common with. */
function spellingsOf(pair: ApiPair): readonly Spelling[] {
  const own = Object.entries(pair.surfaces).filter(([, surface]) => surface.language === 'c');
  const shapes = (key: string) => new Set((pair.surfaces[key]?.symbols ?? []).map(shapeOf));
  const old = shapes(pair.old.c);
  const fresh = shapes(pair.new.c);
  return own.map(([key, surface]) => {
    const inOld = surface.symbols.filter((symbol) => old.has(shapeOf(symbol)) && !fresh.has(shapeOf(symbol))).length;
    const inNew = surface.symbols.filter((symbol) => fresh.has(shapeOf(symbol)) && !old.has(shapeOf(symbol))).length;
    const side: Side = key === pair.old.c || (key !== pair.new.c && inOld >= inNew) ? 'old' : 'new';
    return { key, side, symbols: new Map(surface.symbols.map((symbol) => [symbol.name, symbol])) };
  });
}

function shapeOf({ name, kind, params }: SurfaceSymbol): string {
  return `${kind} ${name}/${params.length}`;
}
