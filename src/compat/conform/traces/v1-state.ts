import type {
  GroupSnapshot,
  IdSnapshot,
  IoasidAllocatorOps,
  IoasidV1Snapshot,
  NotifierBlock,
} from '../../../v1-void-token/index.js';
import type { Labels } from './labels.js';
import type { TraceState, TraceStateValue } from './model.js';

/** Labels of what the sequence made itself. */
export interface OwnNames {
  ops(ops: IoasidAllocatorOps): string;
  block(block: NotifierBlock): string;
}

/** A snapshot of the old API in the form of a dump. */
export function stateOfV1(snapshot: IoasidV1Snapshot, base: boolean, labels: Labels, names: OwnNames): TraceState {
  const entry = ({ id, set, priv, dangling }: IdSnapshot): TraceStateValue => {
    if (dangling) return { id, dangling };
    const owner = base ? { set: labels.nameOf(set) } : { sid: set?.id ?? -1 };
    return { id, ...owner, private: labels.nameOf(priv) };
  };
  const group = ({ ops, members, ids, damaged }: GroupSnapshot): TraceStateValue => ({
    ops: names.ops(ops),
    shared: members.map((member) => names.ops(member)),
    ids: ids.map(entry),
    ...(damaged ? { corrupt: true } : {}),
  });
  const substrate: TraceState = {
    active: snapshot.active === null ? 'default' : names.ops(snapshot.active),
    allocators: snapshot.groups.map(group),
    default_ids: snapshot.defaultIds.map(entry),
  };
  if (base) return substrate;
  return {
    ...substrate,
    capacity: snapshot.capacity,
    avail: snapshot.available,
    sets: snapshot.sets.map(({ set, quota, count, ids }) => ({
      sid: set.id,
      token: labels.nameOf(set.token),
      quota,
      nr: count,
      ids,
    })),
    global_nbs: snapshot.notifiers.map((block) => names.block(block)),
  };
}
