/** A quick look whether bytes hold one of many words. */

/** Tests the longest start that all words share first, as names of one API do share one. */
export function wordFilter(words: readonly string[]): (bytes: Buffer) => boolean {
  const first = words[0];
  if (first === undefined) return () => false;
  let shared = first.length;
  for (const word of words) {
    let same = 0;
    while (same < shared && word[same] === first[same]) same++;
    shared = same;
  }
  const start = first.slice(0, shared);
  return (bytes) =>
    (shared < 3 || bytes.includes(start, 0, 'latin1')) && words.some((word) => bytes.includes(word, 0, 'latin1'));
}
