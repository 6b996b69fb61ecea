import { INVALID_IOASID } from './api.js';
import { ErrPtr, Errno } from './errno.js';
import type { Ioasid, IoasidAllocatorOps, IoasidGetter, IoasidNotifyCmd, IoasidSet, NotifierBlock } from './api.js';
import type { IoasidV1Kernel } from './kernel.js';
import type { IoasidV1Snapshot } from './snapshot.js';

/** The stubs of a kernel built without IOASID (reference 2.9). Mark that `ioasidFind` says null, which is not an error. */
export class DisabledKernel implements IoasidV1Kernel {
  readonly ioasidInstallCapacity = (_total: number): void => {};
  readonly ioasidAllocSet = (_token: unknown, _quota: number): IoasidSet | ErrPtr => new ErrPtr(Errno.ENOTSUPP);
  readonly ioasidAllocSystemSet = (_quota: number): IoasidSet | ErrPtr => new ErrPtr(Errno.ENOTSUPP);
  readonly ioasidFreeSet = (_set: IoasidSet, _destroy: boolean): void => {};
  readonly ioasidAdjustSet = (_set: IoasidSet, _quota: number): number => -Errno.ENOTSUPP;
  readonly ioasidFindSet = (_id: Ioasid): IoasidSet | ErrPtr => new ErrPtr(Errno.ENOTSUPP);
  readonly ioasidFindSetByToken = (_token: unknown): IoasidSet | null => null;
  readonly ioasidAlloc = (_set: IoasidSet | null, _min: Ioasid, _max: Ioasid, _priv: unknown): Ioasid => INVALID_IOASID;
  readonly ioasidFree = (_id: Ioasid): void => {};
  readonly ioasidFind = (_set: IoasidSet | null, _id: Ioasid, _getter?: IoasidGetter | null): unknown => null;
  readonly ioasidAttachData = (_id: Ioasid, _priv: unknown): number => -Errno.ENOTSUPP;
  readonly ioasidRegisterAllocator = (_ops: IoasidAllocatorOps): number => -Errno.ENOTSUPP;
  readonly ioasidUnregisterAllocator = (_ops: IoasidAllocatorOps): void => {};
  readonly ioasidAddNotifier = (_nb: NotifierBlock): number => -Errno.ENOTSUPP;
  readonly ioasidRemoveNotifier = (_nb: NotifierBlock): void => {};
  readonly ioasidNotify = (_id: Ioasid, _cmd: IoasidNotifyCmd): number => -Errno.ENOTSUPP;
  readonly pasidValid = (_id: Ioasid): boolean => false;

  inspect(): IoasidV1Snapshot {
    const memory = { records: 0, nodes: 0 };
    return { active: null, groups: [], defaultIds: [], capacity: 0, available: 0, sets: [], notifiers: [], memory };
  }
}
