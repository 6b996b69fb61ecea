/** Places where one of many words stands in a text. */

export interface WordHit {
  readonly name: string;
  readonly start: number;
}

/** Finds words of a list; made once, used on many texts. */
export class WordFinder {
  readonly names: ReadonlySet<string>;
  readonly #pattern: RegExp | null;

  constructor(names: Iterable<string>) {
    this.names = new Set(names);
    const longestFirst = [...this.names].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
    this.#pattern = longestFirst.length === 0 ? null : new RegExp(`\\b(?:${longestFirst.join('|')})\\b`, 'g');
  }

  /** True when one of the words is in a text. */
  isIn(text: string): boolean {
    if (this.#pattern === null) return false;
    return text.search(this.#pattern) >= 0;
  }

  /** In order. */
  find(text: string): readonly WordHit[] {
    if (this.#pattern === null) return [];
    return Array.from(text.matchAll(this.#pattern), (match) => ({ name: match[0], start: match.index }));
  }
}
