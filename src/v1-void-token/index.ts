/** Front door of the old API: the void token. */

// The calls and what they exchange.
export {
  INVALID_IOASID,
  IOASID_ALLOC,
  IOASID_BIND,
  IOASID_FREE,
  IOASID_UNBIND,
  NOTIFY_BAD,
  NOTIFY_DONE,
  NOTIFY_OK,
  NOTIFY_STOP,
  NOTIFY_STOP_MASK,
} from './api.js';
export type {
  Ioasid,
  IoasidAllocatorOps,
  IoasidGetter,
  IoasidNbArgs,
  IoasidNotifyCmd,
  IoasidSet,
  IoasidV1,
  NotifierBlock,
} from './api.js';
export { ErrPtr, Errno, isErr, ptrErr } from './errno.js';
export type { ErrnoName } from './errno.js';

// A booted instance and the machine under it.
export { createIoasidV1 } from './kernel.js';
export type { IoasidV1Kernel, IoasidV1Options } from './kernel.js';
export { Machine } from './machine.js';
export type { AllocationKind, LogLevel, LogRecord, MachineOptions } from './machine.js';
export { declareIoasidSet } from './set.js';

// For those who hold it against the real code.
export { decisions } from './decisions.js';
export type { Decision, DecisionId, Profile } from './decisions.js';
export { systemToken } from './kernel-extended.js';
export { PoisonError } from './poison.js';
export type { PoisonKind } from './poison.js';
export type { GroupSnapshot, IdSnapshot, IoasidV1Snapshot, SetSnapshot } from './snapshot.js';
