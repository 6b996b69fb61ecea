/** Tells from the bytes of a file whether it may name one of many words: fast, never a wrong no. */

/** Words are covered by as few pieces as possible; a file without any piece has none of the words. */
export class ByteFilter {
  readonly #pieces: readonly Buffer[];

  constructor(words: Iterable<string>) {
    this.#pieces = piecesOf([...words]).map((piece) => Buffer.from(piece, 'latin1'));
  }

  accepts(bytes: Buffer): boolean {
    return this.#pieces.some((piece) => bytes.includes(piece));
  }
}

/** Greedy cover: the part between underscores that most words have, then of the rest, and so on. */
function piecesOf(words: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  let left = words;
  while (left.length > 0) {
    const counts = new Map<string, number>();
    for (const word of left) {
      for (const part of new Set([word, ...word.split('_').filter((one) => one.length >= 5)])) {
        counts.set(part, (counts.get(part) ?? 0) + 1);
      }
    }
    const [best] = [...counts].sort((a, b) => b[1] - a[1] || b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1));
    const piece = best?.[0] ?? left[0]!;
    pieces.push(piece);
    left = left.filter((word) => !word.includes(piece));
  }
  return pieces;
}
