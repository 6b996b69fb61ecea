// Per-operation cost of the old API, row names as in the table of docs/reference/performance.
import { createIoasidV1, Machine } from '../dist/src/v1-void-token/index.js';

const lastId = 0xf_ffff;

/** An instance with one set that may hold everything, and `live` ids in it. */
function instance(live) {
  const ioasid = createIoasidV1(new Machine());
  ioasid.ioasidInstallCapacity(0x10_0000);
  const set = ioasid.ioasidAllocSet(null, 0xf_ffff);
  for (let count = 0; count < live; count += 1) ioasid.ioasidAlloc(set, 1, lastId, null);
  return { ioasid, set };
}

/** Numbers below `bound`, the same ones every time. */
function spread(count, bound) {
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

function pairs(live) {
  const { ioasid, set } = instance(live);
  return (operations) => {
    for (let count = 0; count < operations; count += 1) ioasid.ioasidFree(ioasid.ioasidAlloc(set, 1, lastId, null));
  };
}

function freeRandomAndAlloc() {
  const { ioasid, set } = instance(100_000);
  const ids = spread(1 << 16, 100_000);
  return (operations) => {
    for (let count = 0; count < operations; count += 1) {
      ioasid.ioasidFree(ids[count & 0xffff] + 1);
      ioasid.ioasidAlloc(set, 1, lastId, null);
    }
  };
}

function findRandom() {
  const { ioasid, set } = instance(100_000);
  const ids = spread(1 << 16, 100_000);
  return (operations) => {
    for (let count = 0; count < operations; count += 1) ioasid.ioasidFind(set, ids[count & 0xffff] + 1);
  };
}

function fill() {
  return (operations) => void instance(operations);
}

function mmSets() {
  return (operations) => {
    const ioasid = createIoasidV1(new Machine());
    ioasid.ioasidInstallCapacity(0x10_0000);
    const mms = Array.from({ length: operations }, () => ({}));
    for (const mm of mms) ioasid.ioasidAllocSet(mm, 1);
    for (const mm of mms)
      if (ioasid.ioasidFindSetByToken(mm) === null) throw new Error('a set is not found by its token');
  };
}

/** Each row: name, operations per run, the peer's figures in ns (kernel v1 series, best and median), `prepare` → run. */
export const rows = [
  {
    name: 'alloc+free pair, 0 live',
    side: 'v1',
    operations: 200_000,
    reference: { best: 153, median: 188 },
    target: 88,
    prepare: () => pairs(0),
  },
  {
    name: 'alloc+free pair, 1k live',
    side: 'v1',
    operations: 200_000,
    reference: { best: 124, median: 165 },
    target: 95,
    prepare: () => pairs(1000),
  },
  {
    name: 'alloc+free pair, 100k live',
    side: 'v1',
    operations: 200_000,
    reference: { best: 141, median: 184 },
    target: 184,
    prepare: () => pairs(100_000),
  },
  {
    name: 'free a random live id + alloc, 100k live',
    side: 'v1',
    operations: 200_000,
    reference: { best: 790, median: 1001 },
    target: 500,
    prepare: freeRandomAndAlloc,
  },
  {
    name: 'find, random of 100k',
    side: 'v1',
    operations: 500_000,
    reference: { best: 74, median: 78 },
    target: 78,
    prepare: findRandom,
  },
  {
    name: 'fill 2^20 ids, per alloc',
    side: 'v1',
    operations: lastId,
    reference: { best: 162, median: 415 },
    target: 207,
    prepare: fill,
  },
  {
    name: 'create one of 10,000 mm sets',
    side: 'v1',
    operations: 10_000,
    reference: { best: 63, median: 94 },
    target: 1000,
    prepare: mmSets,
  },
];
