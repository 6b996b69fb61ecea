import { beforeEach, describe, expect, it } from 'vitest';
import { createIoasidV1, ErrPtr, Errno, INVALID_IOASID, isErr, Machine } from '../index.js';
import type { IoasidSet, IoasidV1Kernel } from '../index.js';
import {
  guestBindRequest,
  IdxdCdev,
  Kfd,
  KfdProcess,
  KvmVm,
  MmuNotifiers,
  SmmuAux,
  SmmuSva,
  SvaLib,
  VcmdAllocator,
  Vdcm,
  Vfio,
  VFIO_PASID_REQUEST_ALLOC,
  VFIO_PASID_REQUEST_FREE,
  VfioContainer,
  VtdAuxDomain,
  VtdGuestSva,
  VtdHostSva,
} from './index.js';
import type { AmdDomain, GuestPasidTables, MmStruct, SmmuDomain, VtdDevice, VtdUnit, WorkQueue } from './index.js';

/** What the hardware was told, in order. */
let told: string[] = [];
let ioasid: IoasidV1Kernel;
let machine: Machine;
let processes: MmuNotifiers;
/** Answers of hardware calls that shall fail. */
let failing: Record<string, number> = {};

const mmA: MmStruct = { name: 'A', pgd: 0xa000 };
const mmB: MmStruct = { name: 'B', pgd: 0xb000 };
const initMm: MmStruct = { name: 'init', pgd: 0x1000 };

beforeEach(() => {
  told = [];
  failing = {};
  machine = new Machine();
  ioasid = createIoasidV1(machine);
  ioasid.ioasidInstallCapacity(0x10_0000);
  processes = new MmuNotifiers();
});

function tell(what: string): number {
  told.push(what);
  return failing[what.split(' ')[0] as string] ?? 0;
}

function vtdUnit(virtual = false): VtdUnit {
  let next = 100;
  return {
    pasidMax: 0x10_0000,
    offersVirtualCommands: virtual,
    setupNested: (device, { pasid, guestRoot }) => tell(`nested ${device.name} ${pasid} ${guestRoot.toString(16)}`),
    setupFirstLevel: (device, pasid, root) => tell(`first-level ${device.name} ${pasid} ${root.toString(16)}`),
    setupSecondLevel: (device, pasid, root, did) =>
      tell(`second-level ${device.name} ${pasid} ${root.toString(16)} ${did}`),
    tearDown: (device, pasid, { order, ignoreFaults }) =>
      void tell(`tear-down ${device.name} ${pasid} ${order}${ignoreFaults ? ' fpd' : ''}`),
    drainPageRequests: (device, pasid, { flushFaultQueue }) =>
      void tell(`drain ${device.name} ${pasid}${flushFaultQueue ? ' flush' : ''}`),
    invalidateRange: (device, pasid, start, end) => void tell(`invalidate ${device.name} ${pasid} ${start} ${end}`),
    vcmdAllocPasid: () => (tell('vcmd-alloc') !== 0 ? (failing['vcmd-alloc'] as number) : (next += 1)),
    vcmdFreePasid: (pasid) => void tell(`vcmd-free ${pasid}`),
    disableScalableMode: () => void tell('no-scalable-mode'),
  };
}

function vtdDevice(name: string, iommu: VtdUnit, pri = true): VtdDevice {
  const domain = { did: 5, secondLevelRoot: 0x5000 };
  return { name, sid: 0x218, ats: true, pri, qdep: 4, isPci: true, pasidBits: 20, iommu, domain };
}

/** A translation table that says what is written to it. */
function guestTables(name: string): GuestPasidTables {
  const entries = new Map<number, number>();
  return {
    allocate: () => tell(`tables ${name}`) === 0,
    release: () => void tell(`no-tables ${name}`),
    lookUp: (guestPasid) => entries.get(guestPasid) ?? null,
    write: (guestPasid, hostPasid) => {
      entries.set(guestPasid, hostPasid);
      return tell(`map ${name} ${guestPasid} ${hostPasid}`) === 0;
    },
    clear: (guestPasid) => {
      entries.delete(guestPasid);
      tell(`unmap ${name} ${guestPasid}`);
    },
    blockVmEntry: () => void tell('block'),
    unblockVmEntry: () => void tell('unblock'),
  };
}

function workQueue(mode: WorkQueue['mode']): WorkQueue {
  return {
    mode,
    program: (pasid) => void tell(`queue ${pasid}`),
    disable: () => void tell('queue off'),
    drain: (pasid) => void tell(`queue drain ${pasid}`),
  };
}

function smmuDomain(): SmmuDomain {
  let asid = 1;
  return {
    ssidBits: 10,
    getSharedAsid: () => (asid += 1),
    putSharedAsid: () => undefined,
    allocPrivateAsid: () => (asid += 1),
    freePrivateAsid: () => undefined,
    writeProcessDescriptor: (ssid, tag, pgd) => tell(`cd ${ssid} asid ${tag} ${pgd.toString(16)}`),
    writePrivateDescriptor: (ssid, tag, root) => tell(`cd ${ssid} asid ${tag} ${root.toString(16)} private`),
    quietDescriptor: (ssid) => void tell(`quiet ${ssid}`),
    clearDescriptor: (ssid) => void tell(`clear ${ssid}`),
    invalidateAsid: (tag) => void tell(`tlbi ${tag}`),
    invalidateDevices: (ssid) => void tell(`atc ${ssid}`),
    invalidateRange: (ssid, tag, start, end) => void tell(`range ${ssid} ${tag} ${start} ${end}`),
  };
}

const amdDomain: AmdDomain = {
  setGcr3: (pasid, root) => tell(`gcr3 ${pasid} ${root.toString(16)}`),
  clearGcr3: (pasid) => void tell(`no-gcr3 ${pasid}`),
};

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

describe('a guest with shared virtual addressing', () => {
  let guestSva: VtdGuestSva;
  let vfio: Vfio;
  let d0: VtdDevice;
  let d1: VtdDevice;
  let container: VfioContainer;

  beforeEach(() => {
    guestSva = new VtdGuestSva(ioasid, machine);
    guestSva.init();
    vfio = new Vfio(ioasid, guestSva);
    const unit = vtdUnit();
    d0 = vtdDevice('d0', unit);
    d1 = vtdDevice('d1', unit, false);
    container = succeed(vfio.open(mmA));
  });

  it('has a normal course: bind, translate, unbind, free', () => {
    const vm = new KvmVm(ioasid, mmA, guestTables('A'));
    const other = new KvmVm(ioasid, mmB, guestTables('B'));
    expect([vm.open(), other.open()]).toEqual([0, 0]);
    const pasid = container.alloc(1, 0xf_ffff);
    expect(container.bind(d0, guestBindRequest(pasid, 7, 0x9000))).toBe(0);
    expect([vm.enqcmd(7), other.enqcmd(7)]).toEqual([1, null]);
    expect(container.unbind(d0, pasid)).toBe(0);
    expect(vm.enqcmd(7)).toBeNull();
    expect(container.free(pasid)).toBe(0);
    container.close();
    vm.close();
    other.close();
    guestSva.exit();
    expect(told).toEqual([
      'tables A',
      'tables B',
      'nested d0 1 9000',
      'map A 7 1',
      'tear-down d0 1 clear-first',
      'drain d0 1',
      'block',
      'unmap A 7',
      'unblock',
      'no-tables A',
      'no-tables B',
    ]);
    expect(leaks()).toEqual(nothing);
    expect(ioasid.inspect().sets).toEqual([]);
  });

  it('announces a PASID with the first device and withdraws it with the last', () => {
    const vm = new KvmVm(ioasid, mmA, guestTables('A'));
    vm.open();
    const pasid = container.alloc(1, 9);
    for (const device of [d0, d1]) container.bind(device, guestBindRequest(pasid, 7, 0x9000));
    expect(container.bind(d0, guestBindRequest(pasid, 7, 0x9000))).toBe(-Errno.EBUSY);
    for (const device of [d0, d1]) container.unbind(device, pasid);
    expect(told.filter((line) => !line.startsWith('tables'))).toEqual([
      'nested d0 1 9000',
      'map A 7 1',
      'nested d1 1 9000',
      'tear-down d0 1 clear-first',
      'drain d0 1',
      'tear-down d1 1 clear-first',
      'block',
      'unmap A 7',
      'unblock',
    ]);
  });

  it('is torn down from the queue when its PASID is freed under it, and KVM at once', () => {
    const vm = new KvmVm(ioasid, mmA, guestTables('A'));
    vm.open();
    const pasid = container.alloc(1, 9);
    container.bind(d0, guestBindRequest(pasid, 7, 0x9000));
    told = [];
    expect(container.free(pasid)).toBe(0);
    expect(told).toEqual(['block', 'unmap A 7', 'unblock']);
    expect(container.unbind(d0, pasid)).toBe(-Errno.ENOENT);
    expect(machine.runWork()).toBe(1);
    expect(told.slice(3)).toEqual(['tear-down d0 1 clear-first', 'drain d0 1']);
    expect(machine.runWork()).toBe(0);
  });

  it('has what it left bound undone when the container closes', () => {
    const pasids = [container.alloc(1, 9), container.alloc(1, 9)];
    for (const [index, pasid] of pasids.entries()) container.bind(d0, guestBindRequest(pasid, 7 + index, 0x9000));
    told = [];
    container.close();
    container.close();
    expect(told).toEqual(['tear-down d0 1 clear-first', 'drain d0 1', 'tear-down d0 2 clear-first', 'drain d0 2']);
    expect(machine.pendingWork).toBe(0);
    expect(ioasid.inspect().sets).toEqual([]);
  });

  it('shares the set of its process with other containers of it', () => {
    const again = succeed(vfio.open(mmA));
    expect(again.set).toBe(container.set);
    container.close();
    expect(again.alloc(1, 9)).toBe(1);
    again.close();
    expect(ioasid.inspect().sets).toEqual([]);
    expect(vfio.open(mmB, 0xffff_ffff)).toBe(-Errno.ENOSPC);
  });

  it('leaves nothing behind when the hardware refuses', () => {
    const vm = new KvmVm(ioasid, mmA, guestTables('A'));
    vm.open();
    const pasid = container.alloc(1, 9);
    failing = { nested: -Errno.EINVAL };
    expect(container.bind(d0, guestBindRequest(pasid, 7, 0x9000))).toBe(-Errno.EINVAL);
    expect(ioasid.ioasidFind(null, pasid)).toBeNull();
    expect(vm.enqcmd(7)).toBeNull();
    failing = {};
    expect(container.bind(d0, guestBindRequest(pasid, 7, 0x9000))).toBe(0);
  });

  it('is undone when KVM has no memory for its entry', () => {
    const vm = new KvmVm(ioasid, mmA, guestTables('A'));
    vm.open();
    const pasid = container.alloc(1, 9);
    failing = { map: -1 };
    told = [];
    expect(container.bind(d0, guestBindRequest(pasid, 7, 0x9000))).toBe(-Errno.ENOMEM);
    expect(told).toEqual(['nested d0 1 9000', 'map A 7 1', 'tear-down d0 1 clear-first', 'drain d0 1']);
    expect(ioasid.ioasidFind(null, pasid)).toBeNull();
  });

  it.each([
    ['a short request', { argsz: 8 }, -Errno.EINVAL],
    ['another format', { format: 'other' as const }, -Errno.EINVAL],
    ['an unknown vendor flag', { vendorFlags: 4 }, -Errno.EINVAL],
    ['PASID 0', { hpasid: 0 }, -Errno.EINVAL],
    ['a PASID of 21 bits', { hpasid: 0x10_0000 }, -Errno.EINVAL],
    ['an id that nobody has', { hpasid: 99 }, -Errno.ENOENT],
  ])('refuses %s before it touches hardware', (_what, change, errno) => {
    const pasid = container.alloc(1, 9);
    expect(guestSva.bindGpasid(d0, { ...guestBindRequest(pasid, 7, 0x9000), ...change })).toBe(errno);
    expect(told).toEqual([]);
  });

  it('refuses devices that are no PCI devices or send shorter PASIDs, and to unbind what is not bound', () => {
    const request = guestBindRequest(container.alloc(1, 9), 7, 0x9000);
    expect(guestSva.bindGpasid({ ...d0, isPci: false }, request)).toBe(-Errno.ENOTSUPP);
    expect(guestSva.bindGpasid({ ...d0, pasidBits: 16 }, request)).toBe(-Errno.EINVAL);
    expect([guestSva.unbindGpasid(d0, request.hpasid), guestSva.unbindGpasid(d0, 99)]).toEqual([
      -Errno.EINVAL,
      -Errno.ENOENT,
    ]);
    expect(told).toEqual([]);
  });

  it('asks for PASIDs through the request of the container', () => {
    const request = { argsz: 16, flags: VFIO_PASID_REQUEST_ALLOC, min: 5, max: 6 };
    expect(container.request(request)).toBe(5);
    expect(container.request({ ...request, min: 7 })).toBe(-Errno.EINVAL);
    expect(container.request({ ...request, argsz: 4 })).toBe(-Errno.EINVAL);
    expect(container.request({ ...request, flags: 3 })).toBe(-Errno.EINVAL);
    expect([container.request(request), container.request(request)]).toEqual([6, -Errno.ENOSPC]);
    expect(container.request({ ...request, flags: VFIO_PASID_REQUEST_FREE })).toBe(0);
    expect(container.request({ ...request, flags: VFIO_PASID_REQUEST_FREE })).toBe(-Errno.ENOENT);
    const stranger = succeed(vfio.open(mmB));
    expect(stranger.free(6)).toBe(-Errno.EACCES);
  });

  it('has its queue programmed with the host PASID of its mm and guest PASID', () => {
    const vdcm = new Vdcm(ioasid, guestSva, machine, { mm: mmA, queue: workQueue('dedicated'), defaultPasid: 3 });
    const foreign = new Vdcm(ioasid, guestSva, machine, { mm: mmB, queue: workQueue('dedicated'), defaultPasid: 3 });
    expect(vdcm.open()).toBe(0);
    const pasid = container.alloc(9, 9);
    container.bind(d0, guestBindRequest(pasid, 7, 0x9000));
    told = [];
    expect([vdcm.enableQueue(8), foreign.enableQueue(7), vdcm.enableQueue(7), vdcm.enableQueue(7)]).toEqual([
      -Errno.ENXIO,
      -Errno.ENXIO,
      0,
      -Errno.EBUSY,
    ]);
    vdcm.disableQueue();
    expect(vdcm.enableQueue(0)).toBe(0);
    vdcm.close();
    expect(told).toEqual(['queue 9', 'queue off', 'queue 3', 'queue off']);
    expect(vdcm.programmed).toBe(INVALID_IOASID);
  });

  it('has a shared queue drained when a PASID of its mm is freed', () => {
    const vdcm = new Vdcm(ioasid, guestSva, machine, { mm: mmA, queue: workQueue('shared'), defaultPasid: 3 });
    vdcm.open();
    expect(vdcm.enableQueue(7)).toBe(0);
    container.free(container.alloc(4, 9));
    succeed(vfio.open(mmB)).free(1);
    expect(told).toEqual([]);
    machine.runWork();
    expect(told).toEqual(['queue drain 4']);
  });
});

describe('processes of the host', () => {
  let lib: SvaLib;
  let hostSva: VtdHostSva;
  let d0: VtdDevice;
  let d1: VtdDevice;

  beforeEach(() => {
    lib = new SvaLib(ioasid, hostSet(), processes);
    hostSva = new VtdHostSva(lib, processes, initMm);
    const unit = vtdUnit();
    d0 = vtdDevice('d0', unit);
    d1 = vtdDevice('d1', unit, false);
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
    expect(told).toEqual([
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
    expect(told).toEqual([
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
    failing = { 'first-level': -Errno.EBUSY };
    expect(hostSva.bind(d0, mmA)).toBe(-Errno.EBUSY);
    expect(lib.pasidOf(mmA)).toBe(INVALID_IOASID);
  });

  it('open work queues, alone where the queue is dedicated', () => {
    const [dedicated, shared] = [
      new IdxdCdev(hostSva, d0, workQueue('dedicated')),
      new IdxdCdev(hostSva, d1, workQueue('shared')),
    ];
    const file = succeed(dedicated.open(mmA));
    expect(dedicated.open(mmB)).toBe(-Errno.EBUSY);
    expect([dedicated.use(file, mmA), dedicated.use(file, mmB)]).toEqual([0, -Errno.EPERM]);
    const files = [succeed(shared.open(mmA)), succeed(shared.open(mmB))];
    told = [];
    dedicated.close(file);
    for (const one of files) shared.close(one);
    expect(told).toEqual([
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
    const domain = smmuDomain();
    const [one, again, other] = [mmA, mmA, mmB].map((mm) => succeed(sva.bind(domain, mm)));
    processes.invalidateRange(mmA, 0, 4096);
    processes.exit(mmB);
    for (const bond of [one, again, other]) if (bond) sva.unbind(bond);
    expect(told).toEqual([
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
    failing = { cd: -Errno.ENOMEM };
    expect(sva.bind(domain, mmA)).toBe(-Errno.ENOMEM);
    expect(leaks()).toEqual(nothing);
  });
});

describe('users with sets of their own', () => {
  it('give auxiliary domains of an SMMU ids from a set without token', () => {
    const aux = succeed(SmmuAux.init(ioasid));
    const domain = smmuDomain();
    const attached = succeed(aux.attach(domain, 0x7000));
    expect(ioasid.inspect().sets.map(({ set }) => set.token)).toEqual([null]);
    aux.detach(attached);
    expect(told).toEqual(['cd 1 asid 2 7000 private', 'clear 1', 'atc 1']);
    failing = { cd: -Errno.ENOMEM };
    expect(aux.attach(domain, 0x7000)).toBe(-Errno.ENOMEM);
    expect(leaks()).toEqual(nothing);
    aux.exit();
    expect(ioasid.inspect().sets).toEqual([]);
  });

  it('put auxiliary domains of VT-d under one PASID, whose entries go before the id does', () => {
    const unit = vtdUnit();
    const [d0, d1] = [vtdDevice('d0', unit), vtdDevice('d1', unit)];
    const domain = new VtdAuxDomain(ioasid, hostSet(), { root: 0x7000, did: 9 });
    expect([domain.attach(d0), domain.attach(d1), domain.attach(d0)]).toEqual([0, 0, -Errno.EBUSY]);
    expect(domain.pasid).toBe(1);
    for (const device of [d0, d1]) domain.detach(device);
    expect(told).toEqual([
      'second-level d0 1 7000 9',
      'second-level d1 1 7000 9',
      'tear-down d0 1 clear-first',
      'tear-down d1 1 clear-first',
    ]);
    failing = { 'second-level': -Errno.EBUSY };
    expect(domain.attach(d0)).toBe(-Errno.EBUSY);
    expect([domain.pasid, leaks()]).toEqual([INVALID_IOASID, nothing]);
  });

  it('let a compute process own its set, and clear its table once', () => {
    const kfd = new Kfd(ioasid, processes);
    const process = new KfdProcess(mmA);
    const context = succeed(kfd.open(process));
    expect(context.set.token).toBe(process);
    succeed(kfd.bind(context, amdDomain));
    expect(kfd.bind(context, amdDomain)).toBe(-Errno.EBUSY);
    processes.exit(mmA);
    kfd.close(context);
    expect(told).toEqual(['gcr3 1 a000', 'no-gcr3 1']);
    expect([leaks(), ioasid.inspect().sets]).toEqual([nothing, []]);
    expect(kfd.open(new KfdProcess(mmB), 0)).toBe(-Errno.ENOSPC);
    expect(ioasid.inspect().sets).toEqual([]);
  });

  it('let the host choose the ids of a guest, and give every one back', () => {
    const [one, other] = [vtdUnit(true), vtdUnit(true)];
    const allocator = new VcmdAllocator(ioasid, machine);
    const set = hostSet();
    expect([allocator.register(one), allocator.register(other), allocator.register(vtdUnit())]).toEqual([0, 0, 0]);
    expect(ioasid.inspect().groups).toMatchObject([{ members: [{ pdata: one }, { pdata: other }] }]);
    const ids = [ioasid.ioasidAlloc(set, 1, 0xf_ffff, {}), ioasid.ioasidAlloc(set, 1, 0xf_ffff, null)];
    expect(ids).toEqual([101, 102]);
    expect([ioasid.ioasidAlloc(set, 0, 9, null), ioasid.ioasidAlloc(set, 1, 0x10_0000, null)]).toEqual([
      INVALID_IOASID,
      INVALID_IOASID,
    ]);
    expect(ioasid.ioasidAlloc(set, 1, 9, null)).toBe(INVALID_IOASID);
    for (const id of ids) ioasid.ioasidFree(id);
    failing = { 'vcmd-alloc': -Errno.ENOSPC };
    expect(ioasid.ioasidAlloc(set, 1, 0xf_ffff, null)).toBe(INVALID_IOASID);
    expect(told).toEqual([
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
    expect(new VcmdAllocator(ioasid, machine).register(vtdUnit(true))).toBe(-Errno.EAGAIN);
    expect(told).toEqual(['no-scalable-mode']);
  });
});
