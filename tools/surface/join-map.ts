/** Joins changes with what the map of a pair tells about them. */
import type {
  ApiPair,
  ChangeGroup,
  Language,
  MapAddition,
  MapEntry,
  SurfaceSymbol,
} from '../../src/compat/pair-model.js';
import type { SurfaceItem } from './api-surface.js';
import { isSameShape, type Delta, type RawDelta } from './delta.js';
import type { ApiDelta, DeltaStatus } from './model.js';
import { normalType } from './type-text.js';

/** A change with what is known about it. */
export interface JoinedDelta extends ApiDelta {
  readonly also: RawDelta['also'];
  readonly before: SurfaceItem | null;
  readonly after: SurfaceItem | null;
  /** Words of the map; empty where it has none. */
  readonly note: string;
  /** Names that take the symbol's place. */
  readonly replacedBy: readonly string[];
}

/** What a pair knows of names in one language. */
export class MapIndex {
  readonly #entries = new Map<string, MapEntry>();
  readonly #additions = new Map<string, MapAddition>();
  readonly #known = new Map<string, SurfaceSymbol[]>();
  readonly #spelling = new Map<string, string>();
  readonly #published = new Map<string, SurfaceSymbol[]>();
  readonly #reached = new Map<string, MapEntry>();
  readonly #memberGroups = new Map<string, ChangeGroup>();
  readonly #language: Language;

  constructor(pair: ApiPair, language: Language) {
    this.#language = language;
    for (const { group, with: facts } of pair.map.hazards) {
      const members: unknown = facts['members'];
      if (Array.isArray(members)) for (const member of members) this.#memberGroups.set(String(member), group);
    }
    for (const entry of pair.map.entries) {
      const names = language === 'ts' ? [entry.symbol] : [entry.c, ...entry.aliases];
      for (const name of names) if (!this.#entries.has(bare(name))) this.#entries.set(bare(name), entry);
      this.#spelling.set(entry.symbol, bare(entry.c));
    }
    for (const addition of pair.map.additions) {
      const names = language === 'ts' ? [addition.symbol] : [addition.c, ...addition.aliases];
      for (const name of names)
        if (name !== null && !this.#additions.has(bare(name))) this.#additions.set(bare(name), addition);
      if (addition.c !== null) this.#spelling.set(addition.symbol, bare(addition.c));
    }
    for (const [key, surface] of Object.entries(pair.surfaces)) {
      if (surface.language !== language) continue;
      for (const symbol of surface.symbols) {
        this.#published.set(symbol.name, [...(this.#published.get(symbol.name) ?? []), symbol]);
        if (key === pair.old[language]) continue;
        this.#known.set(symbol.name, [...(this.#known.get(symbol.name) ?? []), symbol]);
      }
    }
    for (const entry of pair.map.entries) {
      for (const name of this.targets(entry)) if (!this.#reached.has(name)) this.#reached.set(name, entry);
    }
  }

  entry(name: string): MapEntry | undefined {
    return this.#entries.get(name) ?? this.#entries.get(name.slice(0, Math.max(0, name.lastIndexOf('.'))));
  }

  addition(name: string): MapAddition | undefined {
    return this.#additions.get(name) ?? this.#additions.get(name.slice(0, Math.max(0, name.lastIndexOf('.'))));
  }

  /** The entry of the old symbol that a new one takes the place of. */
  reachedFrom(name: string): MapEntry | undefined {
    return this.#reached.get(name);
  }

  /** Group of a member that a hazard is about. */
  memberGroup(name: string): ChangeGroup | undefined {
    return this.#memberGroups.get(name);
  }

  /** A symbol as this language spells it; undefined when it has no such spelling. */
  spelled(symbol: string): string | undefined {
    if (this.#language === 'ts') return symbol;
    const known = this.#spelling.get(symbol);
    if (known !== undefined) return known;
    const snake = symbol.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    return this.#known.has(snake) ? snake : undefined;
  }

  /** Words of the map with the symbols in this language. */
  inWords(text: string): string {
    return text.replace(/\b[a-z]+(?:[A-Z][a-z0-9]*)+\b/g, (word) => this.spelled(word) ?? word);
  }

  /** Declarations of a name in the new version and in other published ones. */
  known(name: string): readonly SurfaceSymbol[] {
    return this.#known.get(name) ?? [];
  }

  /** Declarations of a name in any version. */
  published(name: string): readonly SurfaceSymbol[] {
    return this.#published.get(name) ?? [];
  }

  /** Names in this language that the map gives for what takes an old symbol's place. */
  targets(entry: MapEntry): readonly string[] {
    const { counterpart } = entry;
    if (counterpart.kind === 'removed') return [];
    const symbols = typeof counterpart.to === 'string' ? [counterpart.to] : counterpart.to;
    return symbols.flatMap((symbol) => this.spelled(symbol) ?? []);
  }

  /** Spellings of one entry that were published. */
  aliases(entry: MapEntry): readonly string[] {
    return this.#language === 'ts' ? [entry.symbol] : [entry.c, ...entry.aliases].map(bare);
  }
}

/** `struct x` as `x`. */
function bare(name: string): string {
  return name.replace(/^(?:struct|enum|union) /, '');
}

/** Joins every change; symbols that only changed their name become one change. */
export function joinMap({ changes }: Delta, index: MapIndex): readonly JoinedDelta[] {
  return renamed(changes, index).map((change) => joined(change, index));
}

/** Puts a symbol that went and one that came together: by the map, or because they have one shape and much of the name. */
function renamed(changes: readonly RawDelta[], index: MapIndex): readonly RawDelta[] {
  const out = [...changes];
  for (const gone of changes) {
    if (gone.kind !== 'removed' || gone.before === null) continue;
    const came = out.filter(({ kind }) => kind === 'added');
    const told = came.filter(({ symbol }) => namesOf(gone.symbol, index).includes(symbol));
    const isTold = index.entry(gone.symbol) !== undefined;
    const alike = came.filter(({ symbol, after }) => !isTold && isLikely(gone.symbol, gone.before!, symbol, after!));
    const [partner, ...others] = told.length > 0 ? told : alike;
    if (partner === undefined || others.length > 0) continue;
    out.splice(out.indexOf(partner), 1, { ...partner, kind: 'renamed', before: gone.before });
    out.splice(out.indexOf(gone), 1);
  }
  return out;
}

function namesOf(name: string, index: MapIndex): readonly string[] {
  const entry = index.entry(name);
  if (entry === undefined) return [];
  const isOneToOne = entry.counterpart.kind === 'renamed';
  return [...index.aliases(entry), ...(isOneToOne ? index.targets(entry) : [])].filter((other) => other !== name);
}

function isLikely(was: string, before: SurfaceItem, is: string, after: SurfaceItem): boolean {
  if (before.kind !== 'function' || before.params.length === 0 || !isSameShape(before, after)) return false;
  const words = (name: string) => name.split(/_|(?=[A-Z])/).map((word) => word.toLowerCase());
  return words(was).filter((word) => words(is).includes(word)).length >= 2;
}

function joined(change: RawDelta, index: MapIndex): JoinedDelta {
  const { before, after, kind, also } = change;
  const entry = index.entry(change.symbol) ?? (before === null ? undefined : index.entry(before.name));
  const addition = index.addition(change.symbol);
  const reached = before === null ? index.reachedFrom(change.symbol) : undefined;
  return {
    symbol: change.symbol,
    kind,
    group: index.memberGroup(change.symbol) ?? groupOf(entry ?? reached, addition),
    status: statusOf(change, entry ?? reached, addition, index),
    old: before?.signature ?? null,
    new: after?.signature ?? null,
    also,
    before,
    after,
    note: index.inWords(noteOf(change, entry, addition, reached, index)),
    replacedBy: kind === 'removed' && entry !== undefined ? index.targets(entry) : [],
  };
}

function groupOf(entry: MapEntry | undefined, addition: MapAddition | undefined): ChangeGroup {
  if (entry === undefined) return addition?.group ?? 'came-along';
  const groups = entry.behaviours.map(({ group }) => group);
  if (groups.includes('token-typing')) return 'token-typing';
  return groups[0] ?? addition?.group ?? 'came-along';
}

function noteOf(
  { kind, symbol }: RawDelta,
  entry: MapEntry | undefined,
  addition: MapAddition | undefined,
  reached: MapEntry | undefined,
  index: MapIndex,
): string {
  if (kind === 'stub-changed') return '';
  if (entry === undefined && reached !== undefined) return `replaces ${index.aliases(reached)[0] ?? reached.symbol}`;
  if (entry === undefined) return addition?.because ?? '';
  // An old symbol that appears has not been replaced.
  if (kind === 'added' && index.known(symbol).length === 0) return '';
  switch (entry.counterpart.kind) {
    case 'retyped':
      return entry.counterpart.what;
    case 'split':
      return `split by ${entry.counterpart.by}`;
    case 'removed':
      return entry.counterpart.because;
    default:
      return '';
  }
}

function statusOf(
  change: RawDelta,
  entry: MapEntry | undefined,
  addition: MapAddition | undefined,
  index: MapIndex,
): DeltaStatus {
  if (entry === undefined && addition === undefined) return 'unknown';
  if (change.kind === 'stub-changed') return 'told';
  const { after } = change;
  if (after === null) return goneAsTold(change.symbol, entry, index) ? 'told' : 'drift';
  const known = change.kind === 'added' ? index.published(after.name) : index.known(after.name);
  if (known.length === 0) return after.kind === 'member' || after.kind === 'type' ? 'told' : 'drift';
  return known.some((symbol) => agrees(symbol, after)) ? 'told' : 'drift';
}

/** A symbol may go when something else takes its place, or nothing does. */
function goneAsTold(name: string, entry: MapEntry | undefined, index: MapIndex): boolean {
  if (entry === undefined) return false;
  if (entry.counterpart.kind === 'removed' || entry.counterpart.kind === 'split') return true;
  return !index.targets(entry).includes(name) || index.known(name).length === 0;
}

function agrees(symbol: SurfaceSymbol, item: SurfaceItem): boolean {
  if (symbol.kind !== 'function' || item.kind !== 'function')
    return symbol.kind !== 'function' || item.kind === 'macro';
  return (
    normalType(symbol.result) === normalType(item.result) &&
    symbol.params.length === item.params.length &&
    symbol.params.every(({ type }, at) => normalType(type) === normalType(item.params[at]?.type ?? ''))
  );
}
