import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createIoasidV1,
  INVALID_IOASID,
  IOASID_BIND,
  IOASID_FREE,
  IOASID_UNBIND,
  isErr,
  Machine,
  NOTIFY_OK,
} from './index.js';
import type { IoasidNotifyCmd, IoasidSet, IoasidV1Kernel } from './index.js';

const capacity = 40;

const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('alloc-set' as const), quota: fc.integer({ min: 0, max: 20 }) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('alloc' as const), set: fc.nat(5), min: fc.nat(12), span: fc.nat(12) }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('free' as const), id: fc.nat(24) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('free-set' as const), set: fc.nat(5), destroy: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('adjust' as const),
      set: fc.nat(5),
      quota: fc.integer({ min: -3, max: 45 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('notify' as const), id: fc.nat(24), bind: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('register' as const), family: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unregister' as const), family: fc.nat(2) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Events of each id since it was last handed out. */
class Lives {
  readonly #events = new Map<number, IoasidNotifyCmd[]>();

  born(id: number): void {
    this.#events.set(id, []);
  }
  event(cmd: IoasidNotifyCmd, id: number): void {
    const life = this.#events.get(id);
    expect(life, `event ${cmd} for id ${id}, which nobody has`).toBeDefined();
    expect(life, `event ${cmd} after FREE of id ${id}`).not.toContain(IOASID_FREE);
    life?.push(cmd);
  }
}

interface World {
  readonly ioasid: IoasidV1Kernel;
  readonly sets: IoasidSet[];
  readonly lives: Lives;
  readonly live: Set<number>;
}

const families = [1, 2, 3].map((pdata) => {
  let next = 100 * pdata;
  return {
    alloc: (min: number, max: number) => (next = min <= max ? min + (next % (max - min + 1)) : INVALID_IOASID),
    free: () => undefined,
    pdata,
  };
});

function run({ ioasid, sets, lives, live }: World, one: Step): void {
  const set = 'set' in one ? sets[one.set] : undefined;
  if (one.kind === 'alloc-set') {
    const made = ioasid.ioasidAllocSet(null, one.quota);
    if (!isErr(made)) sets.push(made);
  } else if (one.kind === 'alloc' && set) {
    const id = ioasid.ioasidAlloc(set, one.min, one.min + one.span, null);
    if (id === INVALID_IOASID) return;
    expect(live.has(id), `id ${id} handed out twice`).toBe(false);
    expect(id >= one.min && id <= one.min + one.span).toBe(true);
    live.add(id);
    lives.born(id);
  } else if (one.kind === 'free') {
    ioasid.ioasidFree(one.id);
    live.delete(one.id);
  } else if (one.kind === 'free-set' && set) {
    const { ids } = ioasid.inspect().sets.find((snapshot) => snapshot.set === set) ?? { ids: [] };
    ioasid.ioasidFreeSet(set, one.destroy);
    for (const id of ids) live.delete(id);
    if (one.destroy) sets.splice(sets.indexOf(set), 1);
  } else if (one.kind === 'adjust' && set) ioasid.ioasidAdjustSet(set, one.quota);
  else if (one.kind === 'notify') ioasid.ioasidNotify(one.id, one.bind ? IOASID_BIND : IOASID_UNBIND);
  else if (one.kind === 'register') ioasid.ioasidRegisterAllocator(families[one.family] as (typeof families)[0]);
  else if (one.kind === 'unregister') {
    const group = ioasid.inspect().groups.find(({ ops }) => ops === families[one.family]);
    ioasid.ioasidUnregisterAllocator(families[one.family] as (typeof families)[0]);
    for (const { id } of group?.ids ?? []) live.delete(id);
  }
}

function checkInvariants({ ioasid, live }: World): void {
  const { available, sets, groups, defaultIds, active } = ioasid.inspect();
  expect(sets.reduce((sum, { quota }) => sum + quota, available)).toBe(capacity);
  const ids = active === null ? defaultIds : (groups.find(({ ops }) => ops === active)?.ids ?? []);
  expect(new Set(ids.map(({ id }) => id))).toEqual(live);
  for (const { set, count, quota, ids: indexed } of sets) {
    const owned = ids.filter((entry) => entry.set === set).map(({ id }) => id);
    expect(indexed).toEqual(owned);
    expect(count).toBe(owned.length);
    expect(count).toBeLessThanOrEqual(quota);
  }
}

describe('the decided library', () => {
  it('keeps its invariants whatever is called: quotas, counts, one owner per id, no event after FREE', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const ioasid = createIoasidV1(new Machine());
        ioasid.ioasidInstallCapacity(capacity);
        const lives = new Lives();
        const notifierCall = (cmd: IoasidNotifyCmd, { id }: { id: number }): number => (
          lives.event(cmd, id),
          NOTIFY_OK
        );
        ioasid.ioasidAddNotifier({ priority: 0, notifierCall });
        const world: World = { ioasid, sets: [], lives, live: new Set() };
        for (const one of steps) {
          run(world, one);
          checkInvariants(world);
        }
      }),
      { numRuns: 300 },
    );
  });
});

/** A life that allocates in every way that the library has. */
function life(ioasid: IoasidV1Kernel): void {
  const made = ioasid.ioasidAllocSet({}, 10);
  ioasid.ioasidAllocSystemSet(5);
  if (!isErr(made)) for (const min of [1, 63, 64, 5000, 300_000]) ioasid.ioasidAlloc(made, min, 0xf_ffff, {});
  for (const family of families) ioasid.ioasidRegisterAllocator(family);
  const { sets, groups, defaultIds } = ioasid.inspect();
  expect(sets.reduce((sum, { count }) => sum + count, 0)).toBe(defaultIds.length);
  for (const { set } of sets) ioasid.ioasidFreeSet(set, true);
  for (const family of families) ioasid.ioasidRegisterAllocator(family);
  const again = ioasid.ioasidAllocSet(null, 3);
  if (!isErr(again)) {
    for (const min of [7, 9]) ioasid.ioasidAlloc(again, min, min, {});
    ioasid.ioasidFreeSet(again, true);
  }
  for (const { ops } of [...groups, ...ioasid.inspect().groups]) ioasid.ioasidUnregisterAllocator(ops);
}

describe('an allocation that fails', () => {
  it('leaks nothing, whichever it is', () => {
    const count = new Machine();
    const reference = createIoasidV1(count);
    reference.ioasidInstallCapacity(capacity);
    life(reference);
    expect(count.allocations).toBeGreaterThan(20);
    for (let nth = 1; nth <= count.allocations; nth += 1) {
      const machine = new Machine();
      const ioasid = createIoasidV1(machine);
      ioasid.ioasidInstallCapacity(capacity);
      machine.failAllocation(nth);
      life(ioasid);
      expect(machine.cancelFault(), `allocation ${nth} was never asked for`).toBe(false);
      const { available, sets, memory, groups } = ioasid.inspect();
      expect({ nth, available, sets, memory, groups }).toEqual({
        nth,
        available: capacity,
        sets: [],
        memory: { records: 0, nodes: 0 },
        groups: [],
      });
    }
  });
});
