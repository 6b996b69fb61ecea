/** Tells from the bytes of a file whether it may name one of many words: fast, never a wrong no. */

/** Shorter pieces are in every file. */
const shortest = 4;
/** So many files show how common the shorter pieces are. */
const trial = 256;
const acceptedAtMost = trial / 16;

/**
 * Words are covered by as few pieces as possible; a file without any piece has none of the words. Each piece costs a
 * pass over the bytes, so short ones that many words share are tried first, and given up when too many files have them.
 */
export class ByteFilter {
  #pieces: readonly Buffer[];
  readonly #longer: readonly Buffer[];
  #asked = 0;
  #accepted = 0;

  constructor(words: Iterable<string>) {
    const all = [...words];
    const longer = cover(all, (word) => [word, ...word.split('_').filter((part) => part.length > shortest)]);
    const shorter = cover(all, substrings);
    this.#longer = longer.map(bytesOf);
    this.#pieces = shorter.length < longer.length ? shorter.map(bytesOf) : this.#longer;
  }

  accepts(bytes: Buffer): boolean {
    const isAccepted = this.#pieces.some((piece) => bytes.includes(piece));
    if (this.#asked < trial) {
      this.#asked++;
      if (isAccepted && ++this.#accepted > acceptedAtMost) this.#pieces = this.#longer;
    }
    return isAccepted;
  }
}

function bytesOf(piece: string): Buffer {
  return Buffer.from(piece, 'latin1');
}

function substrings(word: string): readonly string[] {
  const found = new Set([word]);
  for (let start = 0; start + shortest <= word.length; start++) {
    for (let end = start + shortest; end <= Math.min(word.length, start + 12); end++) found.add(word.slice(start, end));
  }
  return [...found];
}

/** Greedy: the part that most words have, then of the rest, and so on; of equals the longest. */
function cover(words: readonly string[], partsOf: (word: string) => readonly string[]): readonly string[] {
  const pieces: string[] = [];
  let left = words;
  while (left.length > 0) {
    const counts = new Map<string, number>();
    for (const word of left) for (const part of new Set(partsOf(word))) counts.set(part, (counts.get(part) ?? 0) + 1);
    const [best] = [...counts].sort((a, b) => b[1] - a[1] || b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1));
    const piece = best?.[0] ?? left[0]!;
    pieces.push(piece);
    left = left.filter((word) => !word.includes(piece));
  }
  return pieces;
}
