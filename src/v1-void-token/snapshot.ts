import type { AllocatorGroup } from './allocator-group.js';
import type { Ioasid, IoasidAllocatorOps, IoasidSet, NotifierBlock } from './api.js';
import type { IdSpace } from './id-space.js';
import { noFreeId } from './id-tree.js';
import type { NotifierChain } from './notifier-chain.js';
import { reachable } from './ring.js';
import type { IoasidSetRecord } from './set.js';
import type { Sets } from './sets.js';

export interface IdSnapshot {
  readonly id: Ioasid;
  readonly set: IoasidSet | null;
  readonly priv: unknown;
  /** The index points to a record that was freed; `set` and `priv` are null. */
  readonly dangling: boolean;
}

export interface GroupSnapshot {
  /** Whose functions and pdata are called. */
  readonly ops: IoasidAllocatorOps;
  readonly members: readonly IoasidAllocatorOps[];
  /** The list of members is damaged; `members` are those before the damage. */
  readonly damaged: boolean;
  readonly ids: readonly IdSnapshot[];
}

export interface SetSnapshot {
  readonly set: IoasidSet;
  readonly quota: number;
  readonly count: number;
  /** What the set's own index holds. */
  readonly ids: readonly Ioasid[];
}

/** What is inside one instance, for tests, dumps and proofs of no leak. Nothing in it is live. */
export interface IoasidV1Snapshot {
  /** Null when the default allocator is active. */
  readonly active: IoasidAllocatorOps | null;
  readonly groups: readonly GroupSnapshot[];
  readonly defaultIds: readonly IdSnapshot[];
  readonly capacity: number;
  readonly available: number;
  readonly sets: readonly SetSnapshot[];
  readonly notifiers: readonly NotifierBlock[];
  /** Records and index nodes in use. */
  readonly memory: { readonly records: number; readonly nodes: number };
}

/** Reads an instance; `sets` and `chain` are null for the base allocator. */
export function takeSnapshot(space: IdSpace, sets: Sets | null, chain: NotifierChain | null): IoasidV1Snapshot {
  const { active, groups, defaultGroup } = space.allocators;
  return {
    active: active.ops,
    groups: groups.flatMap((group) => groupSnapshot(space, group) ?? []),
    defaultIds: idSnapshots(space, defaultGroup),
    capacity: sets?.capacity ?? 0,
    available: sets?.available ?? 0,
    sets: sets?.all().map(setSnapshot) ?? [],
    notifiers: chain?.blocks() ?? [],
    memory: { records: space.records.live, nodes: space.nodes.live },
  };
}

function groupSnapshot(space: IdSpace, group: AllocatorGroup): GroupSnapshot | null {
  const { ops } = group;
  if (ops === null) return null;
  const { owners, damaged } = reachable(group.members);
  return { ops, members: owners, damaged, ids: idSnapshots(space, group) };
}

function idSnapshots(space: IdSpace, group: AllocatorGroup): IdSnapshot[] {
  return [...space.entries(group)].map(([id, record]) => {
    if (space.records.isDangling(record)) return { id, set: null, priv: null, dangling: true };
    return { id, set: space.records.setOf(record), priv: space.records.privOf(record), dangling: false };
  });
}

function setSnapshot(set: IoasidSetRecord): SetSnapshot {
  return { set, quota: set.quota, count: set.count, ids: [...indexedIds(set)] };
}

/** The ids in the index of a set, in order; what is erased while it runs is passed over. */
export function* indexedIds(set: IoasidSetRecord): Generator<Ioasid> {
  const { index } = set;
  if (index === null) return;
  for (let id = index.next(0); id !== noFreeId; id = index.next(id + 1)) yield id;
}
