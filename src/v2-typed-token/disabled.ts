/** The API of a kernel that is built without IOASID: nothing works, and nothing pretends to (reference 2.9). */
import type { Ioasid, IoasidV2 } from './api.js';
import { err, ok } from './result.js';

const notBuilt = err('ENOTSUPP', 'not-built');
const none = err('ENOENT', 'not-built');

export const disabledV2: IoasidV2 = {
  ioasidInstallCapacity: () => notBuilt,
  ioasidGetCapacity: () => 0,
  ioasidAllocSet: () => notBuilt,
  ioasidSetGet: () => notBuilt,
  ioasidSetPut: () => notBuilt,
  ioasidAdjustSet: () => notBuilt,
  ioasidSetForEachIoasid: () => notBuilt,
  ioasidFindMmSet: () => none,
  ioasidFindSetByToken: () => none,
  ioasidSetToken: () => ({ kind: 'none' }),
  ioasidAlloc: () => notBuilt,
  ioasidAllocMm: () => notBuilt,
  ioasidGet: () => notBuilt,
  ioasidGetLocked: () => notBuilt,
  ioasidGetIfOwned: () => notBuilt,
  ioasidPut: () => notBuilt,
  ioasidPutLocked: () => notBuilt,
  ioasidFree: () => notBuilt,
  // Null, not an error: the stub of the header says that there is nothing to find.
  ioasidFind: () => ok(null),
  ioasidFindMm: () => none,
  ioasidAttachData: () => notBuilt,
  ioasidDetachData: () => notBuilt,
  ioasidAttachSpid: () => notBuilt,
  ioasidDetachSpid: () => notBuilt,
  ioasidFindBySpid: () => notBuilt,
  ioasidRegisterAllocator: () => notBuilt,
  ioasidUnregisterAllocator: () => notBuilt,
  ioasidRegisterNotifier: () => notBuilt,
  ioasidUnregisterNotifier: () => notBuilt,
  ioasidRegisterNotifierMm: () => notBuilt,
  ioasidUnregisterNotifierMm: () => notBuilt,
  ioasidNotify: () => notBuilt,
  pasidValid: (id): id is Ioasid => Number.isInteger(id) && id >= 0 && id < 0xffff_ffff,
};
