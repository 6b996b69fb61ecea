import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createIoasidV2, createMachine, declareTokenKind, ioasid, MmStruct, PrivateData } from './index.js';
import type { Ioasid, IoasidNotification, IoasidSet, IoasidV2, NotifierBlock, SetToken } from './index.js';
import { State, type SetRecord } from './internal.js';
import { checkInvariants } from './invariants.test-kit.js';
import { apiOver } from './kernel.js';

const kind = declareTokenKind<object>('own');
const mms = ['A', 'B'].map((name) => new MmStruct(name));
const objects = [{}, {}];
const tokens: readonly SetToken[] = [
  { kind: 'none' },
  ...mms.map((mm) => ({ kind: 'mm', mm }) as const),
  ...objects.map((token) => ({ kind: 'own', of: kind, token }) as const),
  { kind: 'any', token: objects[0]! },
];

/** Everything that random steps work on; handles of dead sets and freed ids stay in the pools. */
class Pools {
  readonly machine = createMachine();
  readonly state: State;
  readonly api: IoasidV2;
  readonly sets: IoasidSet[] = [];
  readonly ids: Ioasid[] = [ioasid(1), ioasid(2)];
  readonly blocks: NotifierBlock[];
  readonly ops = allocators();
  readonly events: IoasidNotification[] = [];

  constructor() {
    this.state = new State(this.machine, 'decided', () => undefined);
    this.api = apiOver(this.state);
    this.blocks = (['cpu', 'device', 'last'] as const).map((priority) => ({
      priority,
      notifierCall: (notification) => this.#heard(notification),
    }));
    // Hears of everything in a set of the first mm, and of every free.
    const ears: NotifierBlock = { priority: 'cpu', notifierCall: (notification) => this.#note(notification) };
    expect(this.api.ioasidRegisterNotifier(null, ears).ok).toBe(true);
  }

  #note(notification: IoasidNotification) {
    this.events.push(notification);
    return 'ok' as const;
  }

  #heard({ event, set, id }: IoasidNotification) {
    if (id === null) return 'ok';
    if (event === 'bind') return this.api.ioasidGetLocked(set, id).ok ? 'ok' : 'bad';
    if (event === 'unbind') return 'ok';
    return 'done';
  }
}

type Step = (pools: Pools, a: number, b: number) => void;

const at = <T>(pool: readonly T[], index: number): T | undefined => pool[index % Math.max(pool.length, 1)];
const onSet = (act: (pools: Pools, set: IoasidSet, n: number) => void): Step => {
  return (pools, a, b) => {
    const set = at(pools.sets, a);
    if (set !== undefined) act(pools, set, b);
  };
};

const steps: Readonly<Record<string, Step>> = {
  allocSet({ api, sets }, a, b) {
    const made = api.ioasidAllocSet(at(tokens, a)!, b);
    if (made.ok) sets.push(made.value);
  },
  setGet: onSet(({ api }, set) => void api.ioasidSetGet(set)),
  setPut: onSet(({ api }, set) => void api.ioasidSetPut(set)),
  adjust: onSet(({ api }, set, n) => void api.ioasidAdjustSet(set, n - 2)),
  alloc: onSet(({ api, ids }, set, n) => {
    const made = api.ioasidAlloc(set, { min: n, max: n + 6 }, new PrivateData());
    if (made.ok) ids.push(made.value);
  }),
  free: onSet(({ api, ids }, set, n) => void api.ioasidFree(set, at(ids, n)!)),
  get: ({ api, ids }, a) => void api.ioasidGet(null, at(ids, a)!),
  put: ({ api, ids }, a) => void api.ioasidPut(null, at(ids, a)!),
  attachSpid: ({ api, ids }, a, b) => void api.ioasidAttachSpid(at(ids, a)!, ioasid(b)),
  detachSpid: ({ api, ids }, a) => void api.ioasidDetachSpid(at(ids, a)!),
  findBySpid: onSet(({ api }, set, n) => void api.ioasidFindBySpid(set, ioasid(n))),
  findMmSet: ({ api }, a) => void api.ioasidFindMmSet(at(mms, a)!),
  registerMm: ({ api, blocks }, a, b) => void api.ioasidRegisterNotifierMm(at(mms, a)!, at(blocks, b)!),
  unregisterMm: ({ api, blocks }, a, b) => void api.ioasidUnregisterNotifierMm(at(mms, a)!, at(blocks, b)!),
  register: onSet(({ api, blocks }, set, n) => void api.ioasidRegisterNotifier(set, at(blocks, n)!)),
  unregister: onSet(({ api, blocks }, set, n) => void api.ioasidUnregisterNotifier(set, at(blocks, n)!)),
  bind: ({ api, ids }, a) => void api.ioasidNotify(at(ids, a)!, 'bind', 'set'),
  capacity: ({ api }, a, b) => void api.ioasidInstallCapacity(20 + a * b),
  failNext: ({ machine }, a) => machine.failAllocation(1 + (a % 3)),
};

/** Allocators that hand out the lowest id they have not handed out; the first two share their functions. */
function allocators() {
  const handedOut = new Set<number>();
  const alloc = ({ min, max }: { readonly min: number; readonly max: number }) => {
    for (let id = min; id <= max; id++) if (!handedOut.has(id) && handedOut.add(id)) return id;
    return null;
  };
  const free = (id: number) => void handedOut.delete(id);
  return [
    { alloc, free, data: null },
    { alloc, free, data: null },
    { alloc: () => 7, free, data: null },
  ];
}

const withAllocators: Readonly<Record<string, Step>> = {
  ...steps,
  registerOps: ({ api, ops }, a) => void api.ioasidRegisterAllocator(at(ops, a)!),
  unregisterOps: ({ api, ops }, a) => void api.ioasidUnregisterAllocator(at(ops, a)!),
};

const number = fc.integer({ min: 0, max: 12 });
// What lets lives go on comes more often than what ends them.
const often = ['get', 'setPut', 'allocSet', 'alloc', 'alloc', 'alloc', 'free', 'put', 'attachSpid'];
const programOf = (names: readonly string[]) =>
  fc.array(fc.tuple(fc.constantFrom(...names, ...often), number, number), { maxLength: 120, size: 'max' });
const program = programOf(Object.keys(steps));

describe('in any order of commands', () => {
  it('the invariants hold after each of them', () => {
    const reached = { reclaimed: 0, waiting: 0, named: 0 };
    fc.assert(
      fc.property(programOf(Object.keys(withAllocators)), (commands) => {
        const pools = new Pools();
        for (const [name, a, b] of commands) {
          withAllocators[name]!(pools, a, b);
          checkInvariants(pools.state);
        }
        const { state } = pools;
        reached.reclaimed += state.records.generation.some((lives) => lives > 0) ? 1 : 0;
        reached.waiting += state.sets.some((set) => set?.closing === true) ? 1 : 0;
        reached.named += state.sets.some((set) => set !== undefined && set.spids.size > 0) ? 1 : 0;
      }),
      { numRuns: 400 },
    );
    // Programs that never get anywhere prove nothing.
    for (const [what, times] of Object.entries(reached)) expect(times, what).toBeGreaterThan(0);
  });

  it('an id is freed once in a life, and is not handed out again before it is reclaimed', () => {
    fc.assert(
      fc.property(program, (commands) => {
        const pools = new Pools();
        const known = new Set<number>();
        for (const [name, a, b] of commands) {
          const before = pools.ids.length;
          const alive = new Set(known);
          steps[name]!(pools, a, b);
          const frees = pools.events.splice(0).filter(({ event }) => event === 'free');
          for (const { id } of frees) expect(alive.has(id!), 'a freed id was alive and not yet freed').toBe(true);
          for (const made of pools.ids.slice(before))
            expect(pools.state.defaultTable.slotOf(made)).toBeGreaterThanOrEqual(0);
          for (const made of pools.ids.slice(before)) {
            expect(alive.has(made), 'a new id was not in use').toBe(false);
          }
          known.clear();
          pools.state.defaultTable.forEach((id, slot) => {
            if (pools.state.records.state[slot] === 1) known.add(id);
          });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('everything is given back when all is let go', () => {
    fc.assert(
      fc.property(program, (commands) => {
        const pools = new Pools();
        for (const [name, a, b] of commands) steps[name]!(pools, a, b);
        const { state, api } = pools;
        const left: [number, number][] = [];
        state.defaultTable.forEach((id, slot) => left.push([id, state.records.refs[slot]!]));
        for (const [id, refs] of left) for (let put = 0; put < refs; put++) api.ioasidPut(null, ioasid(id));
        for (const set of pools.sets) {
          const { refs } = set as unknown as SetRecord;
          for (let put = 0; put < refs; put++) api.ioasidSetPut(set);
        }
        expect([state.liveSets, state.defaultTable.count, state.available]).toEqual([0, 0, state.capacity]);
        expect([state.byMm.size, state.setNumbers.lowestFree(0)]).toEqual([0, 0]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('createIoasidV2', () => {
  it('is the API over a state of its own', () => {
    const [one, other] = [createIoasidV2(createMachine()), createIoasidV2(createMachine())];
    expect(one.ioasidAllocSet({ kind: 'mm', mm: mms[0]! }, 4).ok).toBe(true);
    expect(other.ioasidAllocSet({ kind: 'mm', mm: mms[0]! }, 4).ok).toBe(true);
  });
});
