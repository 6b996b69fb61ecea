/**
 * Which of 2^20 ids are taken: four levels of 32-bit words, a bit of an upper level is set when the word below it is
 * full. The lowest free id is found by looking at one word of each level.
 */

export const bitmapIds = 1 << 20;

const leafWords = bitmapIds >>> 5;

export class IdBitmap {
  readonly #level0 = new Uint32Array(leafWords);
  readonly #level1 = new Uint32Array(leafWords >>> 5);
  readonly #level2 = new Uint32Array(leafWords >>> 10);
  #level3 = 0;

  has(id: number): boolean {
    return ((this.#level0[id >>> 5]! >>> (id & 31)) & 1) === 1;
  }

  take(id: number): void {
    const word = id >>> 5;
    const taken = (this.#level0[word]! | (1 << (id & 31))) >>> 0;
    this.#level0[word] = taken;
    if (taken !== 0xffff_ffff) return;
    const above = (this.#level1[word >>> 5]! | (1 << (word & 31))) >>> 0;
    this.#level1[word >>> 5] = above;
    if (above !== 0xffff_ffff) return;
    const top = (this.#level2[word >>> 10]! | (1 << ((word >>> 5) & 31))) >>> 0;
    this.#level2[word >>> 10] = top;
    if (top === 0xffff_ffff) this.#level3 = (this.#level3 | (1 << (word >>> 10))) >>> 0;
  }

  release(id: number): void {
    const word = id >>> 5;
    const before = this.#level0[word]!;
    this.#level0[word] = before & ~(1 << (id & 31));
    // Only a full word is marked above.
    if (before !== 0xffff_ffff) return;
    this.#level1[word >>> 5] = this.#level1[word >>> 5]! & ~(1 << (word & 31));
    this.#level2[word >>> 10] = this.#level2[word >>> 10]! & ~(1 << ((word >>> 5) & 31));
    this.#level3 = (this.#level3 & ~(1 << (word >>> 10))) >>> 0;
  }

  /** Lowest free id from `min` on, or -1; `min` is below 2^20. */
  lowestFree(min: number): number {
    let free = ~this.#level0[min >>> 5]! & (-1 << (min & 31));
    if (free !== 0) return (min & ~31) | lowestBit(free);
    let word = (min >>> 5) + 1;
    if ((word & 31) !== 0) {
      free = ~this.#level1[word >>> 5]! & (-1 << (word & 31));
      if (free !== 0) return this.#inWord((word & ~31) | lowestBit(free));
      word = (word | 31) + 1;
    }
    let block = word >>> 5;
    if (block >= this.#level1.length) return -1;
    if ((block & 31) !== 0) {
      free = ~this.#level2[block >>> 5]! & (-1 << (block & 31));
      if (free !== 0) return this.#inBlock((block & ~31) | lowestBit(free));
      block = (block | 31) + 1;
    }
    const chunk = block >>> 5;
    if (chunk >= 32) return -1;
    free = ~this.#level3 & (-1 << chunk);
    if (free === 0) return -1;
    const found = lowestBit(free);
    return this.#inBlock((found << 5) | lowestBit(~this.#level2[found]!));
  }

  #inBlock(block: number): number {
    return this.#inWord((block << 5) | lowestBit(~this.#level1[block]!));
  }

  #inWord(word: number): number {
    return (word << 5) | lowestBit(~this.#level0[word]!);
  }
}

/** Position of the lowest set bit. */
function lowestBit(word: number): number {
  return 31 - Math.clz32(word & -word);
}
