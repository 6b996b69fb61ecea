import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdTree, noFreeId, noNode } from './id-tree.js';
import { IndexNodes } from './index-nodes.js';
import { Machine } from './machine.js';

function tree(): { index: IdTree; nodes: IndexNodes; machine: Machine } {
  const machine = new Machine();
  const nodes = new IndexNodes(machine);
  return { index: new IdTree(nodes), nodes, machine };
}

/** Ids where nodes begin and end, on every level. */
const edge = fc.constantFrom(
  0,
  1,
  62,
  63,
  64,
  65,
  4095,
  4096,
  262143,
  262144,
  16777215,
  16777216,
  1073741823,
  1073741824,
);
const high = fc.constantFrom(0x7fffffff, 0x80000000, 0xbfffffff, 0xc0000000, 0xfffffffe, 0xffffffff);
const small = fc.integer({ min: 0, max: 200 });
const id = fc.oneof(edge, high, small);

const step = fc.oneof(
  fc.record({ kind: fc.constant('store' as const), id }),
  fc.record({ kind: fc.constant('erase' as const), id }),
  fc.record({ kind: fc.constant('claim' as const), id, span: fc.constantFrom(0, 1, 70, 5000, 0xffffffff) }),
);

function lowestFree(model: ReadonlyMap<number, number>, min: number, max: number): number {
  for (let free = min; free <= max; free += 1) if (!model.has(free)) return free;
  return noFreeId;
}

describe('the index of ids', () => {
  it('answers like a plain map, whatever is stored, erased and claimed', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const { index, nodes } = tree();
        const model = new Map<number, number>();
        let value = 0;
        for (const one of steps) {
          value += 1;
          if (one.kind === 'store') {
            expect(index.store(one.id, value)).toBe(true);
            model.set(one.id, value);
          } else if (one.kind === 'erase') {
            expect(index.erase(one.id)).toBe(model.get(one.id) ?? 0);
            model.delete(one.id);
          } else {
            const max = Math.min(one.id + one.span, 0xffffffff);
            const expected = lowestFree(model, one.id, max);
            expect(index.claimLowest(one.id, max, value)).toBe(expected);
            if (expected !== noFreeId) model.set(expected, value);
          }
        }
        for (const [stored, expected] of model) expect(index.load(stored)).toBe(expected);
        const inOrder: number[] = [];
        for (let at = index.next(0); at !== noFreeId; at = index.next(at + 1)) inOrder.push(at);
        expect(inOrder).toEqual([...model.keys()].sort((left, right) => left - right));
        for (const stored of model.keys()) index.erase(stored);
        expect(index.isEmpty).toBe(true);
        expect(nodes.live).toBe(0);
      }),
    );
  });

  it('finds the one free id in a full range, and none when there is none', () => {
    const { index } = tree();
    for (let count = 0; count < 5000; count += 1) expect(index.claimLowest(0, 4999, 1)).toBe(count);
    expect(index.claimLowest(0, 4999, 1)).toBe(noFreeId);
    index.erase(4097);
    expect(index.claimLowest(0, 4999, 1)).toBe(4097);
    expect(index.claimLowest(10, 5, 1)).toBe(noFreeId);
  });

  it('finds free ids in the order of their numbers after holes were made in a full range', () => {
    const dense = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 8191 }), fc.boolean(), fc.integer({ min: 0, max: 8191 })),
    );
    fc.assert(
      fc.property(dense, (holes) => {
        const { index } = tree();
        const model = new Map<number, number>();
        for (let count = 0; count < 8192; count += 1) {
          index.claimLowest(0, 8191, 1);
          model.set(count, 1);
        }
        for (const [hole, claims, min] of holes) {
          index.erase(hole);
          model.delete(hole);
          if (!claims) continue;
          const expected = lowestFree(model, min, 8191);
          expect(index.claimLowest(min, 8191, 2)).toBe(expected);
          if (expected !== noFreeId) model.set(expected, 2);
        }
        for (
          let expected = lowestFree(model, 0, 8191);
          expected !== noFreeId;
          expected = lowestFree(model, expected, 8191)
        ) {
          expect(index.claimLowest(0, 8191, 3)).toBe(expected);
          model.set(expected, 3);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('leaves nothing behind when a node cannot be had', () => {
    for (const wanted of [0, 63, 64, 70_000, 0xffff_ffff]) {
      for (let nth = 1; nth <= 8; nth += 1) {
        const { index, nodes, machine } = tree();
        index.store(5, 1);
        machine.failAllocation(nth);
        const stored = index.store(wanted, 2);
        if (machine.cancelFault()) expect(stored).toBe(true);
        else {
          expect(stored).toBe(false);
          expect(index.load(wanted)).toBe(0);
        }
        expect(index.load(5)).toBe(1);
        index.erase(wanted);
        index.erase(5);
        expect(nodes.live).toBe(0);
      }
    }
  });

  it('says that there was no memory rather than no free id', () => {
    const { index, machine } = tree();
    machine.failAllocation(1);
    expect(index.claimLowest(1, 9, 1)).toBe(noNode);
    expect(index.isEmpty).toBe(true);
  });
});
