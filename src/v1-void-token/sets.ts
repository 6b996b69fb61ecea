import type { IoasidSet } from './api.js';
import type { DecisionBook } from './decisions.js';
import { ErrPtr, Errno } from './errno.js';
import type { IdSpace } from './id-space.js';
import type { IdTree } from './id-tree.js';
import { noFreeId, noNode } from './id-tree.js';
import type { Machine } from './machine.js';
import type { Mutex } from './mutex.js';
import { IoasidSetRecord } from './set.js';

/** Highest number that a set may get. */
const lastSetNumber = 0x7fff_ffff;

/** Sets, their numbers and the capacity that their quotas are taken from (reference 2.2). */
export class Sets {
  /** C: `ioasid_capacity`, 0 until installed. */
  capacity = 0;
  /** C: `ioasid_capacity_avail`: what no quota has taken. */
  available = 0;
  /** By number; what `ioasid_sets` holds in C. */
  readonly #byNumber: (IoasidSetRecord | undefined)[] = [];
  readonly #numbers: IdTree;
  /** The oldest set for each token; the others hang on it. */
  readonly #byToken = new Map<unknown, IoasidSetRecord>();
  readonly #space: IdSpace;
  readonly #machine: Machine;
  readonly #mutex: Mutex;
  readonly #decisions: DecisionBook;

  constructor(space: IdSpace, machine: Machine, mutex: Mutex, decisions: DecisionBook) {
    this.#space = space;
    this.#machine = machine;
    this.#mutex = mutex;
    this.#decisions = decisions;
    this.#numbers = space.newIndex();
  }

  /** C: `ioasid_install_capacity`. */
  install(total: number): void {
    if (this.capacity !== 0) {
      this.#machine.log('warn', 'capacity is installed already', { capacity: this.capacity });
      return;
    }
    this.capacity = total >>> 0;
    this.available = total >>> 0;
  }

  /** C: `ioasid_alloc_set`. The quota is tested before the lock is taken, as posted. */
  create(token: unknown, quota: number): IoasidSetRecord | ErrPtr {
    if (quota > this.available) return this.#outOfCapacity(quota);
    if (!this.#machine.allocate('object')) return new ErrPtr(Errno.ENOMEM);
    this.#mutex.lock('ioasid_alloc_set');
    try {
      if (quota > this.available && this.#decisions.takes('capacity-under-lock')) return this.#outOfCapacity(quota);
      const number = this.#claimNumber(quota);
      if (number === noNode) return new ErrPtr(Errno.ENOMEM);
      if (number === noFreeId) return new ErrPtr(Errno.EBUSY);
      const set = new IoasidSetRecord(number, token, quota, this.#space.newIndex());
      this.#byNumber[number] = set;
      this.#enterToken(set);
      this.available = (this.available - quota) >>> 0;
      return set;
    } finally {
      this.#mutex.unlock();
    }
  }

  /** The live set behind a pointer, null for anything else. */
  live(set: IoasidSet | null): IoasidSetRecord | null {
    if (set === null) return null;
    const known = this.#byNumber[set.id];
    return known === set ? known : null;
  }

  /** The set that has a number now, whoever had it before. */
  withNumber(number: number): IoasidSetRecord | undefined {
    return this.#byNumber[number];
  }

  findByToken(token: unknown): IoasidSetRecord | null {
    return this.#byToken.get(token) ?? null;
  }

  /** In order of their numbers. */
  all(): IoasidSetRecord[] {
    return this.#byNumber.filter((set) => set !== undefined);
  }

  /** C: `ioasid_adjust_set`; `quota` is an i32. */
  adjust(pointer: IoasidSet, quota: number): number {
    const set = this.live(pointer);
    if (!set || set.count > quota) {
      this.#machine.log('err', set ? 'quota is below the ids in use' : 'no such set', { quota });
      return -Errno.EINVAL;
    }
    const posted = quota >>> 0 >= this.available ? -Errno.ENOSPC : 0;
    const fits = quota - set.quota > this.available ? -Errno.ENOSPC : 0;
    const decided = quota <= 0 ? -Errno.EINVAL : fits;
    const result = posted !== decided && this.#decisions.takes('adjust-tests-growth') ? decided : posted;
    if (result !== 0) return result;
    this.available = (this.available + set.quota - quota) >>> 0;
    set.quota = quota >>> 0;
    return 0;
  }

  /** The set goes and gives its quota back. */
  destroy(set: IoasidSetRecord): void {
    this.#numbers.erase(set.id);
    this.#byNumber[set.id] = undefined;
    this.#leaveToken(set);
    this.available = (this.available + set.quota) >>> 0;
  }

  #outOfCapacity(quota: number): ErrPtr {
    this.#machine.log('warn', 'quota exceeds the capacity that is left', { quota, available: this.available });
    return new ErrPtr(Errno.ENOSPC);
  }

  #claimNumber(quota: number): number {
    const window = (this.available - quota) >>> 0;
    const number = this.#numbers.claimLowest(0, window, 1);
    if (number !== noFreeId || !this.#decisions.takes('set-number-window')) return number;
    return this.#numbers.claimLowest(0, lastSetNumber, 1);
  }

  #enterToken(set: IoasidSetRecord): void {
    const oldest = this.#byToken.get(set.token);
    if (!oldest) {
      this.#byToken.set(set.token, set);
      return;
    }
    const newest = oldest.newestOfToken ?? oldest;
    newest.nextOfToken = set;
    set.previousOfToken = newest;
    oldest.newestOfToken = set;
  }

  #leaveToken(set: IoasidSetRecord): void {
    const { previousOfToken: previous, nextOfToken: next } = set;
    const oldest = this.#byToken.get(set.token);
    if (next) next.previousOfToken = previous;
    if (previous) previous.nextOfToken = next;
    if (oldest === set) {
      if (next) {
        next.newestOfToken = set.newestOfToken;
        this.#byToken.set(set.token, next);
      } else this.#byToken.delete(set.token);
    } else if (oldest?.newestOfToken === set) oldest.newestOfToken = previous;
  }
}
