// Rows of the operations that the base allocator and the old API have in common: the same calls on another instance.
import { isErr } from '../../dist/src/v1-void-token/index.js';
import { besideKernel } from './kernel-figures.mjs';
import { shuffled, spread } from './numbers.mjs';

export const lastId = 0xf_ffff;

/** Seven rows of one side; `empty()` gives `{ ioasid, set }`, a fresh instance with one set that may hold everything. */
export function idRows(side, empty) {
  function makeInstance(live) {
    const { ioasid, set } = empty();
    for (let count = 0; count < live; count += 1) ioasid.ioasidAlloc(set, 1, lastId, null);
    return { ioasid, set };
  }

  function pairs(live) {
    const { ioasid, set } = makeInstance(live);
    return (operations) => {
      for (let count = 0; count < operations; count += 1) ioasid.ioasidFree(ioasid.ioasidAlloc(set, 1, lastId, null));
    };
  }

  function freeRandomAndAlloc() {
    const { ioasid, set } = makeInstance(100_000);
    const ids = spread(1 << 16, 100_000);
    return (operations) => {
      for (let count = 0; count < operations; count += 1) {
        ioasid.ioasidFree(ids[count & 0xffff] + 1);
        ioasid.ioasidAlloc(set, 1, lastId, null);
      }
    };
  }

  function findRandom() {
    const { ioasid, set } = makeInstance(100_000);
    const ids = spread(1 << 16, 100_000);
    return (operations) => {
      for (let count = 0; count < operations; count += 1)
        if (isErr(ioasid.ioasidFind(set, ids[count & 0xffff] + 1))) throw new Error('a live id is not found');
    };
  }

  function drain() {
    let [filled, order] = [null, []];
    return {
      before(operations) {
        filled = makeInstance(operations);
        if (order.length !== operations) order = shuffled(operations);
      },
      run() {
        for (const index of order) filled.ioasid.ioasidFree(index + 1);
      },
    };
  }

  const row = (name, operations, prepare) => ({ ...besideKernel(side, name), operations, prepare });
  return [
    row('alloc+free pair, 0 live', 200_000, () => pairs(0)),
    row('alloc+free pair, 1k live', 200_000, () => pairs(1000)),
    row('alloc+free pair, 100k live', 200_000, () => pairs(100_000)),
    row('free a random live id + alloc, 100k live', 200_000, freeRandomAndAlloc),
    row('find, random of 100k', 500_000, findRandom),
    row('fill 2^20 ids, per alloc', lastId, () => (operations) => void makeInstance(operations)),
    row('drain 2^20 ids in random order, per free', lastId, drain),
  ];
}
