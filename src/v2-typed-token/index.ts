/** Front door of the typed-token version. */

// The API.
export { ioasid } from './api.js';
export type {
  FreeOutcome,
  Ioasid,
  IoasidAllocatorOps,
  IoasidEvent,
  IoasidNotification,
  IoasidRange,
  IoasidSet,
  IoasidState,
  IoasidV2,
  NotifierAnswer,
  NotifierBlock,
  NotifierPriority,
  NotifyScope,
  PutOutcome,
} from './api.js';

// The five pointers.
export {
  AllocatorData,
  anyToken,
  declareTokenKind,
  MmStruct,
  mmToken,
  noToken,
  NotificationData,
  ownToken,
  PrivateData,
  TokenKind,
} from './pointers.js';
export type { SetToken } from './pointers.js';

// Results.
export { err, ok } from './result.js';
export type { ErrnoName, IoasidError, Result } from './result.js';

// Booting an instance, and what it may do otherwise than the posted code.
export { decisions } from './decisions.js';
export type { Decision, DecisionId, DecisionReport, Profile } from './decisions.js';
export { InvariantError, PoisonError, ReentryError } from './errors.js';
export { createIoasidV2 } from './kernel.js';
export type { IoasidV2Options } from './kernel.js';
export { createMachine } from './machine.js';
export type { Machine, SimulatedMachine } from './machine.js';
export type { Charger } from './state.js';
