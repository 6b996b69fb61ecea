/** A seeded choice of mutants: the same seed chooses the same ones, on any machine. */

/** `count` of the items without repetition, in the order in which the generator finds them. */
export function sample<Item>(items: readonly Item[], count: number, seed: number): Item[] {
  const left = [...items];
  const chosen: Item[] = [];
  const next = generator(seed);
  while (chosen.length < count && left.length > 0) {
    const [item] = left.splice(Math.floor(next() * left.length), 1);
    if (item !== undefined) chosen.push(item);
  }
  return chosen;
}

/** Mulberry32: 32 bits of state, numbers from 0 up to 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
