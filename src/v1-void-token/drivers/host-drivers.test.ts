import { beforeEach, describe, expect, it } from 'vitest';
import { createIoasidV1, ErrPtr, Errno, INVALID_IOASID, isErr, Machine } from '../index.js';
import type { IoasidSet, IoasidV1Kernel } from '../index.js';
import {
  IdxdCdev,
  Kfd,
  KfdProcess,
  MmuNotifiers,
  SmmuAux,
  SmmuSva,
  SvaLib,
  VcmdAllocator,
  VtdAuxDomain,
  VtdHostSva,
} from './index.js';
import type { VtdDevice } from './index.js';
import { initMm, mmA, mmB, ToldHardware } from './told-hardware.test-kit.js';

let hw: ToldHardware;
let ioasid: IoasidV1Kernel;
let machine: Machine;
let processes: MmuNotifiers;

beforeEach(() => {
  hw = new ToldHardware();
  machine = new Machine();
  ioasid = createIoasidV1(machine);
  ioasid.ioasidInstallCapacity(0x10_0000);
  processes = new MmuNotifiers();
});

function succeed<T>(result: T | number): T {
  if (typeof result === 'number' && result < 0) throw new Error(`refused with ${result}`);
  return result as T;
}

function hostSet(quota = 100): IoasidSet {
  const set = ioasid.ioasidAllocSystemSet(quota);
  if (isErr(set)) throw new Error('no host set');
  return set;
}

function leaks(): unknown {
  const { sets, memory, notifiers } = ioasid.inspect();
  return { counts: sets.map(({ count }) => count).filter((count) => count > 0), records: memory.records, notifiers };
}

const nothing = { counts: [], records: 0, notifiers: [] };

describe('processes of the host', () => {
  let lib: SvaLib;
  let hostSva: VtdHostSva;
  let d0: VtdDevice;
  let d1: VtdDevice;

  beforeEach(() => {
    lib = new SvaLib(ioasid, hostSet(), processes);
    hostSva = new VtdHostSva(lib, processes, initMm);
    const unit = hw.vtdUnit();
    d0 = hw.vtdDevice('d0', unit);
    d1 = hw.vtdDevice('d1', unit, false);
  });

  it('have one PASID, counted, and the mm as its private data', () => {
    expect([lib.allocPasid(mmA, 5, 9), lib.allocPasid(mmA, 1, 5)]).toEqual([0, 0]);
    expect(lib.allocPasid(mmA, 6, 9)).toBe(-Errno.EOVERFLOW);
    expect([lib.allocPasid(mmB, 9, 8), lib.allocPasid(mmB, 0, 8), lib.allocPasid(mmB, 1, INVALID_IOASID)]).toEqual(
      Array(3).fill(-Errno.EINVAL),
    );
    expect(lib.allocPasid(mmB, 5, 5)).toBe(-Errno.ENOMEM);
    expect(lib.find(5)).toBe(mmA);
    processes.exit(mmA);
    expect(lib.find(5)).toBeNull();
    lib.freePasid(mmA);
    expect(lib.pasidOf(mmA)).toBe(5);
    lib.freePasid(mmA);
    expect(lib.find(5)).toEqual(new ErrPtr(Errno.ENOENT));
    expect(leaks()).toEqual(nothing);
  });

  it('are bound to a device once, however many bonds there are', () => {
    const bonds = [d0, d0, d1].map((device) => succeed(hostSva.bind(device, mmA)));
    processes.invalidateRange(mmA, 0, 4096);
    for (const bond of bonds) hostSva.unbind(bond);
    for (const bond of bonds) hostSva.unbind(bond);
    expect(hw.told).toEqual([
      'first-level d0 1 a000',
      'first-level d1 1 a000',
      'invalidate d0 1 0 4096',
      'invalidate d1 1 0 4096',
      'tear-down d0 1 clear-last',
      'drain d0 1 flush',
      'tear-down d1 1 clear-last',
    ]);
    expect(leaks()).toEqual(nothing);
  });

  it('may end while they are bound: faults are ignored then, and the unbind comes later', () => {
    const bond = succeed(hostSva.bind(d0, mmA));
    processes.exit(mmA);
    processes.exit(mmA);
    hostSva.unbind(bond);
    expect(hw.told).toEqual([
      'first-level d0 1 a000',
      'tear-down d0 1 clear-last fpd',
      'tear-down d0 1 clear-last',
      'drain d0 1 flush',
    ]);
    expect(hostSva.bind(d0, mmA)).toBe(-Errno.ESRCH);
    expect(leaks()).toEqual(nothing);
  });

  it('give supervisor rights to the kernel alone, and take a refusal of the hardware back', () => {
    expect([hostSva.bind(d0, mmA, { supervisor: true }), hostSva.bind(d0, null)]).toEqual([
      -Errno.EINVAL,
      -Errno.EINVAL,
    ]);
    expect(succeed(hostSva.bind(d0, null, { supervisor: true })).mm).toBe(initMm);
    hw.failing = { 'first-level': -Errno.EBUSY };
    expect(hostSva.bind(d0, mmA)).toBe(-Errno.EBUSY);
    expect(lib.pasidOf(mmA)).toBe(INVALID_IOASID);
  });

  it('open work queues, alone where the queue is dedicated', () => {
    const [dedicated, shared] = [
      new IdxdCdev(hostSva, d0, hw.workQueue('dedicated')),
      new IdxdCdev(hostSva, d1, hw.workQueue('shared')),
    ];
    const file = succeed(dedicated.open(mmA));
    expect(dedicated.open(mmB)).toBe(-Errno.EBUSY);
    expect([dedicated.use(file, mmA), dedicated.use(file, mmB)]).toEqual([0, -Errno.EPERM]);
    const files = [succeed(shared.open(mmA)), succeed(shared.open(mmB))];
    hw.told = [];
    dedicated.close(file);
    for (const one of files) shared.close(one);
    expect(hw.told).toEqual([
      'queue off',
      'tear-down d0 1 clear-last',
      'drain d0 1 flush',
      'queue drain 1',
      'tear-down d1 1 clear-last',
      'queue drain 2',
      'tear-down d1 2 clear-last',
    ]);
    expect(leaks()).toEqual(nothing);
  });

  it('are bound to an SMMU by a descriptor, quiet when they end before', () => {
    const sva = new SmmuSva(lib, processes);
    const domain = hw.smmuDomain();
    const [one, again, other] = [mmA, mmA, mmB].map((mm) => succeed(sva.bind(domain, mm)));
    processes.invalidateRange(mmA, 0, 4096);
    processes.exit(mmB);
    for (const bond of [one, again, other]) if (bond) sva.unbind(bond);
    expect(hw.told).toEqual([
      'cd 1 asid 2 a000',
      'cd 2 asid 3 b000',
      'range 1 2 0 4096',
      'quiet 2',
      'tlbi 3',
      'atc 2',
      'clear 1',
      'tlbi 2',
      'atc 1',
      'clear 2',
    ]);
    hw.failing = { cd: -Errno.ENOMEM };
    expect(sva.bind(domain, mmA)).toBe(-Errno.ENOMEM);
    expect(leaks()).toEqual(nothing);
  });
});

describe('users with sets of their own', () => {
  it('give auxiliary domains of an SMMU ids from a set without token', () => {
    const aux = succeed(SmmuAux.init(ioasid));
    const domain = hw.smmuDomain();
    const attached = succeed(aux.attach(domain, 0x7000));
    expect(ioasid.inspect().sets.map(({ set }) => set.token)).toEqual([null]);
    aux.detach(attached);
    expect(hw.told).toEqual(['cd 1 asid 2 7000 private', 'clear 1', 'atc 1']);
    hw.failing = { cd: -Errno.ENOMEM };
    expect(aux.attach(domain, 0x7000)).toBe(-Errno.ENOMEM);
    expect(leaks()).toEqual(nothing);
    aux.exit();
    expect(ioasid.inspect().sets).toEqual([]);
  });

  it('put auxiliary domains of VT-d under one PASID, whose entries go before the id does', () => {
    const unit = hw.vtdUnit();
    const [d0, d1] = [hw.vtdDevice('d0', unit), hw.vtdDevice('d1', unit)];
    const domain = new VtdAuxDomain(ioasid, hostSet(), { root: 0x7000, did: 9 });
    expect([domain.attach(d0), domain.attach(d1), domain.attach(d0)]).toEqual([0, 0, -Errno.EBUSY]);
    expect(domain.pasid).toBe(1);
    for (const device of [d0, d1]) domain.detach(device);
    expect(hw.told).toEqual([
      'second-level d0 1 7000 9',
      'second-level d1 1 7000 9',
      'tear-down d0 1 clear-first',
      'tear-down d1 1 clear-first',
    ]);
    hw.failing = { 'second-level': -Errno.EBUSY };
    expect(domain.attach(d0)).toBe(-Errno.EBUSY);
    expect([domain.pasid, leaks()]).toEqual([INVALID_IOASID, nothing]);
  });

  it('let a compute process own its set, and clear its table once', () => {
    const kfd = new Kfd(ioasid, processes);
    const process = new KfdProcess(mmA);
    const context = succeed(kfd.open(process));
    const amd = hw.amdDomain();
    expect(context.set.token).toBe(process);
    succeed(kfd.bind(context, amd));
    expect(kfd.bind(context, amd)).toBe(-Errno.EBUSY);
    processes.exit(mmA);
    kfd.close(context);
    expect(hw.told).toEqual(['gcr3 1 a000', 'no-gcr3 1']);
    expect([leaks(), ioasid.inspect().sets]).toEqual([nothing, []]);
    expect(kfd.open(new KfdProcess(mmB), 0)).toBe(-Errno.ENOSPC);
    expect(ioasid.inspect().sets).toEqual([]);
  });

  it('let the host choose the ids of a guest, and give every one back', () => {
    const [one, other] = [hw.vtdUnit(true), hw.vtdUnit(true)];
    const allocator = new VcmdAllocator(ioasid, machine);
    const set = hostSet();
    expect([allocator.register(one), allocator.register(other), allocator.register(hw.vtdUnit())]).toEqual([0, 0, 0]);
    expect(ioasid.inspect().groups).toMatchObject([{ members: [{ pdata: one }, { pdata: other }] }]);
    const ids = [ioasid.ioasidAlloc(set, 1, 0xf_ffff, {}), ioasid.ioasidAlloc(set, 1, 0xf_ffff, null)];
    expect(ids).toEqual([101, 102]);
    expect([ioasid.ioasidAlloc(set, 0, 9, null), ioasid.ioasidAlloc(set, 1, 0x10_0000, null)]).toEqual([
      INVALID_IOASID,
      INVALID_IOASID,
    ]);
    expect(ioasid.ioasidAlloc(set, 1, 9, null)).toBe(INVALID_IOASID);
    for (const id of ids) ioasid.ioasidFree(id);
    hw.failing = { 'vcmd-alloc': -Errno.ENOSPC };
    expect(ioasid.ioasidAlloc(set, 1, 0xf_ffff, null)).toBe(INVALID_IOASID);
    expect(hw.told).toEqual([
      'vcmd-alloc',
      'vcmd-alloc',
      'vcmd-alloc',
      'vcmd-free 103',
      'vcmd-free 101',
      'vcmd-free 102',
      'vcmd-alloc',
    ]);
    for (const unit of [one, other]) allocator.unregister(unit);
    expect(leaks()).toEqual(nothing);
  });

  it('go without scalable mode when the allocator cannot be registered', () => {
    ioasid.ioasidAlloc(hostSet(), 1, 9, null);
    expect(new VcmdAllocator(ioasid, machine).register(hw.vtdUnit(true))).toBe(-Errno.EAGAIN);
    expect(hw.told).toEqual(['no-scalable-mode']);
  });
});
