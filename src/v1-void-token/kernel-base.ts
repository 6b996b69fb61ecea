import { INVALID_IOASID } from './api.js';
import type { Ioasid, IoasidAllocatorOps, IoasidGetter, IoasidSet } from './api.js';
import type { DecisionBook } from './decisions.js';
import { DisabledKernel } from './disabled.js';
import { IdSpace } from './id-space.js';
import type { IoasidV1Kernel } from './kernel.js';
import type { Machine } from './machine.js';
import { Mutex } from './mutex.js';
import type { IoasidSetRecord } from './set.js';
import { takeSnapshot } from './snapshot.js';
import type { IoasidV1Snapshot } from './snapshot.js';

/**
 * The allocator of mainline 6.1: static sets that are nothing but an address, a legal null set, no quota, capacity or
 * notifier. The calls that it does not have answer as a kernel built without them.
 */
export class BaseKernel extends DisabledKernel implements IoasidV1Kernel {
  readonly #mutex = new Mutex();
  readonly #space: IdSpace;
  readonly #machine: Machine;

  constructor(machine: Machine, decisions: DecisionBook) {
    super();
    this.#machine = machine;
    this.#space = new IdSpace(machine, decisions);
  }

  override readonly ioasidAlloc = (set: IoasidSet | null, min: Ioasid, max: Ioasid, priv: unknown): Ioasid => {
    if (!this.#machine.allocate('object')) return INVALID_IOASID;
    this.#mutex.lock('ioasid_alloc');
    try {
      return this.#space.alloc(set as IoasidSetRecord | null, min, max, priv);
    } finally {
      this.#mutex.unlock();
    }
  };

  override readonly ioasidFree = (id: Ioasid): void => {
    this.#mutex.lock('ioasid_free');
    try {
      const record = this.#space.recordOf(id);
      if (record === 0) this.#machine.log('err', 'no such id to free', { id });
      else this.#space.release(id, this.#space.freeable(record, 'ioasid_free'));
    } finally {
      this.#mutex.unlock();
    }
  };

  override readonly ioasidFind = (set: IoasidSet | null, id: Ioasid, getter?: IoasidGetter | null): unknown =>
    this.#space.find(set, id, getter);

  override readonly ioasidAttachData = (id: Ioasid, priv: unknown): number =>
    this.#locked('ioasid_set_data', () => this.#space.attachData(id, priv, 'ioasid_set_data'));

  override readonly ioasidRegisterAllocator = (ops: IoasidAllocatorOps): number =>
    this.#locked('ioasid_register_allocator', () => this.#space.allocators.register(ops));

  override readonly ioasidUnregisterAllocator = (ops: IoasidAllocatorOps): void => {
    this.#locked('ioasid_unregister_allocator', () => {
      this.#space.allocators.unregister(ops, (group) => this.#space.abandon(group));
    });
  };

  override readonly pasidValid = (id: Ioasid): boolean => id !== INVALID_IOASID;

  override inspect(): IoasidV1Snapshot {
    return takeSnapshot(this.#space, null, null);
  }

  #locked<T>(where: string, body: () => T): T {
    this.#mutex.lock(where);
    try {
      return body();
    } finally {
      this.#mutex.unlock();
    }
  }
}
