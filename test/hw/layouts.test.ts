import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { structures } from '../../src/compat/hw-spec/index.js';
import { layoutText } from '../../src/compat/hw-spec/layout-text.js';
import { fieldMask } from '../../src/compat/hw-spec/field.js';
import { decodeWords, encodeInputs } from '../../src/compat/hw-spec/structure.js';

const written = readFileSync(new URL('layouts.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

describe('the bit tables', () => {
  it('are the same in both writings', () => {
    expect(structures.map(layoutText).sort()).toEqual([...written].sort());
  });

  it.each(structures.map((structure) => [`${structure.unit} ${structure.name}`, structure] as const))(
    '%s: no field overlaps another, and all fit',
    (_, structure) => {
      for (let word = 0; word < structure.size; word += 1) {
        const masks = structure.fields.map((field) => fieldMask(field, word));
        const union = masks.reduce((all, mask) => all | mask, 0n);
        const sum = masks.reduce((all, mask) => all + mask, 0n);
        expect(sum).toBe(union);
      }
      const end = Math.max(...structure.fields.flatMap(({ runs }) => runs.map(({ low, width }) => low + width)));
      expect(end).toBeLessThanOrEqual(structure.size * 64);
    },
  );

  it.each(structures.map((structure) => [`${structure.unit} ${structure.name}`, structure] as const))(
    '%s: every field reads back alone, and refuses one more than fits',
    (_, structure) => {
      for (const { name, runs } of structure.fields) {
        const largest = runs.reduce((all, { width, from }) => all | (((1n << BigInt(width)) - 1n) << BigInt(from)), 0n);
        const words = encodeInputs(structure, { [name]: largest });
        for (const field of decodeWords(structure, words).fields) {
          expect(field.value, `${name} seen in ${field.name}`).toBe(field.name === name ? largest : 0n);
        }
        expect(() => encodeInputs(structure, { [name]: largest + 1n })).toThrow(RangeError);
      }
    },
  );
});
