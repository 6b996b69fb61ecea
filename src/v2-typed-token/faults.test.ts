/** Every allocation is made to fail, one after the other: nothing may be left behind. */
import { describe, expect, it } from 'vitest';
import type { IoasidV2, NotifierBlock, Result } from './index.js';
import { createMachine, declareTokenKind, MmStruct, mmToken, noToken, ownToken } from './index.js';
import { State } from './internal.js';
import { checkInvariants } from './invariants.test-kit.js';
import { apiOver } from './kernel.js';

const range = { min: 1, max: 99 };
const handler = (): NotifierBlock => ({ priority: 'last', notifierCall: () => 'ok' });

function outstanding() {
  const ids = new Set<number>();
  const alloc = ({ min, max }: { readonly min: number; readonly max: number }) => {
    for (let id = min; id <= max; id++) if (!ids.has(id) && ids.add(id)) return id;
    return null;
  };
  return { ids, ops: { alloc, free: (id: number) => void ids.delete(id), data: null } };
}

interface World {
  readonly api: IoasidV2;
  readonly state: State;
  readonly custom: ReturnType<typeof outstanding>;
}

/** Commands that allocate, each in a state that it would succeed in, and what they undo on success. */
const commands: Readonly<Record<string, (world: World) => Result<unknown>>> = {
  'set without token': ({ api }) => api.ioasidAllocSet(noToken, 4),
  'set of a process': ({ api }) => api.ioasidAllocSet(mmToken(new MmStruct('B')), 4),
  'set of an own kind': ({ api }) => api.ioasidAllocSet(ownToken(declareTokenKind<object>('own'), {}), 4),
  'id of the default allocator': ({ api }) => allocIn(api),
  'id of a custom allocator': ({ api, custom }) => {
    const registered = api.ioasidRegisterAllocator(custom.ops);
    return registered.ok ? allocIn(api) : registered;
  },
  'second allocator of a group': ({ api, custom }) => {
    const registered = api.ioasidRegisterAllocator(custom.ops);
    return registered.ok ? api.ioasidRegisterAllocator({ ...custom.ops }) : registered;
  },
  'handler before its set': ({ api }) => api.ioasidRegisterNotifierMm(new MmStruct('C'), handler()),
  'handler of an empty set': ({ api }) => api.ioasidRegisterNotifierMm(ownMm, handler()),
};

const ownMm = new MmStruct('A');

function allocIn(api: IoasidV2): Result<unknown> {
  const set = api.ioasidFindMmSet(ownMm);
  if (!set.ok) return set;
  const id = api.ioasidAlloc(set.value, range);
  const put = api.ioasidSetPut(set.value);
  return put.ok ? id : put;
}

function boot() {
  const machine = createMachine();
  const state = new State(machine, 'decided', () => undefined);
  const api = apiOver(state);
  expect(api.ioasidAllocSet(mmToken(ownMm), 4).ok).toBe(true);
  return { machine, world: { api, state, custom: outstanding() } };
}

/** All that a command could leak. */
function ledger({ state, custom }: World): unknown {
  return {
    sets: state.sets.map((set) => set && [set.sid, set.refs, set.count, set.quota, set.chain.blocks().length]),
    available: state.available,
    ids: [state.defaultTable.count, ...state.allocators.groups.map(({ table }) => table.count)],
    handedOut: [...custom.ids],
    tokens: [state.byMm.size, [...state.byKind.values()].map((tokens) => tokens.size)],
    waiting: state.mmEntries.length,
    lowestSet: state.setNumbers.lowestFree(0),
  };
}

/** Allocations that a command makes when nothing fails. */
function allocationsOf(command: (world: World) => Result<unknown>): number {
  const { machine, world } = boot();
  const before = machine.allocations;
  expect(command(world).ok).toBe(true);
  return machine.allocations - before;
}

describe('a failed allocation', () => {
  it.each(Object.keys(commands))('leaves nothing of: %s', (name) => {
    const command = commands[name]!;
    const allocations = allocationsOf(command);
    expect(allocations).toBeGreaterThan(0);
    for (let nth = 1; nth <= allocations; nth++) {
      const { machine, world } = boot();
      const before = ledger(world);
      machine.failAllocation(nth);
      expect(command(world)).toMatchObject({ ok: false, error: { code: 'ENOMEM' } });
      checkInvariants(world.state);
      // An allocator that was registered before the failure stays: it is not the failed command's.
      if (nth === 1) expect(ledger(world)).toEqual(before);
      expect(world.custom.ids.size).toBe(0);
      expect(allocIn(world.api).ok, 'the next one succeeds').toBe(true);
    }
  });

  it('of an id gives its charge back', () => {
    const { machine, world } = boot();
    const charged = new Set<object>();
    world.state.charger = {
      charge() {
        const charge = {};
        charged.add(charge);
        return charge;
      },
      uncharge: (charge) => void charged.delete(charge),
    };
    machine.failAllocation(1);
    expect(allocIn(world.api).ok).toBe(false);
    expect(world.api.ioasidRegisterAllocator({ alloc: () => null, free: () => undefined, data: null }).ok).toBe(true);
    expect(allocIn(world.api).ok).toBe(false);
    expect(charged.size).toBe(0);
  });
});
