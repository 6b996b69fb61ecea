/** Custom allocators come and go (reference 2.1). */
import { sameFunctions, type AllocatorGroup } from '../allocator-list.js';
import { refusal } from '../answer.js';
import type { IoasidAllocatorOps } from '../api.js';
import type { State } from '../state.js';
import { unlist } from './members.js';
import { destroy } from './destroy-set.js';

const noMemory = refusal('ENOMEM', 'no-memory');
const idsOutstanding = refusal('EAGAIN', 'ids-outstanding');
const registered = refusal('EEXIST', 'registered-already');
const notRegistered = refusal('ENOENT', 'not-registered');

export function registerAllocator(state: State, ops: IoasidAllocatorOps): number {
  state.lock();
  if (!state.machine.allocate('allocator')) return noMemory;
  const { allocators } = state;
  const double = allocators.groups.find((group) => group.members().includes(ops));
  if (double !== undefined && double.ops === ops && double.members()[0] === ops && state.decisions.decided) {
    // Nothing differs until the broken list is walked.
    double.doubled = true;
    return registered;
  }
  if (double !== undefined && double.ops !== ops && state.decisions.fires('allocator-double-member')) return registered;
  const group = allocators.newGroup(ops);
  if (allocators.groups.length === 0) {
    if (state.defaultTable.count > 0) {
      state.machine.remark('warning', 'allocator-refused-ids-outstanding');
      allocators.discard(group);
      return idsOutstanding;
    }
    activate(state, group);
  }
  for (const other of allocators.groups) {
    if (other.ops === ops) {
      allocators.discard(group);
      return registered;
    }
    if (sameFunctions(other.ops, ops)) {
      allocators.join(other, ops);
      allocators.discard(group);
      return 0;
    }
  }
  allocators.groups.push(group);
  return 0;
}

export function unregisterAllocator(state: State, ops: IoasidAllocatorOps): number {
  state.lock();
  const { groups } = state.allocators;
  if (groups.length === 0) {
    state.machine.remark('warning', 'unregister-without-allocators');
    return notRegistered;
  }
  const group = groups.find((candidate) => sameFunctions(candidate.ops, ops));
  if (group === undefined) return notRegistered;
  const members = group.members();
  if (group.doubled && members.length > 1) state.decisions.fires('allocator-double-first');
  const member = members.includes(ops);
  if (group.singular) {
    if (!member && state.decisions.fires('allocator-foreign')) return notRegistered;
    removeGroup(state, group);
    return 0;
  }
  if (!state.allocators.leave(group, ops)) return notRegistered;
  if (group.ops === ops && state.decisions.fires('allocator-first-leaves')) group.ops = group.members()[0]!;
  return 0;
}

function removeGroup(state: State, group: AllocatorGroup): void {
  const { groups } = state.allocators;
  if (group.table.count > 0) {
    state.machine.remark('warn-on', 'allocator-removed-with-ids');
    orphan(state, group);
  }
  groups.splice(groups.indexOf(group), 1);
  if (state.active === group) activate(state, groups[0] ?? null);
}

function activate(state: State, group: AllocatorGroup | null): void {
  state.active = group;
  state.table = group === null ? state.defaultTable : group.table;
}

/** The ids of a removed group: nobody finds them any more. */
function orphan(state: State, group: AllocatorGroup): void {
  if (!state.decisions.fires('orphans-leave-sets')) {
    state.orphansExist = true;
    return;
  }
  const slots: number[] = [];
  group.table.forEach((_, slot) => slots.push(slot));
  for (const slot of slots) {
    const set = state.records.set[slot]!;
    unlist(state, set, slot);
    set.count--;
    const charge = state.charges[slot] ?? null;
    if (charge !== null) state.charger?.uncharge(charge);
    state.charges[slot] = null;
    state.records.release(slot);
    if (set.closing && set.alive && set.listed === 0) destroy(state, set);
  }
}
