/** Names of the version that is written: the new one, or another that was published. */
import type { ApiPair, CodemodSpec, MapEntry, Surface, SurfaceSymbol } from '../../../src/compat/pair-model.js';
import { PathError } from '../../call-sites/path-error.js';
import { ByHand } from './by-hand.js';

export class TargetNames {
  readonly key: string;
  readonly #pair: ApiPair;
  readonly #surface: Surface | undefined;
  readonly #symbols: ReadonlyMap<string, SurfaceSymbol>;

  /** `target` is the end of a spelling: `v3` of `c:v3`. Throws PathError for one that is not there. */
  constructor(pair: ApiPair, target: string | undefined) {
    this.#pair = pair;
    this.key = target === undefined ? pair.new.c : `c:${target.replace(/^c:/, '')}`;
    this.#surface = pair.surfaces[this.key];
    if (this.#surface === undefined) {
      const names = Object.keys(pair.surfaces).flatMap((key) => (key.startsWith('c:') ? [key.slice(2)] : []));
      throw new PathError(`--target ${target}: no such version; there is ${names.join(', ')}`);
    }
    this.#symbols = new Map(this.#surface.symbols.map((symbol) => [symbol.name, symbol]));
  }

  get isMain(): boolean {
    return this.key === this.#pair.new.c;
  }

  /** How this version spells a name of the new one. Throws ByHand when it has none. */
  spell(name: string): string {
    if (this.#symbols.has(name)) return name;
    const other = this.#spellings(name).find((one) => this.#symbols.has(one));
    if (other !== undefined) return other;
    // Only functions of a published version are all known; its constants need not be listed.
    if (this.isMain || !/^[a-z]/.test(name)) return name;
    throw new ByHand(`${this.#surface?.title ?? this.key} has no ${name}()`);
  }

  /** The name that this version has for what keeps its shape; the same where it lists none. */
  otherName(name: string): string {
    if (this.#symbols.has(name)) return name;
    return this.#spellings(name).find((one) => this.#symbols.has(one)) ?? name;
  }

  symbol(name: string): SurfaceSymbol | undefined {
    return this.#symbols.get(name);
  }

  /** The codemod of an entry for this version. */
  codemod({ codemod }: MapEntry): CodemodSpec {
    return codemod.targets?.[this.key] ?? codemod.c;
  }

  #spellings(name: string): readonly string[] {
    for (const { c, aliases } of this.#pair.map.entries)
      if (c === name || aliases.includes(name)) return [c, ...aliases];
    for (const { c, aliases } of this.#pair.map.additions) {
      if (c !== null && (c === name || aliases.includes(name))) return [c, ...aliases];
    }
    return [];
  }
}
