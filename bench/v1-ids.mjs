// Per-operation cost of the old API.
import { createIoasidV1, Machine } from '../dist/src/v1-void-token/index.js';
import { idRows, lastId } from './harness/id-rows.mjs';
import { besideKernel } from './harness/kernel-figures.mjs';

function empty() {
  const ioasid = createIoasidV1(new Machine());
  ioasid.ioasidInstallCapacity(0x10_0000);
  return { ioasid, set: ioasid.ioasidAllocSet(null, lastId) };
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

export const rows = [
  ...idRows('v1', empty),
  { ...besideKernel('v1', 'create one of 10,000 mm sets'), operations: 10_000, prepare: mmSets },
];
