import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  createIoasidV1,
  decisions,
  ErrPtr,
  Errno,
  INVALID_IOASID,
  IOASID_BIND,
  isErr,
  Machine,
  NOTIFY_OK,
  PoisonError,
} from './index.js';
import type { DecisionId, IoasidSet, IoasidV1Kernel } from './index.js';

interface Scene {
  readonly ioasid: IoasidV1Kernel;
  readonly machine: Machine;
  /** Runs once at the next allocation: another caller, while this one waits for memory. */
  meanwhile(run: () => void): void;
}

/** What a story shows; a `PoisonError` is shown by its kind. */
type Story = (scene: Scene) => unknown;

interface Case {
  readonly story: Story;
  /** Capacity installed before the story; 100 when absent. */
  readonly capacity?: number;
  readonly posted: unknown;
  readonly decided: unknown;
}

function set(ioasid: IoasidV1Kernel, quota: number, token: unknown = null): IoasidSet {
  const made = ioasid.ioasidAllocSet(token, quota);
  if (isErr(made)) throw new Error(`no set: ${made.errno}`);
  return made;
}

const lowest = { alloc: (min: number): number => min, free: (): void => undefined };
const first = { ...lowest, pdata: 'first' };
const second = { ...lowest, pdata: 'second' };
const third = { ...lowest, pdata: 'third' };

function counts({ ioasid }: Scene): number[] {
  return ioasid.inspect().sets.map(({ count }) => count);
}

/** Two sets share an id across a change of allocators: the first one's is an orphan. */
function orphanScene({ ioasid }: Scene): { one: IoasidSet; other: IoasidSet } {
  const [one, other] = [set(ioasid, 3), set(ioasid, 3)];
  const next = { alloc: () => 1, free: () => undefined, pdata: null };
  ioasid.ioasidRegisterAllocator(first);
  ioasid.ioasidRegisterAllocator(next);
  ioasid.ioasidAlloc(one, 1, 9, 'one');
  ioasid.ioasidUnregisterAllocator(first);
  ioasid.ioasidAlloc(other, 1, 9, 'other');
  return { one, other };
}

const cases: Record<DecisionId, Case> = {
  'invalid-is-no-id': {
    story: ({ ioasid }) => {
      const id = ioasid.ioasidAlloc(set(ioasid, 1), INVALID_IOASID, INVALID_IOASID, null);
      return [id, ioasid.ioasidFind(null, INVALID_IOASID)];
    },
    posted: 'use-after-free',
    decided: [INVALID_IOASID, new ErrPtr(Errno.ENOENT)],
  },
  'refused-registration-moves-nothing': {
    story: ({ ioasid }) => {
      const results = [first, second, first].map((ops) => ioasid.ioasidRegisterAllocator(ops));
      ioasid.ioasidUnregisterAllocator(second);
      return results;
    },
    posted: 'use-after-free',
    decided: [0, 0, -Errno.EEXIST],
  },
  'member-registers-once': {
    story: ({ ioasid }) => {
      const results = [first, second, second].map((ops) => ioasid.ioasidRegisterAllocator(ops));
      ioasid.ioasidUnregisterAllocator(third);
      return results;
    },
    posted: 'hang',
    decided: [0, 0, -Errno.EEXIST],
  },
  'unregister-exact-member': {
    story: ({ ioasid }) => {
      ioasid.ioasidRegisterAllocator(first);
      ioasid.ioasidUnregisterAllocator(second);
      return ioasid.inspect().active;
    },
    posted: null,
    decided: first,
  },
  'group-follows-members': {
    story: ({ ioasid }) => {
      ioasid.ioasidRegisterAllocator(first);
      ioasid.ioasidRegisterAllocator(second);
      ioasid.ioasidUnregisterAllocator(first);
      return ioasid.inspect().active;
    },
    posted: first,
    decided: second,
  },
  'duplicate-id-not-freed': {
    story: ({ ioasid }) => {
      const freed: number[] = [];
      ioasid.ioasidRegisterAllocator({ alloc: () => 5, free: (id) => void freed.push(id), pdata: null });
      const owner = set(ioasid, 5);
      return [ioasid.ioasidAlloc(owner, 1, 9, null), ioasid.ioasidAlloc(owner, 1, 9, null), freed];
    },
    posted: [5, INVALID_IOASID, [5]],
    decided: [5, INVALID_IOASID, []],
  },
  'custom-id-in-range': {
    story: ({ ioasid }) => {
      const freed: number[] = [];
      ioasid.ioasidRegisterAllocator({ alloc: () => 50, free: (id) => void freed.push(id), pdata: null });
      return [ioasid.ioasidAlloc(set(ioasid, 5), 1, 9, null), freed];
    },
    posted: [50, []],
    decided: [INVALID_IOASID, [50]],
  },
  'orphans-leave-their-set': {
    story: (scene) => {
      const { ioasid } = scene;
      const owner = set(ioasid, 1);
      ioasid.ioasidRegisterAllocator(first);
      ioasid.ioasidAlloc(owner, 1, 9, null);
      ioasid.ioasidUnregisterAllocator(first);
      return [counts(scene), ioasid.inspect().sets[0]?.ids, ioasid.ioasidAlloc(owner, 1, 9, null)];
    },
    posted: [[1], [1], INVALID_IOASID],
    decided: [[0], [], 1],
  },
  'free-set-own-ids': {
    story: (scene) => {
      const { one } = orphanScene(scene);
      scene.ioasid.ioasidFreeSet(one, true);
      return scene.ioasid.ioasidFind(null, 1);
    },
    posted: new ErrPtr(Errno.ENOENT),
    decided: 'other',
  },
  'set-number-window': {
    story: ({ ioasid }) => [60, 40].map((quota) => isErr(ioasid.ioasidAllocSet(null, quota))),
    posted: [false, true],
    decided: [false, false],
  },
  'adjust-tests-growth': {
    story: ({ ioasid }) => {
      const owner = set(ioasid, 80);
      return [50, 101, 100, 0].map((quota) => ioasid.ioasidAdjustSet(owner, quota));
    },
    posted: [-Errno.ENOSPC, -Errno.ENOSPC, -Errno.ENOSPC, 0],
    decided: [0, -Errno.ENOSPC, 0, -Errno.EINVAL],
  },
  'notify-token-set': {
    story: ({ ioasid }) => {
      const seen: unknown[] = [];
      const notifierCall = (_cmd: number, args: { setToken: unknown }): number => (seen.push(args.setToken), NOTIFY_OK);
      ioasid.ioasidAddNotifier({ priority: 0, notifierCall });
      ioasid.ioasidNotify(ioasid.ioasidAlloc(set(ioasid, 1, 'mm'), 1, 9, null), IOASID_BIND);
      return seen;
    },
    posted: [undefined],
    decided: ['mm'],
  },
  'set-index-failure-fails': {
    story: (scene) => {
      const { ioasid, machine } = scene;
      const owner = set(ioasid, 9);
      // The record, the node of the allocator's table, then the node of the set's own index.
      machine.failAllocation(3);
      const id = ioasid.ioasidAlloc(owner, 5, 9, null);
      ioasid.ioasidFreeSet(owner, true);
      return [id, ioasid.inspect().memory.records];
    },
    posted: [5, 1],
    decided: [INVALID_IOASID, 0],
  },
  'quota-unsigned': {
    capacity: 0xffff_ffff,
    story: ({ ioasid }) => ioasid.ioasidAlloc(set(ioasid, 0x8000_0000), 1, 9, null),
    posted: INVALID_IOASID,
    decided: 1,
  },
  'quota-under-lock': {
    story: (scene) => {
      const { ioasid, meanwhile } = scene;
      const owner = set(ioasid, 1);
      meanwhile(() => ioasid.ioasidAlloc(owner, 1, 9, null));
      return [ioasid.ioasidAlloc(owner, 1, 9, null), counts(scene)];
    },
    posted: [2, [2]],
    decided: [INVALID_IOASID, [1]],
  },
  'capacity-under-lock': {
    capacity: 10,
    story: ({ ioasid, meanwhile }) => {
      meanwhile(() => ioasid.ioasidAllocSet(null, 5));
      return [isErr(ioasid.ioasidAllocSet(null, 6)), ioasid.inspect().available];
    },
    posted: [false, 0xffff_ffff],
    decided: [true, 5],
  },
  'notifier-once-on-chain': {
    story: ({ ioasid }) => {
      let priority = 1;
      const riser = {
        get priority() {
          return priority;
        },
        notifierCall: () => NOTIFY_OK,
      };
      ioasid.ioasidAddNotifier({ priority: 2, notifierCall: () => NOTIFY_OK });
      ioasid.ioasidAddNotifier(riser);
      priority = 3;
      ioasid.ioasidAddNotifier(riser);
      return ioasid.ioasidNotify(ioasid.ioasidAlloc(set(ioasid, 1), 1, 9, null), IOASID_BIND);
    },
    posted: 'hang',
    decided: NOTIFY_OK,
  },
};

function tell(id: DecisionId, profile: 'as-posted' | ReadonlySet<DecisionId>, fired: DecisionId[]): unknown {
  let interrupt: (() => void) | null = null;
  const onAllocate = (): boolean => {
    const run = interrupt;
    interrupt = null;
    run?.();
    return true;
  };
  const machine = new Machine({ onAllocate });
  const ioasid = createIoasidV1(machine, { profile, onDecision: (which) => void fired.push(which) });
  ioasid.ioasidInstallCapacity(cases[id].capacity ?? 100);
  const meanwhile = (run: () => void): void => {
    interrupt = run;
  };
  try {
    return cases[id].story({ ioasid, machine, meanwhile });
  } catch (error) {
    if (error instanceof PoisonError) return error.kind;
    throw error;
  }
}

describe('decisions', () => {
  it.each(decisions.map(({ id }) => id))('%s: both behaviours, and the report of the one taken', (id) => {
    const { posted, decided } = cases[id];
    const fired: DecisionId[] = [];
    expect(tell(id, 'as-posted', fired)).toEqual(posted);
    expect(fired).toEqual([]);
    expect(tell(id, new Set([id]), fired)).toEqual(decided);
    expect(fired).toContain(id);
  });

  it('are each asked in one place, and no other name is asked', () => {
    const folder = new URL('.', import.meta.url);
    const sources = readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    const asked = sources.flatMap((name) =>
      [...readFileSync(new URL(name, folder), 'utf8').matchAll(/\.takes\('([^']+)'\)/g)].map((match) => match[1]),
    );
    expect(asked.sort()).toEqual(decisions.map(({ id }) => id).sort());
  });

  it('name a source each, by section or by number of the list of defects', () => {
    const unsourced = decisions.filter(({ section, bug }) => section === null && bug === null).map(({ id }) => id);
    expect(unsourced).toEqual(['notifier-once-on-chain']);
  });
});
