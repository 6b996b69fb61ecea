/** What holds between any two commands of profile `decided` (reference, end of section 5). */
import { invalidId, membersOf, type SetRecord, type State } from './internal.js';

/** Throws with the first of them that does not hold. */
export function checkInvariants(state: State): void {
  const sets = state.sets.filter((set) => set !== undefined);
  const held = sets.reduce((sum, { quota }) => sum + quota, 0);
  equal('quotas and what is left, against the capacity', held + state.available, state.capacity);
  equal('number of sets', state.liveSets, sets.length);

  const owned = new Map<SetRecord, number[]>();
  for (const table of [state.defaultTable, ...state.allocators.groups.map((group) => group.table)]) {
    let entries = 0;
    table.forEach((id, slot) => {
      const set = state.records.set[slot]!;
      entries++;
      equal('id of a record', state.records.id[slot], id);
      equal('set of a record', state.sets[set.sid], set);
      if (state.records.refs[slot]! < 1) throw new Error(`nobody holds id ${id}`);
      owned.set(set, [...(owned.get(set) ?? []), slot]);
    });
    equal('ids of a table', table.count, entries);
  }
  for (const set of sets) checkSet(state, set, owned.get(set) ?? []);
  checkTokens(state, sets);
}

function checkSet(state: State, set: SetRecord, slots: readonly number[]): void {
  const { id, spid } = state.records;
  const byId = [...slots].sort((a, b) => id[a]! - id[b]!);
  equal('count of a set', set.count, slots.length);
  equal('members of a set', membersOf(state, set).join(), byId.join());
  if (!set.closing && set.refs < 1) throw new Error('nobody holds a set that is open');
  if (set.closing && slots.length === 0) throw new Error('a set that was let go is kept by nobody');
  const named = byId.filter((slot) => spid[slot] !== invalidId);
  equal('ids behind guest ids', new Set(named.map((slot) => spid[slot])).size, named.length);
  equal('guest ids of a set', set.spids.size, named.length);
  for (const slot of named) equal('slot of a guest id', set.spids.get(spid[slot]!), slot);
}

function checkTokens(state: State, sets: readonly SetRecord[]): void {
  const open = sets.filter(({ closing }) => !closing);
  const ofMm = open.filter(({ kind }) => kind === 'mm');
  equal('sets by mm', state.byMm.size, ofMm.length);
  for (const set of ofMm) equal('set of an mm', state.byMm.get(set.token), set);
  const ofKind = open.filter(({ kind }) => kind === 'own');
  const indexed = [...state.byKind.values()].reduce((sum, tokens) => sum + tokens.size, 0);
  equal('sets by own tokens', indexed, ofKind.length);
  for (const set of ofKind) equal('set of an own token', state.byKind.get(set.of!)?.get(set.token!), set);
}

function equal(what: string, seen: unknown, expected: unknown): void {
  if (!Object.is(seen, expected)) throw new Error(`${what}: ${String(seen)} instead of ${String(expected)}`);
}
