import { INVALID_IOASID, IOASID_FREE } from './api.js';
import type { AllocatorGroup } from './allocator-group.js';
import type {
  Ioasid,
  IoasidAllocatorOps,
  IoasidGetter,
  IoasidNbArgs,
  IoasidNotifyCmd,
  IoasidSet,
  NotifierBlock,
} from './api.js';
import type { DecisionBook } from './decisions.js';
import { ErrPtr, Errno } from './errno.js';
import { IdSpace } from './id-space.js';
import type { IoasidV1Kernel } from './kernel.js';
import type { Machine } from './machine.js';
import { Mutex } from './mutex.js';
import { NotifierChain } from './notifier-chain.js';
import type { IoasidSetRecord } from './set.js';
import { Sets } from './sets.js';
import { indexedIds, takeSnapshot } from './snapshot.js';
import type { IoasidV1Snapshot } from './snapshot.js';

/** Token of the host's set (C: a static `struct ioasid_set`). */
export const systemToken: object = { name: 'system_ioasid_set' };

/** What the payload of `notify` holds where the posted code writes no token. */
const uninitialised: unknown = undefined;

/** The first extension series on the API of the thread: sets with quotas, one blocking notifier chain under one mutex. */
export class ExtendedKernel implements IoasidV1Kernel {
  readonly #mutex = new Mutex();
  readonly #space: IdSpace;
  readonly #sets: Sets;
  readonly #chain: NotifierChain;
  readonly #machine: Machine;
  readonly #decisions: DecisionBook;

  constructor(machine: Machine, decisions: DecisionBook) {
    this.#machine = machine;
    this.#decisions = decisions;
    this.#space = new IdSpace(machine, decisions);
    this.#sets = new Sets(this.#space, machine, this.#mutex, decisions);
    this.#chain = new NotifierChain(machine, decisions);
  }

  readonly ioasidInstallCapacity = (total: number): void => {
    this.#locked('ioasid_install_capacity', () => this.#sets.install(total));
  };

  readonly ioasidAllocSet = (token: unknown, quota: number): IoasidSet | ErrPtr => this.#sets.create(token, quota);

  readonly ioasidAllocSystemSet = (quota: number): IoasidSet | ErrPtr => this.#sets.create(systemToken, quota);

  readonly ioasidFreeSet = (pointer: IoasidSet, destroy: boolean): void => {
    this.#locked('ioasid_free_set', () => {
      const set = this.#sets.live(pointer);
      if (!set) {
        this.#machine.log('err', 'no such set to free');
        return;
      }
      if (set.index?.isEmpty) this.#machine.log('warn', 'set holds no ids');
      for (const id of indexedIds(set)) {
        this.#freeOfSet(set, id);
        set.index?.erase(id);
      }
      if (destroy) this.#sets.destroy(set);
    });
  };

  readonly ioasidAdjustSet = (set: IoasidSet, quota: number): number =>
    this.#locked('ioasid_adjust_set', () => this.#sets.adjust(set, quota));

  readonly ioasidFindSet = (id: Ioasid): IoasidSet | ErrPtr =>
    this.#locked('ioasid_find_sid', () => {
      const record = this.#space.recordOf(id);
      if (record === 0) return new ErrPtr(Errno.ENOENT);
      const set = this.#space.records.setOf(this.#space.readable(record, 'ioasid_find_sid'));
      return set ?? new ErrPtr(Errno.ENOENT);
    });

  readonly ioasidFindSetByToken = (token: unknown): IoasidSet | null => this.#sets.findByToken(token);

  readonly ioasidAlloc = (pointer: IoasidSet | null, min: Ioasid, max: Ioasid, priv: unknown): Ioasid => {
    const set = this.#sets.live(pointer);
    if (!set) {
      this.#machine.log('err', 'no such set to allocate from');
      return INVALID_IOASID;
    }
    if (this.#isQuotaReached(set)) return this.#outOfQuota();
    if (!this.#machine.allocate('object')) return INVALID_IOASID;
    this.#mutex.lock('ioasid_alloc');
    try {
      // Somebody else may have taken the last id while memory was waited for.
      if (set.count >= set.quota && this.#decisions.takes('quota-under-lock')) return this.#outOfQuota();
      const id = this.#space.alloc(set, min, max, priv);
      if (id === INVALID_IOASID) return INVALID_IOASID;
      if (set.index?.store(id, 1) === false && this.#decisions.takes('set-index-failure-fails')) {
        this.#space.release(id, this.#space.recordOf(id));
        return INVALID_IOASID;
      }
      set.count += 1;
      return id;
    } finally {
      this.#mutex.unlock();
    }
  };

  readonly ioasidFree = (id: Ioasid): void => {
    this.#mutex.lock('ioasid_free');
    try {
      this.#free(id);
    } finally {
      this.#mutex.unlock();
    }
  };

  readonly ioasidFind = (set: IoasidSet | null, id: Ioasid, getter?: IoasidGetter | null): unknown =>
    this.#space.find(set, id, getter);

  readonly ioasidAttachData = (id: Ioasid, priv: unknown): number =>
    this.#locked('ioasid_attach_data', () => this.#space.attachData(id, priv, 'ioasid_attach_data'));

  readonly ioasidRegisterAllocator = (ops: IoasidAllocatorOps): number =>
    this.#locked('ioasid_register_allocator', () => this.#space.allocators.register(ops));

  readonly ioasidUnregisterAllocator = (ops: IoasidAllocatorOps): void => {
    this.#locked('ioasid_unregister_allocator', () => {
      this.#space.allocators.unregister(ops, (group) => this.#orphan(group));
    });
  };

  readonly ioasidAddNotifier = (nb: NotifierBlock): number =>
    this.#locked('ioasid_add_notifier', () => this.#chain.add(nb));

  readonly ioasidRemoveNotifier = (nb: NotifierBlock): void => {
    this.#locked('ioasid_remove_notifier', () => this.#chain.remove(nb));
  };

  readonly ioasidNotify = (id: Ioasid, cmd: IoasidNotifyCmd): number =>
    this.#locked('ioasid_notify', () => {
      const record = this.#space.recordOf(id);
      if (record === 0) {
        this.#machine.log('err', 'no such id to notify about', { id });
        return -Errno.EINVAL;
      }
      const args = this.#payload(id, this.#space.readable(record, 'ioasid_notify'));
      if (this.#decisions.takes('notify-token-set')) return this.#chain.call(cmd, args, 'ioasid_notify');
      return this.#chain.call(cmd, { ...args, setToken: uninitialised }, 'ioasid_notify');
    });

  readonly pasidValid = (id: Ioasid): boolean => id !== INVALID_IOASID;

  inspect(): IoasidV1Snapshot {
    return takeSnapshot(this.#space, this.#sets, this.#chain);
  }

  #locked<T>(where: string, body: () => T): T {
    this.#mutex.lock(where);
    try {
      return body();
    } finally {
      this.#mutex.unlock();
    }
  }

  #isQuotaReached(set: IoasidSetRecord): boolean {
    const reached = set.count >= set.quota;
    if (set.quota <= 0x7fff_ffff || reached) return reached;
    return !this.#decisions.takes('quota-unsigned');
  }

  #outOfQuota(): Ioasid {
    this.#machine.log('err', 'set has used its quota');
    return INVALID_IOASID;
  }

  #payload(id: Ioasid, record: number): IoasidNbArgs {
    const set = this.#space.records.setOf(record);
    return { id, set, setToken: set?.token, pdata: this.#space.records.privOf(record) };
  }

  /** C: `ioasid_free_locked`: whoever owns the id. */
  #free(id: Ioasid): void {
    const record = this.#space.recordOf(id);
    if (record === 0) {
      this.#machine.log('err', 'no such id to free', { id });
      return;
    }
    this.#space.readable(record, 'ioasid_free');
    if (!this.#chain.isEmpty) this.#chain.call(IOASID_FREE, this.#payload(id, record), 'ioasid_free');
    const owner = this.#space.records.setOf(record);
    this.#space.release(id, record);
    // The posted code asks by number: when the owner died meanwhile, its number may be another set's.
    const set = owner ? this.#sets.withNumber(owner.id) : undefined;
    if (!set) {
      this.#machine.log('err', 'id has no set', { id });
      return;
    }
    set.index?.erase(id);
    set.count -= 1;
  }

  #freeOfSet(set: IoasidSetRecord, id: Ioasid): void {
    const record = this.#space.recordOf(id);
    const isForeign = record !== 0 && this.#space.records.setOf(record) !== set;
    if (isForeign && this.#decisions.takes('free-set-own-ids')) return;
    this.#free(id);
  }

  /** The ids of a group that went away: nobody can reach them any more. */
  #orphan(group: AllocatorGroup): void {
    if (!group.tree.isEmpty && this.#decisions.takes('orphans-leave-their-set')) {
      for (const [id, record] of this.#space.entries(group)) {
        const set = this.#space.records.setOf(record);
        set?.index?.erase(id);
        if (set) set.count -= 1;
      }
    }
    this.#space.abandon(group);
  }
}
