import { describe, expect, it, vi } from 'vitest';
import {
  createIoasidV1,
  declareIoasidSet,
  ErrPtr,
  Errno,
  INVALID_IOASID,
  IOASID_BIND,
  IOASID_FREE,
  isErr,
  Machine,
  NOTIFY_BAD,
  NOTIFY_DONE,
  NOTIFY_OK,
  NOTIFY_STOP,
  PoisonError,
} from './index.js';
import type { IoasidSet, IoasidV1Kernel, NotifierBlock } from './index.js';

function boot(capacity = 100): { ioasid: IoasidV1Kernel; machine: Machine } {
  const machine = new Machine();
  const ioasid = createIoasidV1(machine);
  if (capacity > 0) ioasid.ioasidInstallCapacity(capacity);
  return { ioasid, machine };
}

function setOf(ioasid: IoasidV1Kernel, token: unknown, quota: number): IoasidSet {
  const set = ioasid.ioasidAllocSet(token, quota);
  if (isErr(set)) throw new Error(`no set: ${set.errno}`);
  return set;
}

const block = (priority: number, notifierCall: NotifierBlock['notifierCall']): NotifierBlock => ({
  priority,
  notifierCall,
});

describe('capacity', () => {
  it('refuses every set before it is installed', () => {
    const { ioasid } = boot(0);
    expect(ioasid.ioasidAllocSet(null, 1)).toEqual(new ErrPtr(Errno.ENOSPC));
  });

  it('is installed once; zero does not count', () => {
    const { ioasid } = boot(0);
    ioasid.ioasidInstallCapacity(0);
    ioasid.ioasidInstallCapacity(50);
    ioasid.ioasidInstallCapacity(60);
    expect(ioasid.inspect()).toMatchObject({ capacity: 50, available: 50 });
  });
});

describe('sets', () => {
  it('store any token without a look, the same one twice and null too', () => {
    const { ioasid } = boot();
    const mm = {};
    expect(
      [setOf(ioasid, mm, 1), setOf(ioasid, mm, 1), setOf(ioasid, null, 1)].map(({ id, token }) => [id, token]),
    ).toEqual([
      [0, mm],
      [1, mm],
      [2, null],
    ]);
  });

  it('are found by token by identity alone, the oldest first', () => {
    const { ioasid } = boot();
    const mm = {};
    const [first, second, third] = [setOf(ioasid, mm, 1), setOf(ioasid, mm, 1), setOf(ioasid, mm, 1)];
    expect(ioasid.ioasidFindSetByToken(mm)).toBe(first);
    expect(ioasid.ioasidFindSetByToken({})).toBeNull();
    ioasid.ioasidFreeSet(third, true);
    ioasid.ioasidFreeSet(first, true);
    expect(ioasid.ioasidFindSetByToken(mm)).toBe(second);
    const fourth = setOf(ioasid, mm, 1);
    ioasid.ioasidFreeSet(second, true);
    expect(ioasid.ioasidFindSetByToken(mm)).toBe(fourth);
    ioasid.ioasidFreeSet(fourth, true);
    expect(ioasid.ioasidFindSetByToken(mm)).toBeNull();
  });

  it('keep quota and life when freed without destroy', () => {
    const { ioasid } = boot();
    const set = setOf(ioasid, null, 2);
    ioasid.ioasidAlloc(set, 1, 9, null);
    ioasid.ioasidFreeSet(set, false);
    expect(ioasid.inspect()).toMatchObject({ available: 98, sets: [{ set, count: 0, quota: 2 }] });
    ioasid.ioasidFreeSet(set, true);
    expect(ioasid.inspect()).toMatchObject({ available: 100, sets: [] });
    expect(ioasid.ioasidAlloc(set, 1, 9, null)).toBe(INVALID_IOASID);
    expect(ioasid.ioasidAdjustSet(set, 3)).toBe(-Errno.EINVAL);
  });

  it('may be made for the host more than once', () => {
    const { ioasid } = boot();
    expect(isErr(ioasid.ioasidAllocSystemSet(10))).toBe(false);
    expect(isErr(ioasid.ioasidAllocSystemSet(10))).toBe(false);
    expect(ioasid.ioasidAllocSystemSet(90)).toEqual(new ErrPtr(Errno.ENOSPC));
  });
});

describe('ids', () => {
  it('are the lowest free ones, and free again at once', () => {
    const { ioasid } = boot();
    const set = setOf(ioasid, null, 3);
    const alloc = (): number => ioasid.ioasidAlloc(set, 1, 9, null);
    expect([alloc(), alloc(), alloc(), alloc()]).toEqual([1, 2, 3, INVALID_IOASID]);
    ioasid.ioasidFree(2);
    expect(alloc()).toBe(2);
  });

  it('have three kinds of answer when looked for', () => {
    const { ioasid } = boot();
    const [set, other] = [setOf(ioasid, null, 1), setOf(ioasid, null, 1)];
    const priv = {};
    const id = ioasid.ioasidAlloc(set, 1, 9, priv);
    expect(ioasid.ioasidFind(set, id)).toBe(priv);
    expect(ioasid.ioasidFind(null, id)).toBe(priv);
    expect(ioasid.ioasidFind(other, id)).toEqual(new ErrPtr(Errno.EACCES));
    expect(ioasid.ioasidFind(null, 7)).toEqual(new ErrPtr(Errno.ENOENT));
    expect(ioasid.ioasidFind(null, id, () => false)).toBeNull();
    ioasid.ioasidAttachData(id, null);
    const getter = vi.fn(() => true);
    expect(ioasid.ioasidFind(null, id, getter)).toBeNull();
    expect(getter).toHaveBeenCalledWith(null);
    expect(ioasid.ioasidAttachData(7, priv)).toBe(-Errno.ENOENT);
  });

  it('know their set', () => {
    const { ioasid } = boot();
    const set = setOf(ioasid, null, 1);
    const id = ioasid.ioasidAlloc(set, 1, 9, null);
    expect(ioasid.ioasidFindSet(id)).toBe(set);
    expect(ioasid.ioasidFindSet(5)).toEqual(new ErrPtr(Errno.ENOENT));
  });
});

describe('the notifier chain', () => {
  it('calls by priority, stops where told, and tells the last answer', () => {
    const { ioasid } = boot();
    const id = ioasid.ioasidAlloc(setOf(ioasid, 'mm', 1), 1, 9, 'data');
    const order: number[] = [];
    for (const [priority, answer] of [
      [1, NOTIFY_BAD],
      [3, NOTIFY_OK],
      [2, NOTIFY_STOP],
      [3, NOTIFY_DONE],
    ] as const) {
      ioasid.ioasidAddNotifier(block(priority, () => (order.push(priority), answer)));
    }
    expect(ioasid.ioasidNotify(id, IOASID_BIND)).toBe(NOTIFY_STOP);
    expect(order).toEqual([3, 3, 2]);
    expect(ioasid.ioasidNotify(77, IOASID_BIND)).toBe(-Errno.EINVAL);
  });

  it('hears of a free while the id can still be found', () => {
    const { ioasid } = boot();
    const set = setOf(ioasid, 'mm', 1);
    const seen: unknown[] = [];
    const watch = block(0, (cmd, args) => {
      seen.push([cmd, args.id, args.set, args.setToken, args.pdata, ioasid.ioasidFind(set, args.id)]);
      return NOTIFY_OK;
    });
    ioasid.ioasidAddNotifier(watch);
    const id = ioasid.ioasidAlloc(set, 4, 9, 'data');
    ioasid.ioasidFree(id);
    expect(seen).toEqual([[IOASID_FREE, 4, set, 'mm', 'data', 'data']]);
    ioasid.ioasidRemoveNotifier(watch);
    ioasid.ioasidFree(ioasid.ioasidAlloc(set, 4, 9, null));
    expect(seen).toHaveLength(1);
  });

  it('takes a handler once', () => {
    const { ioasid, machine } = boot();
    const one = block(0, () => NOTIFY_OK);
    expect([ioasid.ioasidAddNotifier(one), ioasid.ioasidAddNotifier(one)]).toEqual([0, 0]);
    expect(machine.records.map(({ level }) => level)).toEqual(['splat']);
    expect(ioasid.inspect().notifiers).toEqual([one]);
  });

  it('waits for itself when a handler calls back, find apart', () => {
    const { ioasid } = boot();
    const set = setOf(ioasid, null, 2);
    const id = ioasid.ioasidAlloc(set, 1, 9, null);
    ioasid.ioasidAddNotifier(block(0, () => ioasid.ioasidAttachData(id, null)));
    expect(() => ioasid.ioasidFree(id)).toThrow(PoisonError);
  });
});

describe('custom allocators', () => {
  const ops = (name: string) => ({ alloc: vi.fn((min: number) => min), free: vi.fn(), pdata: name });

  it('take over while no id is outstanding, and see an id until after they freed it', () => {
    const { ioasid } = boot();
    const set = setOf(ioasid, null, 3);
    const id = ioasid.ioasidAlloc(set, 1, 9, 'data');
    const custom = ops('custom');
    expect(ioasid.ioasidRegisterAllocator(custom)).toBe(-Errno.EAGAIN);
    ioasid.ioasidFree(id);
    expect(ioasid.ioasidRegisterAllocator(custom)).toBe(0);
    expect(ioasid.ioasidAlloc(set, 6, 9, 'data')).toBe(6);
    custom.free.mockImplementation((freed: number) => expect(ioasid.ioasidFind(null, freed)).toBe('data'));
    ioasid.ioasidFree(6);
    expect(custom.alloc).toHaveBeenCalledWith(6, 9, 'custom');
    expect(custom.free).toHaveBeenCalledWith(6, 'custom');
  });

  it("share a table when their functions are the same, and are called with the first one's data", () => {
    const { ioasid } = boot();
    const set = setOf(ioasid, null, 3);
    const first = ops('first');
    const second = { ...first, pdata: 'second' };
    expect([first, second].map((one) => ioasid.ioasidRegisterAllocator(one))).toEqual([0, 0]);
    expect(ioasid.inspect().groups).toMatchObject([{ ops: first, members: [first, second] }]);
    ioasid.ioasidAlloc(set, 1, 9, null);
    expect(first.alloc).toHaveBeenCalledWith(1, 9, 'first');
  });

  it('are followed by the next one in order of registration', () => {
    const { ioasid } = boot();
    const [first, second] = [ops('first'), ops('second')];
    ioasid.ioasidRegisterAllocator(first);
    ioasid.ioasidRegisterAllocator(second);
    ioasid.ioasidUnregisterAllocator(first);
    expect(ioasid.inspect().active).toBe(second);
    ioasid.ioasidUnregisterAllocator(second);
    expect(ioasid.inspect().active).toBeNull();
  });
});

describe('the base allocator of mainline', () => {
  it('has static sets that are nothing but an address, and a null set', () => {
    const ioasid = createIoasidV1(new Machine(), { base: true });
    const [one, other] = [declareIoasidSet(), declareIoasidSet()];
    const id = ioasid.ioasidAlloc(one, 1, 9, 'data');
    const free = ioasid.ioasidAlloc(null, 1, 9, null);
    expect([ioasid.ioasidFind(one, id), ioasid.ioasidFind(other, id)]).toEqual(['data', new ErrPtr(Errno.EACCES)]);
    expect(ioasid.ioasidFind(one, free)).toEqual(new ErrPtr(Errno.EACCES));
    expect([ioasid.pasidValid(0), ioasid.pasidValid(INVALID_IOASID)]).toEqual([true, false]);
    expect(ioasid.ioasidAllocSet(null, 1)).toEqual(new ErrPtr(Errno.ENOTSUPP));
    ioasid.ioasidFree(id);
    ioasid.ioasidFree(free);
    expect(ioasid.inspect().memory).toEqual({ records: 0, nodes: 0 });
  });
});

describe('a kernel built without IOASID', () => {
  it('answers with its stubs; a look-up says null, which is not an error', () => {
    const ioasid = createIoasidV1.disabled();
    const set = declareIoasidSet();
    const none = new ErrPtr(Errno.ENOTSUPP);
    expect([ioasid.ioasidAllocSet(null, 1), ioasid.ioasidAllocSystemSet(1), ioasid.ioasidFindSet(1)]).toEqual([
      none,
      none,
      none,
    ]);
    expect(ioasid.ioasidAlloc(set, 1, 9, null)).toBe(INVALID_IOASID);
    expect(ioasid.ioasidFind(set, 1)).toBeNull();
    const ops = { alloc: () => 1, free: () => undefined, pdata: null };
    const answers = [
      ioasid.ioasidAttachData(1, null),
      ioasid.ioasidAdjustSet(set, 1),
      ioasid.ioasidRegisterAllocator(ops),
      ioasid.ioasidAddNotifier(block(0, () => NOTIFY_OK)),
      ioasid.ioasidNotify(1, IOASID_BIND),
    ];
    expect(answers).toEqual(answers.map(() => -Errno.ENOTSUPP));
    expect([ioasid.pasidValid(1), ioasid.ioasidFindSetByToken(null)]).toEqual([false, null]);
  });
});
