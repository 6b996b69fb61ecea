/**
 * The new API: sets with a typed token, references, and results that must be looked at.
 *
 * The surface is that of the August 2020 series with its defects decided (`decisions.ts`), plus what the July 2020
 * thread asked for (reference 2.3 to 2.7).
 */
import type { AllocatorData, MmStruct, NotificationData, PrivateData, SetToken, TokenKind } from './pointers.js';
import type { IoasidError, Result } from './result.js';

declare const ioasidBrand: unique symbol;
/** PASID or other IO address space id, u32 below 0xFFFFFFFF. */
export type Ioasid = number & { readonly [ioasidBrand]: true };

/** Makes an id of a number. Throws RangeError unless it is an integer in 0..0xFFFFFFFE. */
export function ioasid(value: number): Ioasid {
  if (!Number.isInteger(value) || value < 0 || value >= 0xffff_ffff) throw new RangeError(`${value} is not an IOASID`);
  return value as Ioasid;
}

declare const setBrand: unique symbol;
/** A set of ids (C: `struct ioasid_set`). Opaque; counted by reference. */
export interface IoasidSet {
  readonly [setBrand]: true;
}

/** Ids from `min` to `max`, both included, u32. */
export interface IoasidRange {
  readonly min: number;
  readonly max: number;
}

export type IoasidEvent = 'alloc' | 'free' | 'bind' | 'unbind' | 'set-alloc' | 'set-free';
/** Chains that a notification goes to. `both` sends to the global chain first, then to the set's. */
export type NotifyScope = 'none' | 'all' | 'set' | 'both';
/** Rank of a handler: `cpu` runs before `iommu`, `device` and `last` (C: `IOASID_PRIO_*`, 3 to 0). */
export type NotifierPriority = 'cpu' | 'iommu' | 'device' | 'last';
/** What a handler answers (C: `NOTIFY_*`). `bad` and `stop` end the chain. */
export type NotifierAnswer = 'done' | 'ok' | 'bad' | 'stop';

export interface IoasidNotification {
  readonly event: IoasidEvent;
  /** Null for the events of a whole set. */
  readonly id: Ioasid | null;
  /** Null when the id has no guest id. */
  readonly spid: Ioasid | null;
  readonly set: IoasidSet;
  readonly data: NotificationData;
}

/**
 * A handler (C: `struct notifier_block`). It runs with the allocator locked: only `ioasidFind`, `ioasidGetLocked` and
 * `ioasidPutLocked` may be called from it; any other call throws.
 */
export interface NotifierBlock {
  readonly priority: NotifierPriority;
  readonly notifierCall: (notification: IoasidNotification) => NotifierAnswer;
}

/** A custom allocator (C: `struct ioasid_allocator_ops`). Equal `alloc` and `free` functions share one table of ids. */
export interface IoasidAllocatorOps {
  /** An id in the range, or null when there is none. */
  readonly alloc: (range: IoasidRange, data: AllocatorData | null) => number | null;
  readonly free: (id: number, data: AllocatorData | null) => void;
  readonly data: AllocatorData | null;
}

/** What a free did: the record is gone, or others still hold it. */
export type FreeOutcome = 'reclaimed' | 'pending';
/** What a put did. `held` is not an error: others hold the id. */
export type PutOutcome = 'reclaimed' | 'held';
/** Life of an id (C: `IOASID_STATE_*`). */
export type IoasidState = 'active' | 'free-pending';

/** The calls of the new API. None throws for what a caller can do wrong, except a call from inside a handler. */
export interface IoasidV2 {
  /** C: `ioasid_install_capacity`. Number of ids in all, u32; default 0x100000. EBUSY: sets exist. */
  ioasidInstallCapacity(total: number): Result<void>;
  /** C: `ioasid_get_capacity`. */
  ioasidGetCapacity(): number;

  /**
   * C: `ioasid_alloc_set`. A set that may hold `quota` ids; its one reference is the caller's.
   * Errors: ENOSPC quota above what is left, or no slot; EINVAL token does not fit its kind, or quota 0; EEXIST the mm, or
   * the own token, has a set; ENOMEM. Reference 2.3, 2.10 #4.
   */
  ioasidAllocSet(token: SetToken, quota: number): Result<IoasidSet>;
  /** C: `ioasid_set_get`. One more reference. EINVAL: not a live set. */
  ioasidSetGet(set: IoasidSet): Result<void>;
  /** C: `ioasid_set_put`. One less; the last put frees all members. EINVAL: not a live set. */
  ioasidSetPut(set: IoasidSet): Result<PutOutcome>;
  /** C: `ioasid_adjust_set`. New quota, 1 or more. EINVAL: dead set, below 1, or more ids in use; ENOSPC: growth above what is left. */
  ioasidAdjustSet(set: IoasidSet, quota: number): Result<void>;
  /** C: `ioasid_set_for_each_ioasid`. Calls `visit` for every id, ascending; the value is their number. ENOENT: no ids, as a dead set has none. */
  ioasidSetForEachIoasid(set: IoasidSet, visit: (id: Ioasid) => void): Result<number>;
  /** C: `ioasid_find_mm_set`. The set of an mm, with a reference for the caller. ENOENT: the mm has none. */
  ioasidFindMmSet(mm: MmStruct): Result<IoasidSet>;
  /** The set with this token of this kind, with a reference for the caller. ENOENT: none. `any` and `none` are never found. */
  ioasidFindSetByToken(kind: 'mm', token: MmStruct): Result<IoasidSet>;
  ioasidFindSetByToken<T extends object>(kind: TokenKind<T>, token: T): Result<IoasidSet>;
  /** The token of a set. Works on a dead set too: the set pins its token. */
  ioasidSetToken(set: IoasidSet): SetToken;

  /**
   * C: `ioasid_alloc`. Lowest free id of the range, with one reference, state active, event ALLOC on the set's chain.
   * Errors: EINVAL dead set or empty range; ENOSPC quota or range exhausted; ENOMEM; EAGAIN cgroup limit.
   */
  ioasidAlloc(set: IoasidSet, range: IoasidRange, priv?: PrivateData | null): Result<Ioasid>;
  /** As `ioasidAlloc`, with an mm as the *private data* of the id: not as the token of its set (the thread's second proposal). */
  ioasidAllocMm(set: IoasidSet, range: IoasidRange, mm: MmStruct): Result<Ioasid>;
  /** C: `ioasid_get`. EINVAL unknown; EBUSY free-pending; EACCES not in `set`. A null set matches any. */
  ioasidGet(set: IoasidSet | null, id: Ioasid): Result<void>;
  /** As `ioasidGet`, for handlers (C: `ioasid_get_locked`). */
  ioasidGetLocked(set: IoasidSet | null, id: Ioasid): Result<void>;
  /** Get if the id belongs to the set of `current`. ENOENT unknown; EINVAL not an mm set; EPERM another mm; EBUSY. */
  ioasidGetIfOwned(current: MmStruct, id: Ioasid): Result<void>;
  /** C: `ioasid_put`. Drops one reference; the last reclaims, without an event. ENOENT unknown; EACCES not in `set`. */
  ioasidPut(set: IoasidSet | null, id: Ioasid): Result<PutOutcome>;
  /** As `ioasidPut`, for handlers (C: `ioasid_put_locked`). */
  ioasidPutLocked(set: IoasidSet | null, id: Ioasid): Result<PutOutcome>;
  /** C: `ioasid_free`. Marks free-pending, sends FREE, drops the core's reference. A second call changes nothing. */
  ioasidFree(set: IoasidSet, id: Ioasid): Result<FreeOutcome>;
  /** C: `ioasid_find`. Private data, or null. ENOENT unknown; EACCES not in `set`; EINVAL it is an mm. No reference. */
  ioasidFind(
    set: IoasidSet | null,
    id: Ioasid,
    getter?: (priv: PrivateData | null) => boolean,
  ): Result<PrivateData | null>;
  /** The mm that `ioasidAllocMm` put on the id. ENOENT unknown; EACCES not in `set`; EINVAL no mm there. No reference. */
  ioasidFindMm(set: IoasidSet | null, id: Ioasid): Result<MmStruct>;
  /** C: `ioasid_attach_data`. Replaces the private data. ENOENT unknown. */
  ioasidAttachData(id: Ioasid, priv: PrivateData): Result<void>;
  /** C: `ioasid_detach_data`. Clears the private data. ENOENT unknown, or none there. */
  ioasidDetachData(id: Ioasid): Result<void>;

  /** C: `ioasid_attach_spid`. Gives the id its guest id, unique in the set. ENOENT unknown; EINVAL taken in this set. */
  ioasidAttachSpid(id: Ioasid, spid: Ioasid): Result<void>;
  /** C: `ioasid_detach_spid`. ENOENT unknown, or none there. */
  ioasidDetachSpid(id: Ioasid): Result<void>;
  /** C: `ioasid_find_by_spid`. The id of a guest id, with a reference for the caller. EINVAL dead set; ENOENT; EBUSY free-pending. */
  ioasidFindBySpid(set: IoasidSet, spid: Ioasid): Result<Ioasid>;

  /** C: `ioasid_register_allocator`. EAGAIN ids outstanding; EEXIST registered already; ENOMEM. */
  ioasidRegisterAllocator(ops: IoasidAllocatorOps): Result<void>;
  /** C: `ioasid_unregister_allocator`. ENOENT not registered. Ids of a group whose last member goes are orphaned. */
  ioasidUnregisterAllocator(ops: IoasidAllocatorOps): Result<void>;

  /**
   * C: `ioasid_register_notifier`. On the chain of a set, or with null on the global one. EINVAL dead set. A block
   * that is there already stays where it is, with a warning (reference 2.10 #1).
   */
  ioasidRegisterNotifier(set: IoasidSet | null, nb: NotifierBlock): Result<void>;
  /** C: `ioasid_unregister_notifier`. ENOENT not there; EBUSY listed by mm. */
  ioasidUnregisterNotifier(set: IoasidSet | null, nb: NotifierBlock): Result<void>;
  /**
   * C: `ioasid_register_notifier_mm`. On the chain of the mm's set, now or as soon as there is one.
   * EBUSY: the pair is listed, or the set has ids already (events are not replayed); ENOMEM.
   */
  ioasidRegisterNotifierMm(mm: MmStruct, nb: NotifierBlock): Result<void>;
  /** C: `ioasid_unregister_notifier_mm`. ENOENT: the pair is not listed. */
  ioasidUnregisterNotifierMm(mm: MmStruct, nb: NotifierBlock): Result<void>;
  /** C: `ioasid_notify`. Sends an event of an id; the value is the last handler's answer. EINVAL unknown id. */
  ioasidNotify(id: Ioasid, event: IoasidEvent, scope: NotifyScope): Result<NotifierAnswer>;

  /** C: `pasid_valid`. True for a number that can be an id. */
  pasidValid(id: number): id is Ioasid;
}

export type { IoasidError };
