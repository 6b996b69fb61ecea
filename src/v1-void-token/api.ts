/**
 * The old API: what a caller of the void-token IOASID allocator can see.
 *
 * Signatures are those of the July 2020 thread, behaviour is that of the first posted series (reference 2.1, 2.2, 2.4).
 * Errors have the C form on purpose: a caller can forget to look at them.
 */
import type { ErrPtr } from './errno.js';

/** PASID or other IO address space id, u32. */
export type Ioasid = number;

/** u32 that stands for "no id" (C: `INVALID_IOASID`). */
export const INVALID_IOASID: Ioasid = 0xffff_ffff;

/**
 * A set of ids with a quota (C: `struct ioasid_set`).
 * `token` is whatever its creator passed; the core stores it and never looks at it.
 */
export interface IoasidSet {
  /** Number of the set, from 0; -1 for a static set of the base allocator. */
  readonly id: number;
  readonly token: unknown;
}

/** Events of the notifier chain (C: `enum ioasid_notify_val`). */
export const IOASID_ALLOC = 1;
export const IOASID_FREE = 2;
export const IOASID_BIND = 3;
export const IOASID_UNBIND = 4;
/** One of the four event numbers. */
export type IoasidNotifyCmd = 1 | 2 | 3 | 4;

/** What a handler may return (C: `NOTIFY_DONE` and following). A value with 0x8000 ends the chain. */
export const NOTIFY_DONE = 0;
export const NOTIFY_OK = 1;
export const NOTIFY_STOP_MASK = 0x8000;
export const NOTIFY_BAD = 0x8002;
export const NOTIFY_STOP = 0x8001;

/** Payload of a notification (C: `struct ioasid_nb_args`). */
export interface IoasidNbArgs {
  readonly id: Ioasid;
  /** The set of the id. */
  readonly set: IoasidSet | null;
  /** Token of that set. */
  readonly setToken: unknown;
  /** Private data of the id. */
  readonly pdata: unknown;
}

/** A handler on the chain (C: `struct notifier_block`). Higher `priority` runs first, equal ones in order of registration. */
export interface NotifierBlock {
  readonly notifierCall: (cmd: IoasidNotifyCmd, args: IoasidNbArgs) => number;
  readonly priority: number;
}

/**
 * A custom allocator (C: `struct ioasid_allocator_ops`). Two ops with the same `alloc` and `free` functions share one
 * table of ids; `pdata` of the group's first ops is what both are called with.
 */
export interface IoasidAllocatorOps {
  /** Returns an id or `INVALID_IOASID`; `min` and `max` are inclusive u32. */
  readonly alloc: (min: Ioasid, max: Ioasid, pdata: unknown) => Ioasid;
  readonly free: (id: Ioasid, pdata: unknown) => void;
  readonly pdata: unknown;
}

/** Asked by `ioasidFind` about the private data it is about to return, null included. */
export type IoasidGetter = (priv: unknown) => boolean;

/** The calls of the old API. Every number that is an error is negative: `-Errno.X`. */
export interface IoasidV1 {
  /**
   * C: `ioasid_install_capacity`. Sets how many ids there are in all, once; `total` is u32. A second call is logged and
   * ignored unless the capacity was 0. Before the first call every set is refused. Reference 2.2, 2.10 #10.
   */
  ioasidInstallCapacity(total: number): void;
  /**
   * C: `ioasid_alloc_set`. Creates a set that may hold `quota` ids (u32) and stores `token` without looking at it.
   * Errors: ENOSPC quota above what is left; ENOMEM; EBUSY no set number free. Reference 2.2.
   */
  ioasidAllocSet(token: unknown, quota: number): IoasidSet | ErrPtr;
  /**
   * C: `ioasid_alloc_system_set`. Creates the host's set, under a token of the core's own. Errors as `ioasidAllocSet`. A
   * second call makes another set.
   */
  ioasidAllocSystemSet(quota: number): IoasidSet | ErrPtr;
  /** C: `ioasid_free_set`. Frees every id of the set; with `destroy` also the set, and gives its quota back. */
  ioasidFreeSet(set: IoasidSet, destroy: boolean): void;
  /** C: `ioasid_adjust_set`. Changes the quota (i32). Returns 0, -EINVAL unknown set, below 1 or more ids in use, -ENOSPC. */
  ioasidAdjustSet(set: IoasidSet, quota: number): number;
  /** C: `ioasid_find_sid`, with a set instead of its number. Error: ENOENT unknown id. Takes no reference. */
  ioasidFindSet(id: Ioasid): IoasidSet | ErrPtr;
  /**
   * Finds the oldest set with this token, by identity alone; null when there is none. What KVM and VDCM must do in order to find
   * the set of their mm: nothing says that the token is one. Takes no reference. Reference 2.2, last paragraph.
   */
  ioasidFindSetByToken(token: unknown): IoasidSet | null;
  /**
   * C: `ioasid_alloc`. Lowest free id in `min`..`max` (inclusive u32) for `set`; a null set is legal on the base
   * allocator only. Returns `INVALID_IOASID` for an unknown set, a full quota, an empty range or no memory.
   */
  ioasidAlloc(set: IoasidSet | null, min: Ioasid, max: Ioasid, priv: unknown): Ioasid;
  /** C: `ioasid_free`. Sends FREE, then the id is free at once, whoever still uses it. Ownership is not checked. */
  ioasidFree(id: Ioasid): void;
  /**
   * C: `ioasid_find`. Private data of an id: the data, null (none, or `getter` said no), or an `ErrPtr`: ENOENT unknown id,
   * EACCES not in `set`. A null set is not compared. Takes no reference.
   */
  ioasidFind(set: IoasidSet | null, id: Ioasid, getter?: IoasidGetter | null): unknown;
  /** C: `ioasid_attach_data` (base: `ioasid_set_data`). Replaces the private data; null clears it. Returns 0 or -ENOENT. */
  ioasidAttachData(id: Ioasid, priv: unknown): number;
  /** C: `ioasid_register_allocator`. Returns 0, -EAGAIN ids outstanding, -EEXIST registered already, -ENOMEM. Reference 2.1. */
  ioasidRegisterAllocator(ops: IoasidAllocatorOps): number;
  /** C: `ioasid_unregister_allocator`. Ids of a group whose last member goes are orphaned. Reference 2.1. */
  ioasidUnregisterAllocator(ops: IoasidAllocatorOps): void;
  /** C: `ioasid_add_notifier`. Puts a handler on the one global, blocking chain. Returns 0. */
  ioasidAddNotifier(nb: NotifierBlock): number;
  /** C: `ioasid_remove_notifier`. */
  ioasidRemoveNotifier(nb: NotifierBlock): void;
  /** C: `ioasid_notify`. Calls the chain; returns the last handler's value, or -EINVAL for an unknown id. */
  ioasidNotify(id: Ioasid, cmd: IoasidNotifyCmd): number;
  /** C: `pasid_valid`. True unless the id is `INVALID_IOASID`. */
  pasidValid(id: Ioasid): boolean;
}
