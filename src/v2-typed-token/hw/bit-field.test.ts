import { describe, expect, it } from 'vitest';
import { BitField } from './bit-field.js';

describe('a number that does not fit', () => {
  it.each([
    ['a flag', { low: 3, width: 1 }, 2],
    ['three bits', { low: 64, width: 3 }, 8],
    ['twenty bits', { low: 32, width: 20 }, 0x10_0000],
    ['an address in place', { low: 12, width: 40, shift: 12 }, 2 ** 52],
    ['an address with low bits', { low: 12, width: 40, shift: 12 }, 0x1001],
  ])('is refused like its halves, with nothing stored: %s', (_, spec, value) => {
    const words = new Uint32Array(4).fill(0x5555_5555);
    const field = new BitField('field', spec, 2);
    expect(() => field.put(words, 0, value)).toThrow(RangeError);
    expect(words).toEqual(new Uint32Array(4).fill(0x5555_5555));
  });
});
