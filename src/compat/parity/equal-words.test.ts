import { describe, expect, it } from 'vitest';
import { wordEquality } from './equal-words.js';

const words = (...values: number[]) => Uint32Array.from(values);

describe.each([
  ['by memory', wordEquality(Buffer)],
  ['word by word', wordEquality(undefined)],
])('records are compared %s', (_, equal) => {
  it.each([
    ['nothing', words(), words(), true],
    ['equal words', words(1, 0xffff_ffff, 3), words(1, 0xffff_ffff, 3), true],
    ['the first word', words(1, 2, 3), words(0, 2, 3), false],
    ['the last bit of the last word', words(1, 2, 0x8000_0000), words(1, 2, 0), false],
    ['a record that one side lacks', words(1, 2, 3), words(1, 2), false],
    ['a record that the other side lacks', words(1, 2), words(1, 2, 3), false],
  ])('%s', (_, a, b, expected) => {
    expect(equal(a, b)).toBe(expected);
  });

  it('looks at the window, not at the memory behind it', () => {
    const ring = words(9, 1, 2, 8);
    expect(equal(ring.subarray(1, 3), words(1, 2))).toBe(true);
    expect(equal(ring.subarray(0, 2), words(1, 2))).toBe(false);
  });

  it('sees every single word of a long record', () => {
    const long = Uint32Array.from({ length: 600 }, (_, index) => index);
    for (let at = 0; at < long.length; at++) {
      const other = long.slice();
      other[at] = 0xdead_beef;
      expect(equal(long, other)).toBe(false);
    }
  });
});
