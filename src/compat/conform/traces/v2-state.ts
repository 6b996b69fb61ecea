import type { IoasidAllocatorOps } from '../../../v2-typed-token/index.js';
import * as v2 from '../../../v2-typed-token/internal.js';
import type { Labels } from './labels.js';
import type { TraceState, TraceStateValue } from './model.js';

/** Labels of what the sequence made itself. */
export interface OwnNames {
  ops(ops: IoasidAllocatorOps): string;
  block(block: v2.ChainBlock): string;
}

type IdTable = v2.State['table'];

/** The state of the new API in the form of a dump. */
export function stateOfV2(state: v2.State, labels: Labels, names: OwnNames): TraceState {
  return {
    active: state.active === null ? 'default' : names.ops(state.active.ops),
    allocators: state.allocators.groups.map((group) => ({
      ops: names.ops(group.ops),
      shared: group.members().map((member) => names.ops(member)),
      ids: entries(state, group.table, labels),
    })),
    default_ids: entries(state, state.defaultTable, labels),
    capacity: state.capacity,
    avail: state.available,
    sets: state.sets.filter((set) => set !== undefined).map((set) => setState(state, set, labels, names)),
    global_nbs: state.globalChain.blocks().map((block) => names.block(block)),
    pending_nbs: state.mmEntries.map(({ mm, link, set }) => ({
      nb: names.block(link.block),
      token: labels.nameOf(mm),
      active: set !== null,
    })),
  };
}

function entries(state: v2.State, table: IdTable, labels: Labels): TraceStateValue[] {
  const { records } = state;
  const list: TraceStateValue[] = [];
  table.forEach((id, slot) => {
    if (slot === v2.danglingSlot) {
      list.push({ id, dangling: true });
      return;
    }
    list.push({
      id,
      set: labels.nameOf(records.set[slot]),
      private: labels.nameOf(records.priv[slot]),
      state: records.state[slot] === v2.stateFreePending ? 'FREE_PENDING' : 'ACTIVE',
      spid: records.spid[slot]!,
      refs: records.refs[slot]!,
    });
  });
  return list;
}

function setState(state: v2.State, set: v2.SetRecord, labels: Labels, names: OwnNames): TraceStateValue {
  return {
    label: labels.nameOf(set),
    token: labels.nameOf(set.token),
    type: set.kind === 'mm' ? 2 : 1,
    quota: set.quota,
    sid: set.sid,
    nr: set.count,
    ref: set.refs,
    ids: v2.membersOf(state, set).map((slot) => state.records.id[slot]!),
    nbs: set.chain.blocks().map((block) => names.block(block)),
  };
}
