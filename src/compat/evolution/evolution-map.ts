/** The register of entries and the proofs that it has no holes. */
import type { MapEntry } from '../pair-model.js';
import type { additions } from './additions.js';
import { declareIoasidSet } from './entries/declare-ioasid-set.js';
import { errPtr } from './entries/err-ptr-type.js';
import { errnoName } from './entries/errno-name-type.js';
import { errnoEntry } from './entries/errno-type.js';
import { invalidIoasid } from './entries/invalid-ioasid-constant.js';
import { ioasidAddNotifier } from './entries/ioasid-add-notifier.js';
import { ioasidAdjustSet } from './entries/ioasid-adjust-set.js';
import { ioasidAllocEvent } from './entries/ioasid-alloc-constant.js';
import { ioasidAllocSet } from './entries/ioasid-alloc-set.js';
import { ioasidAllocSystemSet } from './entries/ioasid-alloc-system-set.js';
import { ioasidAlloc } from './entries/ioasid-alloc.js';
import { ioasidAllocatorOps } from './entries/ioasid-allocator-ops-type.js';
import { ioasidAttachData } from './entries/ioasid-attach-data.js';
import { ioasidBindEvent } from './entries/ioasid-bind-constant.js';
import { ioasidFindSetByToken } from './entries/ioasid-find-set-by-token.js';
import { ioasidFindSet } from './entries/ioasid-find-set.js';
import { ioasidFind } from './entries/ioasid-find.js';
import { ioasidFreeEvent } from './entries/ioasid-free-constant.js';
import { ioasidFreeSet } from './entries/ioasid-free-set.js';
import { ioasidFree } from './entries/ioasid-free.js';
import { ioasidGetter } from './entries/ioasid-getter-type.js';
import { ioasidInstallCapacity } from './entries/ioasid-install-capacity.js';
import { ioasidNbArgs } from './entries/ioasid-nb-args-type.js';
import { ioasidNotifyCmd } from './entries/ioasid-notify-cmd-type.js';
import { ioasidNotify } from './entries/ioasid-notify.js';
import { ioasidRegisterAllocator } from './entries/ioasid-register-allocator.js';
import { ioasidRemoveNotifier } from './entries/ioasid-remove-notifier.js';
import { ioasidSet } from './entries/ioasid-set-type.js';
import { ioasid } from './entries/ioasid-type.js';
import { ioasidUnbindEvent } from './entries/ioasid-unbind-constant.js';
import { ioasidUnregisterAllocator } from './entries/ioasid-unregister-allocator.js';
import { ioasidV1 } from './entries/ioasid-v1-type.js';
import { isErrEntry } from './entries/is-err.js';
import { notifierBlock } from './entries/notifier-block-type.js';
import { notifyBad } from './entries/notify-bad-constant.js';
import { notifyDone } from './entries/notify-done-constant.js';
import { notifyOk } from './entries/notify-ok-constant.js';
import { notifyStopMask } from './entries/notify-stop-mask-constant.js';
import { notifyStop } from './entries/notify-stop-constant.js';
import { pasidValid } from './entries/pasid-valid.js';
import { ptrErr } from './entries/ptr-err.js';
import type { V1Symbol, V2Symbol } from './surface.js';

export const entries = [
  declareIoasidSet,
  errPtr,
  errnoName,
  errnoEntry,
  invalidIoasid,
  ioasidAddNotifier,
  ioasidAdjustSet,
  ioasidAllocEvent,
  ioasidAllocSet,
  ioasidAllocSystemSet,
  ioasidAlloc,
  ioasidAllocatorOps,
  ioasidAttachData,
  ioasidBindEvent,
  ioasidFindSetByToken,
  ioasidFindSet,
  ioasidFind,
  ioasidFreeEvent,
  ioasidFreeSet,
  ioasidFree,
  ioasidGetter,
  ioasidInstallCapacity,
  ioasidNbArgs,
  ioasidNotifyCmd,
  ioasidNotify,
  ioasidRegisterAllocator,
  ioasidRemoveNotifier,
  ioasidSet,
  ioasid,
  ioasidUnbindEvent,
  ioasidUnregisterAllocator,
  ioasidV1,
  isErrEntry,
  notifierBlock,
  notifyBad,
  notifyDone,
  notifyOk,
  notifyStopMask,
  notifyStop,
  pasidValid,
  ptrErr,
] as const;

type Entry = (typeof entries)[number];

/** Entry by symbol of the old version. */
export const evolutionMap: ReadonlyMap<string, MapEntry> = new Map(entries.map((entry) => [entry.symbol, entry]));

type Reached<E> = E extends { readonly counterpart: { readonly to: infer T } }
  ? T extends readonly (infer U)[]
    ? U
    : T
  : never;
/** Symbols that have an entry further to the front already. */
type Again<List, Seen = never> = List extends readonly [infer Head extends Entry, ...infer Rest]
  ? (Head['symbol'] extends Seen ? Head['symbol'] : never) | Again<Rest, Seen | Head['symbol']>
  : never;
type Nothing<T extends never> = T;

/** Each alias fails to compile with the names that it is about. */
export type UntoldV1 = Nothing<Exclude<V1Symbol, Entry['symbol']>>;
export type DoublyToldV1 = Nothing<Again<typeof entries>>;
export type UntoldV2 = Nothing<Exclude<V2Symbol, Reached<Entry> | keyof typeof additions>>;
export type DoublyToldV2 = Nothing<Reached<Entry> & keyof typeof additions>;
export type VanishedV1 = Nothing<Exclude<Entry['symbol'], V1Symbol>>;
