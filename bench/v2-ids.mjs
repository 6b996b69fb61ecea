// Per-operation cost of the new API, called as its users call it: a range for each call, a result that is looked at.
import { createIoasidV2, createMachine, MmStruct, mmToken, noToken } from '../dist/src/v2-typed-token/index.js';
import { besideKernel } from './harness/kernel-figures.mjs';
import { shuffled, spread } from './harness/numbers.mjs';

const lastId = 0xf_ffff;

/** The value of a result; a refusal ends the run. */
function valueOf(result) {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.reason}`);
  return result.value;
}

/** An instance with one set that may hold everything, and `live` ids in it. */
function instance(live) {
  const ioasid = createIoasidV2(createMachine());
  const set = valueOf(ioasid.ioasidAllocSet(noToken, lastId));
  for (let count = 0; count < live; count += 1) valueOf(ioasid.ioasidAlloc(set, { min: 1, max: lastId }));
  return { ioasid, set };
}

function pairs(live) {
  const { ioasid, set } = instance(live);
  return (operations) => {
    for (let count = 0; count < operations; count += 1)
      valueOf(ioasid.ioasidFree(set, valueOf(ioasid.ioasidAlloc(set, { min: 1, max: lastId }))));
  };
}

function freeRandomAndAlloc() {
  const { ioasid, set } = instance(100_000);
  const ids = spread(1 << 16, 100_000);
  return (operations) => {
    for (let count = 0; count < operations; count += 1) {
      valueOf(ioasid.ioasidFree(set, ids[count & 0xffff] + 1));
      valueOf(ioasid.ioasidAlloc(set, { min: 1, max: lastId }));
    }
  };
}

function findRandom() {
  const { ioasid, set } = instance(100_000);
  const ids = spread(1 << 16, 100_000);
  return (operations) => {
    for (let count = 0; count < operations; count += 1) valueOf(ioasid.ioasidFind(set, ids[count & 0xffff] + 1));
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
      const { ioasid, set } = filled;
      for (const index of order) valueOf(ioasid.ioasidFree(set, index + 1));
    },
  };
}

function mmSets() {
  return (operations) => {
    const ioasid = createIoasidV2(createMachine());
    const mms = Array.from({ length: operations }, (_, index) => new MmStruct(`mm${index}`));
    for (const mm of mms) valueOf(ioasid.ioasidAllocSet(mmToken(mm), 1));
    for (const mm of mms) valueOf(ioasid.ioasidFindMmSet(mm));
  };
}

const row = (name, operations, prepare) => ({ ...besideKernel('v2', name), operations, prepare });

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
