import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapIds, IdBitmap } from './id-bitmap.js';
import { IdTable } from './id-table.js';

/** Ids where words, blocks, chunks and the bitmap end. */
const edge = fc.constantFrom(
  0,
  31,
  32,
  63,
  1023,
  1024,
  32_767,
  32_768,
  bitmapIds - 1,
  bitmapIds,
  0xffff_fffe,
  0xffff_ffff,
);
const id = fc.oneof(edge, fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 0xffff_ffff }));

function lowestFreeOf(taken: ReadonlySet<number>, min: number, max: number): number {
  let free = min;
  while (free <= max && taken.has(free)) free++;
  return free <= max ? free : -1;
}

describe('tables of ids', () => {
  it('agree with a plain set about what is taken and what is the lowest free id', () => {
    const step = fc.record({ id, min: id, max: id });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const table = new IdTable();
        const taken = new Map<number, number>();
        for (const [slot, { id: one, min, max }] of steps.entries()) {
          if (taken.has(one)) {
            table.remove(one);
            taken.delete(one);
          } else {
            table.put(one, slot);
            taken.set(one, slot);
          }
          expect(table.lowestFree(min, max)).toBe(min > max ? -1 : lowestFreeOf(new Set(taken.keys()), min, max));
          expect(table.slotOf(min)).toBe(taken.get(min) ?? -1);
        }
        const visited: [number, number][] = [];
        table.forEach((one, slot) => visited.push([one, slot]));
        expect(visited).toEqual([...taken].sort(([a], [b]) => a - b));
        expect(table.count).toBe(taken.size);
      }),
      { numRuns: 200 },
    );
  });

  it('hands out all of 2^20 ids, lowest first, and finds a hole anywhere in a full map', () => {
    const bitmap = new IdBitmap();
    for (let next = 0; next < bitmapIds; next++) bitmap.take(next);
    expect(bitmap.lowestFree(0)).toBe(-1);
    for (const hole of [0, 31, 32, 1023, 1024, 32_767, 32_768, 65_535, 700_001, bitmapIds - 1]) {
      bitmap.release(hole);
      const seen = [0, hole >>> 1, hole].map((min) => bitmap.lowestFree(min));
      expect(seen).toEqual([hole, hole, hole]);
      if (hole + 1 < bitmapIds) expect(bitmap.lowestFree(hole + 1)).toBe(-1);
      bitmap.take(hole);
    }
  });
});
