import { AllocatorGroup, sameFunctions } from './allocator-group.js';
import type { IoasidAllocatorOps } from './api.js';
import type { DecisionBook } from './decisions.js';
import { Errno } from './errno.js';
import type { IndexNodes } from './index-nodes.js';
import type { Machine } from './machine.js';
import { addTail, isSingular, Link, reachable, removeLink, walk } from './ring.js';

const registerName = 'ioasid_register_allocator';
const unregisterName = 'ioasid_unregister_allocator';

/** The default allocator and the custom ones, of which one is active (reference 2.1). Callers hold the lock. */
export class Allocators {
  readonly defaultGroup: AllocatorGroup;
  /** Every allocation, look-up and free goes to this one. */
  active: AllocatorGroup;
  /** Custom groups in order of registration. */
  readonly groups: AllocatorGroup[] = [];
  /** The list node inside each ops, as the kernel has it. */
  readonly #links = new Map<IoasidAllocatorOps, Link<IoasidAllocatorOps>>();
  readonly #nodes: IndexNodes;
  readonly #machine: Machine;
  readonly #decisions: DecisionBook;

  constructor(nodes: IndexNodes, machine: Machine, decisions: DecisionBook) {
    this.#nodes = nodes;
    this.#machine = machine;
    this.#decisions = decisions;
    this.defaultGroup = new AllocatorGroup(null, nodes);
    this.active = this.defaultGroup;
  }

  /** C: `ioasid_register_allocator`. */
  register(ops: IoasidAllocatorOps): number {
    if (!this.#machine.allocate('object')) return -Errno.ENOMEM;
    if (this.groups.length === 0) {
      if (!this.defaultGroup.tree.isEmpty) {
        this.#machine.log('warn', 'default allocator has ids outstanding');
        return -Errno.EAGAIN;
      }
      this.active = this.#append(ops);
      return 0;
    }
    for (const group of this.groups) {
      if (group.ops === ops) return this.#refuseFirst(group, ops);
      if (sameFunctions(group.ops, ops)) return this.#join(group, ops);
    }
    this.#append(ops);
    return 0;
  }

  /**
   * C: `ioasid_unregister_allocator`. `release` is given the group that went with its last member, so that the ids that are
   * lost with it can be looked at.
   */
  unregister(ops: IoasidAllocatorOps, release: (group: AllocatorGroup) => void): void {
    if (this.groups.length === 0) {
      this.#machine.log('warn', 'no custom allocator is registered');
      return;
    }
    const group = this.groups.find((candidate) => sameFunctions(candidate.ops, ops));
    if (!group) return;
    if (isSingular(group.members)) {
      if (group.members.next?.owner !== ops && this.#decisions.takes('unregister-exact-member')) {
        this.#machine.log('warn', 'allocator is not registered');
        return;
      }
      this.#remove(group, release);
      return;
    }
    for (const member of walk(group.members, unregisterName)) {
      if (member !== ops) continue;
      removeLink(this.#linkOf(ops), unregisterName);
      this.#replaceFirst(group, ops);
      return;
    }
  }

  #append(ops: IoasidAllocatorOps): AllocatorGroup {
    const group = new AllocatorGroup(ops, this.#nodes);
    addTail(this.#linkOf(ops), group.members, registerName);
    this.groups.push(group);
    return group;
  }

  /** The posted code puts the list node of `ops` into the new record before it looks, and frees that record on refusal. */
  #moveIntoFreed(ops: IoasidAllocatorOps): void {
    const record = new AllocatorGroup(ops, this.#nodes);
    addTail(this.#linkOf(ops), record.members, registerName);
    record.memory.freed = true;
  }

  #refuseFirst(group: AllocatorGroup, ops: IoasidAllocatorOps): number {
    this.#machine.log('err', 'allocator is registered already');
    const isMember = reachable(group.members).owners.includes(ops);
    if (!isMember || !this.#decisions.takes('refused-registration-moves-nothing')) this.#moveIntoFreed(ops);
    return -Errno.EEXIST;
  }

  #join(group: AllocatorGroup, ops: IoasidAllocatorOps): number {
    if (reachable(group.members).owners.includes(ops) && this.#decisions.takes('member-registers-once')) {
      this.#machine.log('err', 'allocator is registered already');
      return -Errno.EEXIST;
    }
    this.#moveIntoFreed(ops);
    addTail(this.#linkOf(ops), group.members, registerName);
    return 0;
  }

  #replaceFirst(group: AllocatorGroup, ops: IoasidAllocatorOps): void {
    if (group.ops !== ops) return;
    const next = group.members.next?.owner;
    if (next && this.#decisions.takes('group-follows-members')) group.ops = next;
  }

  #remove(group: AllocatorGroup, release: (group: AllocatorGroup) => void): void {
    this.groups.splice(this.groups.indexOf(group), 1);
    if (!group.tree.isEmpty) this.#machine.warn('allocator is unregistered with ids outstanding');
    const next = this.groups[0];
    if (!next) {
      this.#machine.log('info', 'no custom allocator is left; the default one is active');
      this.active = this.defaultGroup;
    } else if (this.active === group) {
      this.#machine.log('info', 'another custom allocator is active');
      this.active = next;
    }
    release(group);
  }

  #linkOf(ops: IoasidAllocatorOps): Link<IoasidAllocatorOps> {
    const known = this.#links.get(ops);
    if (known) return known;
    const link = new Link(ops, { freed: false });
    this.#links.set(ops, link);
    return link;
  }
}
