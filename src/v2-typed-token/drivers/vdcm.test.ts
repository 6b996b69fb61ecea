import { describe, expect, it } from 'vitest';
import { createIoasidV2, createMachine, ioasid, MmStruct, mmToken, type Result } from '../index.js';
import { Vdcm } from './index.js';

const everyPasid = { min: 1, max: 0xf_ffff };

function value<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function world(mode: 'dedicated' | 'shared' = 'dedicated') {
  const machine = createMachine();
  const api = createIoasidV2(machine);
  const mm = new MmStruct('A');
  const log: string[] = [];
  const queue = {
    mode,
    program: (pasid: number) => log.push(`program ${pasid}`),
    disable: () => log.push('disable'),
    drain: (pasid: number) => log.push(`drain ${pasid}`),
  };
  const vdcm = new Vdcm(api, machine, { mm, queue, defaultPasid: 3 });
  const set = value(api.ioasidAllocSet(mmToken(mm), 8));
  const id = () => {
    const made = value(api.ioasidAlloc(set, everyPasid));
    value(api.ioasidAttachSpid(made, ioasid(made + 40)));
    return made;
  };
  return { machine, api, mm, log, vdcm, set, id };
}

describe('VDCM', () => {
  it('holds one reference for a programmed queue and none on the set', () => {
    const { api, vdcm, set, id, log } = world();
    value(vdcm.open());
    const host = id();
    expect(value(vdcm.enable(host + 40))).toBe(host);
    expect(vdcm.enable(host + 40)).toMatchObject({ error: { code: 'EBUSY' } });
    expect(value(api.ioasidPut(set, host))).toBe('held');
    vdcm.disable();
    vdcm.disable();
    expect(log).toEqual([`program ${host}`, 'disable']);
    expect(api.ioasidFind(null, host)).toMatchObject({ error: { code: 'ENOENT' } });
    value(vdcm.close());
    expect(value(api.ioasidSetPut(set))).toBe('reclaimed');
  });

  it('answers ENXIO for a guest PASID, or a process, that nobody knows', () => {
    const { api, vdcm, machine } = world();
    value(vdcm.open());
    expect(vdcm.enable(77)).toMatchObject({ error: { code: 'ENXIO' } });
    const queue = { mode: 'dedicated' as const, program() {}, disable() {}, drain() {} };
    const stranger = new Vdcm(api, machine, { mm: new MmStruct('B'), queue, defaultPasid: 0 });
    expect(stranger.enable(1)).toMatchObject({ error: { code: 'ENXIO' } });
    expect(stranger.programmed).toBeNull();
  });

  it('runs a queue without PASID under the default one, held by nobody', () => {
    const { vdcm, log } = world();
    value(vdcm.open());
    expect(value(vdcm.enable(0))).toBe(3);
    vdcm.disable();
    expect(log).toEqual(['program 3', 'disable']);
  });

  it('stops a dedicated queue in deferred work when its id is freed', () => {
    const { api, vdcm, set, id, machine, log } = world();
    value(vdcm.open());
    const [host, other] = [id(), id()];
    value(vdcm.enable(host + 40));
    value(api.ioasidFree(set, other));
    expect(value(api.ioasidFree(set, host))).toBe('pending');
    expect(log).toEqual([`program ${host}`]);
    expect(machine.runWork()).toBe(1);
    expect(log).toEqual([`program ${host}`, 'disable']);
    expect(api.ioasidFind(null, host).ok).toBe(false);
  });

  it('drains a shared queue when an id is freed, and puts nothing', () => {
    const { api, vdcm, set, id, machine, log } = world('shared');
    value(vdcm.open());
    expect(value(vdcm.enable(41))).toBeNull();
    const host = id();
    value(api.ioasidGet(set, host));
    expect(value(api.ioasidFree(set, host))).toBe('pending');
    machine.runWork();
    expect(log).toEqual([`drain ${host}`]);
    expect(value(api.ioasidPut(set, host))).toBe('reclaimed');
  });

  it('listens on the chain of a set that has ids already', () => {
    const { api, vdcm, set, id, machine, log } = world();
    const host = id();
    value(vdcm.open());
    value(vdcm.enable(host + 40));
    value(api.ioasidFree(set, host));
    machine.runWork();
    expect(log).toEqual([`program ${host}`, 'disable']);
    value(vdcm.close());
  });

  it('lets go of a queue that runs when the set is dying under it', () => {
    const { api, vdcm, set, id, mm } = world();
    value(vdcm.open());
    const host = id();
    value(vdcm.enable(host + 40));
    expect(value(api.ioasidSetPut(set))).toBe('held');
    expect(api.ioasidFindMmSet(mm).ok).toBe(false);
    value(vdcm.close());
    expect(api.ioasidFind(null, host).ok).toBe(false);
    expect(value(api.ioasidAllocSet(mmToken(mm), 0x10_0000))).toBeDefined();
  });
});
