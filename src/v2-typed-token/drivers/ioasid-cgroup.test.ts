import { describe, expect, it } from 'vitest';
import { createIoasidV2, createMachine, MmStruct, mmToken, noToken, type Result } from '../index.js';
import { IoasidCgroup } from './index.js';

function value<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const range = { min: 1, max: 99 };

function world() {
  const cgroup = new IoasidCgroup();
  const machine = createMachine();
  const api = createIoasidV2(machine, { charger: cgroup });
  const mm = new MmStruct('A');
  const parent = cgroup.create('parent');
  const group = cgroup.create('child', parent);
  value(cgroup.move(mm, group));
  const set = value(api.ioasidAllocSet(mmToken(mm), 3));
  return { cgroup, machine, api, mm, parent, group, set };
}

describe('the IOASID cgroup', () => {
  it('allows nothing before a limit is set, in the group and above', () => {
    const { api, cgroup, set, group, parent } = world();
    expect(api.ioasidAlloc(set, range)).toMatchObject({ error: { code: 'EAGAIN' } });
    value(cgroup.setLimit(group, 5));
    expect(api.ioasidAlloc(set, range)).toMatchObject({ error: { code: 'EAGAIN' } });
    value(cgroup.setLimit(parent, 1));
    value(api.ioasidAlloc(set, range));
    expect(api.ioasidAlloc(set, range)).toMatchObject({ error: { code: 'EAGAIN' } });
    expect([group.usage, parent.usage, group.refusals, parent.refusals]).toEqual([1, 1, 1, 2]);
    expect(cgroup.setLimit(group, -1)).toMatchObject({ error: { code: 'EINVAL' } });
  });

  it('does not count sets that are not of a process', () => {
    const { api, group } = world();
    const host = value(api.ioasidAllocSet(noToken, 3));
    const id = value(api.ioasidAlloc(host, range));
    value(api.ioasidFree(host, id));
    expect(group.usage).toBe(0);
  });

  it('keeps the balance when an allocation fails after the charge', () => {
    const { api, cgroup, machine, set, group, parent } = world();
    for (const one of [group, parent]) value(cgroup.setLimit(one, 3));
    expect(api.ioasidAlloc(set, { min: 9, max: 1 }).ok).toBe(false);
    machine.failAllocation(1);
    expect(api.ioasidAlloc(set, range).ok).toBe(false);
    expect(group.usage).toBe(0);
  });

  it('gives back to the group that pays, at the last put and wherever the process is', () => {
    const { api, cgroup, mm, set, group, parent } = world();
    for (const one of [group, parent]) value(cgroup.setLimit(one, 3));
    const id = value(api.ioasidAlloc(set, range));
    value(api.ioasidGet(set, id));
    const other = cgroup.create('other');
    expect(cgroup.move(mm, other)).toMatchObject({ error: { code: 'EAGAIN' } });
    expect([group.usage, other.usage]).toEqual([1, 0]);
    value(cgroup.setLimit(other, 1));
    value(cgroup.move(mm, other));
    expect([group.usage, parent.usage, other.usage]).toEqual([0, 0, 1]);
    value(api.ioasidFree(set, id));
    expect(other.usage).toBe(1);
    value(api.ioasidPut(set, id));
    expect([other.usage, cgroup.root.usage]).toEqual([0, 0]);
  });
});
