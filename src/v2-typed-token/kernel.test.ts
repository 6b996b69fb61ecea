import { describe, expect, it } from 'vitest';
import {
  anyToken,
  createIoasidV2,
  createMachine,
  declareTokenKind,
  InvariantError,
  ioasid,
  MmStruct,
  mmToken,
  noToken,
  ownToken,
  PrivateData,
  ReentryError,
  type IoasidNotification,
  type IoasidSet,
  type IoasidV2,
  type NotifierAnswer,
  type NotifierPriority,
  type Result,
} from './index.js';
import { ioasidAllocSetRaw, State } from './internal.js';
import { word } from './world.test-kit.js';

const range = { min: 1, max: 99 };

function value<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function code(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.error.code;
}

function booted() {
  const machine = createMachine();
  return { machine, api: createIoasidV2(machine) };
}

const block = (
  call: (notification: IoasidNotification) => NotifierAnswer | void,
  priority: NotifierPriority = 'last',
) => ({ priority, notifierCall: (notification: IoasidNotification) => call(notification) ?? ('ok' as const) });

describe('sets and their tokens', () => {
  it('one set for an mm, one for a token of an own kind; as many as wanted of the others', () => {
    const { api } = booted();
    const mm = new MmStruct('A');
    const kind = declareTokenKind<object>('own');
    const [token, object] = [{}, {}];
    const made = [mmToken(mm), ownToken(kind, token), anyToken(object), noToken];
    expect(made.map((one) => code(api.ioasidAllocSet(one, 4)))).toEqual(['ok', 'ok', 'ok', 'ok']);
    expect(made.map((one) => code(api.ioasidAllocSet(one, 4)))).toEqual(['EEXIST', 'EEXIST', 'ok', 'ok']);
  });

  it('finds by kind and identity, with a reference', () => {
    const { api } = booted();
    const mm = new MmStruct('A');
    const [kind, other] = [declareTokenKind<object>('own'), declareTokenKind<object>('own')];
    const set = value(api.ioasidAllocSet(ownToken(kind, mm), 4));
    expect(code(api.ioasidFindMmSet(mm))).toBe('ENOENT');
    expect(code(api.ioasidFindSetByToken(other, mm))).toBe('ENOENT');
    expect(code(api.ioasidFindSetByToken('mm', mm))).toBe('ENOENT');
    expect(value(api.ioasidFindSetByToken(kind, mm))).toBe(set);
    expect([api.ioasidSetPut(set), api.ioasidSetPut(set)].map((one) => value(one))).toEqual(['held', 'reclaimed']);
    expect(api.ioasidSetToken(set)).toMatchObject({ kind: 'own', of: kind, token: mm });
  });

  it('takes a null or foreign set for unknown', () => {
    const { api } = booted();
    const stranger = {} as IoasidSet;
    expect(code(api.ioasidAlloc(stranger, range))).toBe('EINVAL');
    expect(code(api.ioasidSetGet(stranger))).toBe('EINVAL');
    expect(code(api.ioasidFind(stranger, ioasid(1)))).toBe('EINVAL');
    expect(code(api.ioasidFindBySpid(stranger, ioasid(1)))).toBe('EINVAL');
    expect(api.ioasidSetToken(stranger)).toEqual({ kind: 'none' });
  });

  it('refuses in the order of the posted tests', () => {
    const { api, machine } = booted();
    const state = new State(machine, 'decided', () => undefined);
    const mm = new MmStruct('A');
    const raw = (token: object | null, quota: number, type: number) =>
      word(ioasidAllocSetRaw(state, token, quota, type));
    expect(raw(mm, 0x10_0001, 3)).toBe('EINVAL');
    expect(raw(mm, 0x10_0001, -1)).toBe('ENOSPC');
    expect(raw(mm, 1, 0)).toBe('EINVAL');
    expect(raw(mm, 0, 1)).toBe('EINVAL');
    expect([raw(mm, 1, 2), raw(mm, 0, 2), raw(null, 0, 1)]).toEqual(['set', 'EEXIST', 'EINVAL']);
    expect(code(api.ioasidAllocSet(noToken, 0))).toBe('EINVAL');
    machine.failAllocation(1);
    expect(code(api.ioasidAllocSet(noToken, 1))).toBe('ENOMEM');
  });

  it('keeps the ledger of quotas', () => {
    const { api } = booted();
    value(api.ioasidInstallCapacity(10));
    const set = value(api.ioasidAllocSet(noToken, 6));
    expect(code(api.ioasidAllocSet(noToken, 5))).toBe('ENOSPC');
    value(api.ioasidAdjustSet(set, 10));
    expect(code(api.ioasidAdjustSet(set, 11))).toBe('ENOSPC');
    value(api.ioasidAlloc(set, range));
    value(api.ioasidAlloc(set, range));
    expect([1, 0, -1].map((quota) => code(api.ioasidAdjustSet(set, quota)))).toEqual(['EINVAL', 'EINVAL', 'EINVAL']);
    value(api.ioasidAdjustSet(set, 2));
    expect(api.ioasidAlloc(set, range)).toMatchObject({ error: { reason: 'quota-exhausted' } });
    expect(api.ioasidGetCapacity()).toBe(10);
  });
});

describe('ids', () => {
  function withSet() {
    const { api, machine } = booted();
    return { api, machine, set: value(api.ioasidAllocSet(noToken, 9)) };
  }

  it('are held by references and reclaimed at the last', () => {
    const { api, set } = withSet();
    const id = value(api.ioasidAlloc(set, range));
    value(api.ioasidGet(set, id));
    expect(value(api.ioasidFree(set, id))).toBe('pending');
    expect(value(api.ioasidFree(set, id))).toBe('pending');
    expect(code(api.ioasidGet(set, id))).toBe('EBUSY');
    expect(value(api.ioasidAlloc(set, range))).not.toBe(id);
    expect(value(api.ioasidPut(null, id))).toBe('reclaimed');
    expect(code(api.ioasidPut(null, id))).toBe('ENOENT');
    expect(code(api.ioasidGet(null, id))).toBe('EINVAL');
    expect(value(api.ioasidAlloc(set, range))).toBe(id);
  });

  it('belong to their set', () => {
    const { api, set } = withSet();
    const other = value(api.ioasidAllocSet(noToken, 9));
    const id = value(api.ioasidAlloc(set, range));
    const answers = [api.ioasidGet(other, id), api.ioasidPut(other, id), api.ioasidFree(other, id)];
    expect([...answers, api.ioasidFind(other, id)].map(code)).toEqual(['EACCES', 'EACCES', 'EACCES', 'EACCES']);
  });

  it('carry private data or an mm, and keep the two apart', () => {
    const { api, set } = withSet();
    const [data, mm] = [new PrivateData(), new MmStruct('A')];
    const [one, other] = [value(api.ioasidAlloc(set, range, data)), value(api.ioasidAllocMm(set, range, mm))];
    expect(value(api.ioasidFind(set, one))).toBe(data);
    expect(value(api.ioasidFindMm(set, other))).toBe(mm);
    expect([code(api.ioasidFind(set, other)), code(api.ioasidFindMm(set, one))]).toEqual(['EINVAL', 'EINVAL']);
    expect(value(api.ioasidFind(set, one, () => false))).toBeNull();
    value(api.ioasidDetachData(one));
    expect(code(api.ioasidDetachData(one))).toBe('ENOENT');
    expect(value(api.ioasidFind(set, one, (priv) => priv === null))).toBeNull();
  });

  it('are owned by the process of their set', () => {
    const { api, set } = withSet();
    const [mm, other] = [new MmStruct('A'), new MmStruct('B')];
    const hosts = value(api.ioasidAlloc(set, range));
    const id = value(api.ioasidAlloc(value(api.ioasidAllocSet(mmToken(mm), 2)), range));
    expect(code(api.ioasidGetIfOwned(mm, hosts))).toBe('EINVAL');
    expect(code(api.ioasidGetIfOwned(other, id))).toBe('EPERM');
    expect(code(api.ioasidGetIfOwned(mm, ioasid(77)))).toBe('ENOENT');
    value(api.ioasidGetIfOwned(mm, id));
    expect(value(api.ioasidPut(null, id))).toBe('held');
  });

  it('can lie anywhere below the invalid one', () => {
    const { api, set } = withSet();
    const high = { min: 0xffff_fffd, max: 0xffff_ffff };
    const ids = [1, 2].map(() => value(api.ioasidAlloc(set, high)));
    expect(ids).toEqual([0xffff_fffd, 0xffff_fffe]);
    expect(api.ioasidAlloc(set, high)).toMatchObject({ error: { reason: 'range-exhausted' } });
    const across = { min: 0xf_ffff, max: 0x10_0001 };
    expect([1, 2, 3].map(() => value(api.ioasidAlloc(set, across)))).toEqual([0xf_ffff, 0x10_0000, 0x10_0001]);
    expect(api.ioasidAlloc(set, { min: 9, max: 1 })).toMatchObject({ error: { reason: 'empty-range' } });
    const seen: number[] = [];
    expect(value(api.ioasidSetForEachIoasid(set, (id) => seen.push(id)))).toBe(5);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });
});

describe('handlers', () => {
  it('run by rank, then by age, and can end the chain', () => {
    const { api } = booted();
    const set = value(api.ioasidAllocSet(noToken, 9));
    const id = value(api.ioasidAlloc(set, range));
    const seen: string[] = [];
    const say = (name: string, answer: NotifierAnswer = 'ok') => {
      seen.push(name);
      return answer;
    };
    for (const priority of ['last', 'device', 'iommu', 'cpu'] as const)
      value(
        api.ioasidRegisterNotifier(
          set,
          block(() => say(priority), priority),
        ),
      );
    value(
      api.ioasidRegisterNotifier(
        set,
        block(() => say('device 2', 'stop'), 'device'),
      ),
    );
    expect(value(api.ioasidNotify(id, 'bind', 'set'))).toBe('stop');
    expect(seen).toEqual(['cpu', 'iommu', 'device', 'device 2']);
    expect(value(api.ioasidNotify(id, 'bind', 'none'))).toBe('done');
    expect(code(api.ioasidNotify(ioasid(77), 'bind', 'set'))).toBe('EINVAL');
  });

  const calls: Readonly<Record<string, (api: IoasidV2, set: IoasidSet) => unknown>> = {
    alloc: (api, set) => api.ioasidAlloc(set, range),
    free: (api, set) => api.ioasidFree(set, ioasid(1)),
    get: (api) => api.ioasidGet(null, ioasid(1)),
    put: (api) => api.ioasidPut(null, ioasid(1)),
    'get if owned': (api) => api.ioasidGetIfOwned(new MmStruct('A'), ioasid(1)),
    'attach data': (api) => api.ioasidAttachData(ioasid(1), new PrivateData()),
    'detach data': (api) => api.ioasidDetachData(ioasid(1)),
    'attach spid': (api) => api.ioasidAttachSpid(ioasid(1), ioasid(2)),
    'detach spid': (api) => api.ioasidDetachSpid(ioasid(1)),
    'find by spid': (api, set) => api.ioasidFindBySpid(set, ioasid(2)),
    notify: (api) => api.ioasidNotify(ioasid(1), 'bind', 'set'),
    'alloc set': (api) => api.ioasidAllocSet(noToken, 1),
    'find mm set': (api) => api.ioasidFindMmSet(new MmStruct('A')),
    'set get': (api, set) => api.ioasidSetGet(set),
    'set put': (api, set) => api.ioasidSetPut(set),
    'for each': (api, set) => api.ioasidSetForEachIoasid(set, () => undefined),
    'register notifier': (api, set) =>
      api.ioasidRegisterNotifier(
        set,
        block(() => undefined),
      ),
    'install capacity': (api) => api.ioasidInstallCapacity(9),
  };
  it.each(Object.keys(calls))('may not call %s, and the allocator survives it', (name) => {
    const { api } = booted();
    const set = value(api.ioasidAllocSet(noToken, 9));
    const id = value(api.ioasidAlloc(set, range));
    const nested = block(() => void calls[name]!(api, set));
    value(api.ioasidRegisterNotifier(set, nested));
    expect(() => api.ioasidNotify(id, 'bind', 'set')).toThrow(ReentryError);
    value(api.ioasidUnregisterNotifier(set, nested));
    expect(value(api.ioasidFree(set, id))).toBe('reclaimed');
  });

  it('may find, get and put', () => {
    const { api } = booted();
    const set = value(api.ioasidAllocSet(noToken, 9));
    const id = value(api.ioasidAlloc(set, range, new PrivateData()));
    const seen: unknown[] = [];
    const held = block(({ event, set: own, data }) => {
      if (event === 'bind') seen.push(code(api.ioasidGetLocked(own, id)), api.ioasidFind(own, id).ok);
      if (event === 'unbind') seen.push(value(api.ioasidPutLocked(own, id)), data.privateData() !== null);
    });
    value(api.ioasidRegisterNotifier(set, held));
    for (const event of ['bind', 'unbind'] as const) value(api.ioasidNotify(id, event, 'set'));
    expect(seen).toEqual(['ok', true, 'held', true]);
  });

  it('are refused, warned of or kept as the tests of the posted code say', () => {
    const { api, machine } = booted();
    const mm = new MmStruct('A');
    const handler = block(() => undefined);
    value(api.ioasidRegisterNotifierMm(mm, handler));
    expect(code(api.ioasidRegisterNotifierMm(mm, handler))).toBe('EBUSY');
    expect(code(api.ioasidUnregisterNotifier(null, handler))).toBe('EBUSY');
    value(api.ioasidUnregisterNotifierMm(mm, handler));
    expect(code(api.ioasidUnregisterNotifierMm(mm, handler))).toBe('ENOENT');
    value(api.ioasidRegisterNotifier(null, handler));
    value(api.ioasidRegisterNotifier(null, handler));
    expect(machine.remarks.at(-1)).toEqual({ level: 'warn-on', reason: 'block-registered-twice' });
    value(api.ioasidUnregisterNotifier(null, handler));
    expect(code(api.ioasidUnregisterNotifier(null, handler))).toBe('ENOENT');
    expect(new InvariantError('x')).toBeInstanceOf(Error);
  });
});

describe('a kernel without IOASID', () => {
  it('does nothing and says so; only find has nothing to find', () => {
    const api = createIoasidV2.disabled();
    const [id, set] = [ioasid(1), {} as IoasidSet];
    expect(api.ioasidFind(null, id)).toEqual({ ok: true, value: null });
    expect(code(api.ioasidAllocSet(noToken, 1))).toBe('ENOTSUPP');
    expect(code(api.ioasidAlloc(set, range))).toBe('ENOTSUPP');
    expect(code(api.ioasidFindBySpid(set, id))).toBe('ENOTSUPP');
    expect(code(api.ioasidFindMmSet(new MmStruct('A')))).toBe('ENOENT');
    expect(api.pasidValid(1)).toBe(true);
  });
});
