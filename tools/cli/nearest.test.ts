import { expect, it } from 'vitest';
import { editDistance, nearest } from './nearest.js';

it('counts insertions, deletions and substitutions', () => {
  expect(editDistance('kitten', 'sitting')).toBe(3);
  expect(editDistance('', 'abc')).toBe(3);
  expect(editDistance('same', 'same')).toBe(0);
});

it('finds the near name and refuses a far one', () => {
  expect(nearest('chekc', ['check', 'compare'])).toBe('check');
  expect(nearest('zebra', ['check', 'compare'])).toBeUndefined();
});
