/**
 * Custom allocators in groups of equal functions. A group's members are a list whose links belong to the ops, as in
 * the posted code: what a double registration does to it in profile `as-posted` follows from the links themselves.
 */
import type { IoasidAllocatorOps } from './api.js';
import { PoisonError } from './errors.js';
import { IdTable } from './id-table.js';

class MemberLink {
  readonly ops: IoasidAllocatorOps | null;
  next: MemberLink = this;
  previous: MemberLink = this;
  /** The list head in a record that was freed. */
  freed = false;

  constructor(ops: IoasidAllocatorOps | null) {
    this.ops = ops;
  }

  /** Writes or reads of a freed head are the end. */
  touch(): this {
    if (this.freed) throw new PoisonError('the list of an allocator group leads into freed memory');
    return this;
  }
}

export class AllocatorGroup {
  /** Whose functions and data are used. */
  ops: IoasidAllocatorOps;
  readonly table = new IdTable();
  readonly head = new MemberLink(null);
  /** Set when its first member was registered once more. */
  doubled = false;

  constructor(ops: IoasidAllocatorOps) {
    this.ops = ops;
  }

  /** True when the list has exactly one link, by the two ends alone. */
  get singular(): boolean {
    return this.head.next !== this.head && this.head.next === this.head.previous;
  }

  members(): readonly IoasidAllocatorOps[] {
    const members: IoasidAllocatorOps[] = [];
    for (let at = this.head.next; at !== this.head && at.ops !== null && members.length < 64; at = at.next) {
      members.push(at.ops);
      if (at.next === at) break;
    }
    return members;
  }
}

/** Links and groups of one instance. */
export class AllocatorList {
  readonly groups: AllocatorGroup[] = [];
  readonly #links = new WeakMap<IoasidAllocatorOps, MemberLink>();

  #link(ops: IoasidAllocatorOps): MemberLink {
    const known = this.#links.get(ops);
    if (known !== undefined) return known;
    const made = new MemberLink(ops);
    this.#links.set(ops, made);
    return made;
  }

  /** A group of its own, not yet in the list. */
  newGroup(ops: IoasidAllocatorOps): AllocatorGroup {
    const group = new AllocatorGroup(ops);
    this.#insert(this.#link(ops), group.head, group.head.next);
    return group;
  }

  join(group: AllocatorGroup, ops: IoasidAllocatorOps): void {
    this.#insert(this.#link(ops), group.head.previous, group.head);
  }

  /** Takes a member out; nothing happens when the walk does not meet it. */
  leave(group: AllocatorGroup, ops: IoasidAllocatorOps): boolean {
    let at = group.head.next;
    for (let steps = 0; at.touch() !== group.head; at = at.next) {
      if (at.ops === ops) {
        at.next.touch().previous = at.previous;
        at.previous.touch().next = at.next;
        return true;
      }
      if (steps++ > 100_000) throw new PoisonError('the list of an allocator group has no end');
    }
    return false;
  }

  /** Frees a group that never got into the list. */
  discard(group: AllocatorGroup): void {
    group.head.freed = true;
  }

  #insert(link: MemberLink, before: MemberLink, after: MemberLink): void {
    after.touch().previous = link;
    link.next = after;
    link.previous = before;
    before.touch().next = link;
  }
}

/** Whether two ops share their ids. */
export function sameFunctions(a: IoasidAllocatorOps, b: IoasidAllocatorOps): boolean {
  return a.alloc === b.alloc && a.free === b.free;
}
