// Per-operation cost of the old API.
import { createIoasidV1, isErr, Machine } from '../dist/src/v1-void-token/index.js';
import { besideKernel } from './harness/kernel-figures.mjs';
import { shuffled, spread } from './harness/numbers.mjs';

const lastId = 0xf_ffff;

/** An instance with one set that may hold everything, and `live` ids in it. */
function instance(live) {
  const ioasid = createIoasidV1(new Machine());
  ioasid.ioasidInstallCapacity(0x10_0000);
  const set = ioasid.ioasidAllocSet(null, lastId);
  for (let count = 0; count < live; count += 1) ioasid.ioasidAlloc(set, 1, lastId, null);
  return { ioasid, set };
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
    for (let count = 0; count < operations; count += 1)
      if (isErr(ioasid.ioasidFind(set, ids[count & 0xffff] + 1))) throw new Error('a live id is not found');
  };
}

function drain() {
  let [filled, order] = [null, []];
  return {
    before(operations) {
      filled = instance(operations);
      if (order.length !== operations) order = shuffled(operations);
    },
    run() {
      for (const index of order) filled.ioasid.ioasidFree(index + 1);
    },
  };
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

const row = (name, operations, prepare) => ({ ...besideKernel('v1', name), operations, prepare });

export const rows = [
  row('alloc+free pair, 0 live', 200_000, () => pairs(0)),
  row('alloc+free pair, 1k live', 200_000, () => pairs(1000)),
  row('alloc+free pair, 100k live', 200_000, () => pairs(100_000)),
  row('free a random live id + alloc, 100k live', 200_000, freeRandomAndAlloc),
  row('find, random of 100k', 500_000, findRandom),
  row('fill 2^20 ids, per alloc', lastId, () => (operations) => void instance(operations)),
  row('drain 2^20 ids in random order, per free', lastId, drain),
  row('create one of 10,000 mm sets', 10_000, mmSets),
];
