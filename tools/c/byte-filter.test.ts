import { expect, it } from 'vitest';
import { ByteFilter } from './byte-filter.js';

const words = ['lease_take', 'lease_give', 'LEASE_NONE', 'pool_of', 'x', 'leased'];

it('never says no to a text that has one of the words', () => {
  const filter = new ByteFilter(words);
  // Many texts in a row, so that the filter changes its mind about short pieces.
  for (let round = 0; round < 400; round++) {
    for (const word of words) expect(filter.accepts(Buffer.from(`int a = ${word}(1);`))).toBe(true);
  }
});

it('says no to most texts that have none', () => {
  const filter = new ByteFilter(['lease_take', 'lease_give', 'LEASE_NONE']);
  expect(filter.accepts(Buffer.from('int f(void) { return take(4); }'))).toBe(false);
  expect(new ByteFilter([]).accepts(Buffer.from('lease_take'))).toBe(false);
});
