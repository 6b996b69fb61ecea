import { beforeEach, describe, expect, it } from 'vitest';
import { BUS_INTERRUPT, BUS_MMIO_READ, BUS_PCI, BUS_WAIT, BusLog } from '../bus.js';
import { completionWait, invAddress, invAll, invIommuPages } from './command.js';
import { AmdDeviceTable } from './device-table.js';
import { type AmdEndpoint, AmdProtectionDomain } from './domain.js';
import { AmdIommu } from './iommu.js';
import { completePprRequest, pollPprLog } from './ppr.js';
import type { PprEntry } from './ppr-log.js';

let bus: BusLog;
let iommu: AmdIommu;
let table: AmdDeviceTable;

beforeEach(() => {
  bus = new BusLog();
  iommu = new AmdIommu(bus, { unit: 0 });
  iommu.boot();
  table = new AmdDeviceTable(bus, 0x8000);
  iommu.setDeviceTable(table);
  bus.clearTrace();
});

function records(kind: number): number[][] {
  const { words, length } = bus.trace();
  return Array.from({ length }, (_, index) => [...words.slice(6 * index, 6 * index + 6)]).filter(
    ([head]) => (head! & 0xff) === kind,
  );
}

const flush = invIommuPages({ domid: 7, address: 0x1000, s: 0, pde: 0 });
const opcodeAt = (slot: number): number => bus.memory.read32(iommu.cmdBuf + 16 * slot + 4) >>> 28;
const endpoint = (devid: number, more: Partial<AmdEndpoint> = {}): AmdEndpoint => {
  table.init(devid);
  return { devid, iommu, qdep: 8, v2: true, aliases: [], ats: false, ...more };
};

describe('the command buffer', () => {
  it('waits only for what was queued', () => {
    expect(iommu.completionWait()).toBe(0);
    expect(records(BUS_WAIT)).toEqual([]);
    iommu.queueCommand(flush);
    expect(iommu.completionWait()).toBe(0);
    expect(iommu.completionWait()).toBe(0);
    expect(records(BUS_WAIT)).toHaveLength(1);
  });

  it('gives up on a wait that stores nothing', () => {
    iommu.device.faults.lostWaitAfter = 0;
    iommu.queueCommand(flush);
    expect(iommu.completionWait()).toBe(-5);
    expect(records(BUS_WAIT)).toEqual([]);
    iommu.queueCommand(flush);
    expect(iommu.completionWait()).toBe(0);
    expect(records(BUS_WAIT)[0]?.[3]).toBe(2);
  });

  it('waits while commands are not taken', () => {
    iommu.device.faults.stalled = 5;
    iommu.queueCommand(flush);
    expect(iommu.completionWait()).toBe(0);
  });

  it('asks for the head when there is little room, until there is some', () => {
    iommu.device.faults.stalled = 3;
    for (let each = 0; each < 509; each++) iommu.queueCommand(flush);
    expect(records(BUS_MMIO_READ)).toEqual([]);
    expect(iommu.queueCommand(flush)).toBe(0);
    const heads = records(BUS_MMIO_READ).map(([, , , head]) => head);
    expect(heads).toEqual([0, 0, 0x1fd0]);
  });

  it('gives up when no room comes', () => {
    iommu.device.faults.stalled = Number.MAX_SAFE_INTEGER;
    for (let each = 0; each < 509; each++) iommu.queueCommand(flush);
    expect(iommu.queueCommand(flush)).toBe(-5);
  });

  it('stops at an illegal command until it is enabled again', () => {
    iommu.device.faults.illegalAfter = 1;
    for (let each = 0; each < 3; each++) iommu.queueCommand(flush);
    expect([iommu.device.stopped, iommu.device.cmdHead]).toEqual([true, 16]);
    expect(iommu.completionWait()).toBe(-5);
    iommu.enableCommandBuffer(iommu.cmdBuf);
    expect(iommu.queueCommand(invAll())).toBe(0);
    expect(iommu.completionWait()).toBe(0);
  });

  it('finds opcodes illegal that no IOMMU has', () => {
    iommu.queueCommand(Uint32Array.of(0, 0x6000_0000, 0, 0));
    expect(iommu.device.stopped).toBe(true);
  });

  it('raises an interrupt for a wait that asks for one, and stores nothing unless asked', () => {
    iommu.queueCommand(completionWait({ s: 0, i: 1 }, iommu.semaphore, 9));
    expect(records(BUS_INTERRUPT)).toHaveLength(1);
    expect(bus.memory.read32(iommu.semaphore)).toBe(0);
    expect(iommu.device.read(0x2020)).toBe(4);
    iommu.writel(0x2020, 4);
    expect(iommu.device.read(0x2020)).toBe(0);
  });
});

describe('domains', () => {
  const domain = (options = {}) => new AmdProtectionDomain(bus, table, [iommu], { id: 7, ...options });

  it('refuse a guest table beside host paging, or without one', () => {
    expect(domain().setGcr3(1, 0x5000)).toBe(-22);
    const paging = domain({ mode: 3, hostRoot: 0x9000 });
    expect(paging.enableV2(512)).toBe(0);
    expect([paging.setGcr3(1, 0x5000), paging.clearGcr3(1)]).toEqual([-22, -22]);
  });

  it('get a guest table once, before any device, and no larger than the IOMMU has', () => {
    const small = new AmdIommu(bus, { unit: 0, glxMax: 1 });
    const other = new AmdProtectionDomain(bus, table, [small], { id: 9 });
    expect([other.enableV2(2 ** 20), other.enableV2(2 ** 16), other.enableV2(2 ** 16)]).toEqual([-22, 0, -16]);
    const used = domain();
    used.attachDevice(endpoint(264));
    expect(used.enableV2(512)).toBe(-16);
  });

  it('keep the page of a root, not what stands below it', () => {
    const guest = domain();
    guest.enableV2(512);
    expect(guest.setGcr3(3, 0x5123)).toBe(0);
    const leaf = (guest.gcr3?.root ?? 0) + 8 * 3;
    expect([bus.memory.read32(leaf), bus.memory.read32(leaf + 4)]).toEqual([0x5001, 0]);
  });

  it('switch the capabilities of their devices on and off', () => {
    const guest = domain();
    guest.enableV2(512);
    const device = endpoint(264);
    expect([guest.attachDevice(device), guest.attachDevice(device)]).toEqual([0, -16]);
    guest.detachDevice(device);
    guest.detachDevice(device);
    const switched = records(BUS_PCI).map(([, devid, , on, , capability]) => [devid, capability, on]);
    expect(switched).toEqual([
      [264, 3, 1],
      [264, 2, 0],
      [264, 2, 1],
      [264, 1, 1],
      [264, 1, 0],
      [264, 2, 0],
      [264, 3, 0],
    ]);
  });

  it('give the entry to every id of the device', () => {
    const guest = domain({ giov: true });
    guest.enableV2(512);
    table.init(300);
    guest.doAttach(endpoint(264, { aliases: [300] }));
    const entry = (devid: number) => bus.readMemory(table.entryOf(devid) - 2 ** 32, 1, 32);
    expect(entry(300)).toEqual(entry(264));
    expect(entry(264)[6]! >>> 6).toBe(3);
    expect([0, 1].map(opcodeAt)).toEqual([2, 2]);
  });

  it('keep what system management marked, and its write permission', () => {
    const device = endpoint(264);
    const at = table.entryOf(264);
    bus.memory.write64(at + 8, 0x1234, 0x1ff);
    table.clear(264);
    expect([bus.memory.read32(at), bus.memory.read32(at + 4)]).toEqual([3, 0x4000_0000]);
    expect([bus.memory.read32(at + 8), bus.memory.read32(at + 12)]).toEqual([0, 0x1ff]);
    const paging = domain({ mode: 3, hostRoot: 0x9000 });
    paging.doAttach(device);
    expect(bus.memory.read32(at)).toBe(0x9603);
  });

  it('have no entry for a device beyond the table', () => {
    expect(() => table.entryOf(1024)).toThrow('device 1024 has no entry');
  });
});

describe('page requests', () => {
  const entry: PprEntry = { eventCode: 1, devid: 264, pasid: 0x8_0031, tag: 0x155, flags: 0x104, address: 0x7f000 };

  it('are delivered from the log, what is no page request is dropped', () => {
    expect(iommu.device.pageRequest(entry)).toBe(false);
    iommu.enablePprLog();
    expect(iommu.device.pageRequest(entry)).toBe(true);
    expect(iommu.device.pageRequest({ ...entry, eventCode: 2 })).toBe(true);
    const seen: PprEntry[] = [];
    expect(pollPprLog(iommu, (each) => seen.push(each))).toBe(2);
    expect(seen).toEqual([{ ...entry, address: { lo: 0x7f000, hi: 0 } }]);
    expect(iommu.device.pprHead).toBe(32);
    expect([...bus.readMemory(iommu.device.pprLog - 2 ** 32, 1, 32)].every((byte) => byte === 0)).toBe(true);
  });

  it('are lost when the log is full', () => {
    iommu.enablePprLog();
    let taken = 0;
    while (iommu.device.pageRequest(entry)) taken++;
    expect(taken).toBe(511);
  });

  it('are answered with nine bits of the tag, and the PASID where the device uses it', () => {
    completePprRequest(iommu, { devid: 264, pasid: 49, status: 1, tag: 0x355, gn: true });
    completePprRequest(iommu, { devid: 264, pasid: 49, status: 0xf, tag: 0x55, gn: false });
    const words = [0, 1].map((slot) => [0, 4, 8, 12].map((word) => bus.memory.read32(iommu.cmdBuf + 16 * slot + word)));
    expect(words).toEqual([
      [264, 0x7000_0031, 4, 0x1155],
      [264, 0x7000_0000, 0, 0xf055],
    ]);
  });
});

it.each([
  [0x1234_5678, 1, 0x1234_5000, 0],
  [0x1_0000, 0x1000, 0x1_0000, 0],
  [0, 0x1_0000, 0x7000, 1],
  [0x6175_be7d_1000, 0x20_0000, 0x6175_be7f_f000, 1],
  [0x1000, 2 ** 52, 2 ** 63 - 4096, 1],
])('widens %i and %i bytes to an address that tells the size', (address, bytes, expected, s) => {
  const { lo, hi, s: size } = invAddress(address, bytes);
  expect([hi * 2 ** 32 + lo, size]).toEqual([expected, s]);
});
