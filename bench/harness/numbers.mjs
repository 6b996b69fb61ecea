/** Numbers below `bound`, the same ones every time. */
export function spread(count, bound) {
  const numbers = new Uint32Array(count);
  let state = 0x2545f491;
  for (let index = 0; index < count; index += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    numbers[index] = (state >>> 0) % bound;
  }
  return numbers;
}

/** The numbers 0 to `count` - 1 in an order without pattern, the same one every time. */
export function shuffled(count) {
  const numbers = Uint32Array.from({ length: count }, (_, index) => index);
  const draws = spread(count, 0xffff_ffff);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = draws[last] % (last + 1);
    [numbers[last], numbers[other]] = [numbers[other], numbers[last]];
  }
  return numbers;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >>> 1;
  if (sorted.length === 0) throw new RangeError('the median of nothing');
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
