import { beforeEach, describe, expect, it } from 'vitest';
import { createIoasidV1, Errno, INVALID_IOASID, Machine } from '../index.js';
import type { IoasidV1Kernel } from '../index.js';
import {
  guestBindRequest,
  KvmVm,
  Vdcm,
  Vfio,
  VFIO_PASID_REQUEST_ALLOC,
  VFIO_PASID_REQUEST_FREE,
  VtdGuestSva,
} from './index.js';
import type { VtdDevice, VfioContainer } from './index.js';
import { mmA, mmB, ToldHardware } from './told-hardware.test-kit.js';

let hw: ToldHardware;
let ioasid: IoasidV1Kernel;
let machine: Machine;

beforeEach(() => {
  hw = new ToldHardware();
  machine = new Machine();
  ioasid = createIoasidV1(machine);
  ioasid.ioasidInstallCapacity(0x10_0000);
});

function succeed<T>(result: T | number): T {
  if (typeof result === 'number' && result < 0) throw new Error(`refused with ${result}`);
  return result as T;
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
    const unit = hw.vtdUnit();
    d0 = hw.vtdDevice('d0', unit);
    d1 = hw.vtdDevice('d1', unit, false);
    container = succeed(vfio.open(mmA));
  });

  it('has a normal course: bind, translate, unbind, free', () => {
    const vm = new KvmVm(ioasid, mmA, hw.guestTables('A'));
    const other = new KvmVm(ioasid, mmB, hw.guestTables('B'));
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
    expect(hw.told).toEqual([
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
    const vm = new KvmVm(ioasid, mmA, hw.guestTables('A'));
    vm.open();
    const pasid = container.alloc(1, 9);
    for (const device of [d0, d1]) container.bind(device, guestBindRequest(pasid, 7, 0x9000));
    expect(container.bind(d0, guestBindRequest(pasid, 7, 0x9000))).toBe(-Errno.EBUSY);
    for (const device of [d0, d1]) container.unbind(device, pasid);
    expect(hw.told.filter((line) => !line.startsWith('tables'))).toEqual([
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
    const vm = new KvmVm(ioasid, mmA, hw.guestTables('A'));
    vm.open();
    const pasid = container.alloc(1, 9);
    container.bind(d0, guestBindRequest(pasid, 7, 0x9000));
    hw.told = [];
    expect(container.free(pasid)).toBe(0);
    expect(hw.told).toEqual(['block', 'unmap A 7', 'unblock']);
    expect(container.unbind(d0, pasid)).toBe(-Errno.ENOENT);
    expect(machine.runWork()).toBe(1);
    expect(hw.told.slice(3)).toEqual(['tear-down d0 1 clear-first', 'drain d0 1']);
    expect(machine.runWork()).toBe(0);
  });

  it('has what it left bound undone when the container closes', () => {
    const pasids = [container.alloc(1, 9), container.alloc(1, 9)];
    for (const [index, pasid] of pasids.entries()) container.bind(d0, guestBindRequest(pasid, 7 + index, 0x9000));
    hw.told = [];
    container.close();
    container.close();
    expect(hw.told).toEqual(['tear-down d0 1 clear-first', 'drain d0 1', 'tear-down d0 2 clear-first', 'drain d0 2']);
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
    const vm = new KvmVm(ioasid, mmA, hw.guestTables('A'));
    vm.open();
    const pasid = container.alloc(1, 9);
    hw.failing = { nested: -Errno.EINVAL };
    expect(container.bind(d0, guestBindRequest(pasid, 7, 0x9000))).toBe(-Errno.EINVAL);
    expect(ioasid.ioasidFind(null, pasid)).toBeNull();
    expect(vm.enqcmd(7)).toBeNull();
    hw.failing = {};
    expect(container.bind(d0, guestBindRequest(pasid, 7, 0x9000))).toBe(0);
  });

  it('is undone when KVM has no memory for its entry', () => {
    const vm = new KvmVm(ioasid, mmA, hw.guestTables('A'));
    vm.open();
    const pasid = container.alloc(1, 9);
    hw.failing = { map: -1 };
    hw.told = [];
    expect(container.bind(d0, guestBindRequest(pasid, 7, 0x9000))).toBe(-Errno.ENOMEM);
    expect(hw.told).toEqual(['nested d0 1 9000', 'map A 7 1', 'tear-down d0 1 clear-first', 'drain d0 1']);
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
    expect(hw.told).toEqual([]);
  });

  it('refuses devices that are no PCI devices or send shorter PASIDs, and to unbind what is not bound', () => {
    const request = guestBindRequest(container.alloc(1, 9), 7, 0x9000);
    expect(guestSva.bindGpasid({ ...d0, isPci: false }, request)).toBe(-Errno.ENOTSUPP);
    expect(guestSva.bindGpasid({ ...d0, pasidBits: 16 }, request)).toBe(-Errno.EINVAL);
    expect([guestSva.unbindGpasid(d0, request.hpasid), guestSva.unbindGpasid(d0, 99)]).toEqual([
      -Errno.EINVAL,
      -Errno.ENOENT,
    ]);
    expect(hw.told).toEqual([]);
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
    const vdcm = new Vdcm(ioasid, guestSva, machine, { mm: mmA, queue: hw.workQueue('dedicated'), defaultPasid: 3 });
    const foreign = new Vdcm(ioasid, guestSva, machine, { mm: mmB, queue: hw.workQueue('dedicated'), defaultPasid: 3 });
    expect(vdcm.open()).toBe(0);
    const pasid = container.alloc(9, 9);
    container.bind(d0, guestBindRequest(pasid, 7, 0x9000));
    hw.told = [];
    expect([vdcm.enableQueue(8), foreign.enableQueue(7), vdcm.enableQueue(7), vdcm.enableQueue(7)]).toEqual([
      -Errno.ENXIO,
      -Errno.ENXIO,
      0,
      -Errno.EBUSY,
    ]);
    vdcm.disableQueue();
    expect(vdcm.enableQueue(0)).toBe(0);
    vdcm.close();
    expect(hw.told).toEqual(['queue 9', 'queue off', 'queue 3', 'queue off']);
    expect(vdcm.programmed).toBe(INVALID_IOASID);
  });

  it('has a shared queue drained when a PASID of its mm is freed', () => {
    const vdcm = new Vdcm(ioasid, guestSva, machine, { mm: mmA, queue: hw.workQueue('shared'), defaultPasid: 3 });
    vdcm.open();
    expect(vdcm.enableQueue(7)).toBe(0);
    container.free(container.alloc(4, 9));
    succeed(vfio.open(mmB)).free(1);
    expect(hw.told).toEqual([]);
    machine.runWork();
    expect(hw.told).toEqual(['queue drain 4']);
  });
});
