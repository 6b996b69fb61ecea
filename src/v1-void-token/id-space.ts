import { Allocators } from './allocators.js';
import type { AllocatorGroup } from './allocator-group.js';
import { INVALID_IOASID } from './api.js';
import type { Ioasid, IoasidGetter, IoasidSet } from './api.js';
import type { DecisionBook } from './decisions.js';
import { ErrPtr, Errno } from './errno.js';
import { IdRecords } from './id-records.js';
import { IdTree, noFreeId } from './id-tree.js';
import { IndexNodes } from './index-nodes.js';
import type { Machine } from './machine.js';
import { PoisonError } from './poison.js';
import type { IoasidSetRecord } from './set.js';

/**
 * Ids and their records, below sets and notifiers: what the base allocator of mainline and the extension series have in
 * common (reference 2.1). Callers hold the lock, except for `find`.
 */
export class IdSpace {
  readonly records = new IdRecords();
  readonly nodes: IndexNodes;
  readonly allocators: Allocators;
  readonly #machine: Machine;
  readonly #decisions: DecisionBook;

  constructor(machine: Machine, decisions: DecisionBook) {
    this.#machine = machine;
    this.#decisions = decisions;
    this.nodes = new IndexNodes(machine);
    this.allocators = new Allocators(this.nodes, machine, decisions);
  }

  newIndex(): IdTree {
    return new IdTree(this.nodes);
  }

  /** Has the active allocator pick an id for a new record. Returns `INVALID_IOASID`, with nothing left behind, on failure. */
  alloc(set: IoasidSetRecord | null, min: Ioasid, max: Ioasid, priv: unknown): Ioasid {
    const record = this.records.take(set, priv);
    const { active } = this.allocators;
    const id =
      active.ops === null ? this.#defaultAlloc(active, min, max, record) : this.#customAlloc(active, min, max, record);
    if (id === INVALID_IOASID && !this.records.isDangling(record)) this.records.release(record);
    return id;
  }

  /** The record of an id in the active allocator's table, 0 when it has none. */
  recordOf(id: Ioasid): number {
    return this.allocators.active.tree.load(id);
  }

  /** Refuses to read a record that was freed; the real code would die here. */
  readable(record: number, where: string): number {
    if (this.records.isDangling(record)) throw new PoisonError('use-after-free', where);
    return record;
  }

  /** As `readable`, for a caller that frees the record without reading it. */
  freeable(record: number, where: string): number {
    if (this.records.isDangling(record)) throw new PoisonError('double-free', where);
    return record;
  }

  /** Forgets the records of a group that is gone; no table leads to them any more. */
  abandon(group: AllocatorGroup): void {
    for (const [id, record] of this.entries(group)) {
      group.tree.erase(id);
      this.records.release(record);
    }
  }

  /** Gives an id back to its allocator, then forgets it: a custom allocator's `free` still sees it. */
  release(id: Ioasid, record: number): void {
    const { active } = this.allocators;
    const { ops } = active;
    if (ops !== null) ops.free(id, ops.pdata);
    active.tree.erase(id);
    this.records.release(record);
  }

  /** C: `ioasid_find`, after the set was looked at: null or undefined `getter` lets everything pass. */
  find(set: IoasidSet | null, id: Ioasid, getter: IoasidGetter | null | undefined): unknown {
    const record = this.recordOf(id);
    if (record === 0) return notFound;
    this.readable(record, 'ioasid_find');
    if (set !== null && this.records.setOf(record) !== set) return notYours;
    const priv = this.records.privOf(record);
    if (getter && !getter(priv)) return null;
    return priv;
  }

  /** C: `ioasid_attach_data` and `ioasid_set_data`. */
  attachData(id: Ioasid, priv: unknown, where: string): number {
    const record = this.recordOf(id);
    if (record === 0) return -Errno.ENOENT;
    this.records.putPriv(this.readable(record, where), priv);
    return 0;
  }

  /** Every id of a group with its record, in order. */
  *entries(group: AllocatorGroup): Generator<readonly [id: Ioasid, record: number]> {
    for (let id = group.tree.next(0); id !== noFreeId; id = group.tree.next(id + 1)) yield [id, group.tree.load(id)];
  }

  #defaultAlloc(group: AllocatorGroup, min: Ioasid, max: Ioasid, record: number): Ioasid {
    const id = group.tree.claimLowest(min, max, record);
    if (id === INVALID_IOASID) {
      if (this.#decisions.takes('invalid-is-no-id')) group.tree.erase(id);
      else this.records.releaseDangling(record);
    } else if (id >= 0) return id;
    else this.#machine.log('err', 'no id is free in the range', { min, max });
    this.#machine.log('err', 'allocation of an id failed');
    return INVALID_IOASID;
  }

  #customAlloc(group: AllocatorGroup, min: Ioasid, max: Ioasid, record: number): Ioasid {
    const { ops } = group;
    if (ops === null) return INVALID_IOASID;
    const id = ops.alloc(min, max, ops.pdata);
    if (id === INVALID_IOASID) {
      this.#machine.log('err', 'allocation of an id failed');
      return INVALID_IOASID;
    }
    const isTaken = group.tree.load(id) !== 0;
    if (!isTaken && (id < min || id > max) && this.#decisions.takes('custom-id-in-range')) {
      this.#machine.log('err', 'custom allocator returned an id out of range', { id, min, max });
      ops.free(id, ops.pdata);
      return INVALID_IOASID;
    }
    if (!isTaken && group.tree.store(id, record)) return id;
    this.#machine.log('err', 'id from the custom allocator cannot be recorded', { id });
    if (isTaken && this.#decisions.takes('duplicate-id-not-freed')) {
      this.#machine.warn('custom allocator handed out an id twice', { id });
      return INVALID_IOASID;
    }
    ops.free(id, ops.pdata);
    return INVALID_IOASID;
  }
}

const notFound = new ErrPtr(Errno.ENOENT);
const notYours = new ErrPtr(Errno.EACCES);
