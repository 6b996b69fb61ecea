import type { IoasidAllocatorOps } from './api.js';
import { IdTree } from './id-tree.js';
import type { IndexNodes } from './index-nodes.js';
import { Link } from './ring.js';
import type { Memory } from './ring.js';

/**
 * Custom allocators with the same functions share one table of ids (C: `struct ioasid_allocator_data`). The default
 * allocator is a group without members whose `ops` is null.
 */
export class AllocatorGroup {
  /** Whose functions and pdata are called; null for the default allocator. */
  ops: IoasidAllocatorOps | null;
  /** Record of every id handed out. */
  readonly tree: IdTree;
  readonly memory: Memory = { freed: false };
  /** Head of the list of members. */
  readonly members: Link<IoasidAllocatorOps>;

  constructor(ops: IoasidAllocatorOps | null, nodes: IndexNodes) {
    this.ops = ops;
    this.tree = new IdTree(nodes);
    this.members = new Link<IoasidAllocatorOps>(null, this.memory);
  }
}

/** C: `use_same_ops`. */
export function sameFunctions(one: IoasidAllocatorOps | null, other: IoasidAllocatorOps): boolean {
  return one !== null && one.alloc === other.alloc && one.free === other.free;
}
