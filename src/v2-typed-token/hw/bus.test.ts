import { describe, expect, it } from 'vitest';
import { BusLog } from './bus.js';
import { PhysicalMemory } from './memory.js';

const record = (bus: BusLog, index: number): number[] => [...bus.trace().words.subarray(6 * index, 6 * index + 6)];

describe('the recorded bus', () => {
  it('lays a store out as kind, unit and width, then address, value and aux', () => {
    const bus = new BusLog(4);
    bus.store64(2, 0x1_2345_6788, 0xdead_beef, 0x8000_0001);
    expect(record(bus, 0)).toEqual([3 | (2 << 8) | (8 << 16), 0x2345_6788, 1, 0xdead_beef, 0x8000_0001, 0]);
  });

  it('names every kind by the number of the trace format', () => {
    const bus = new BusLog(16);
    const device = { writeRegister: () => undefined, readLow: () => 7, readHigh: () => 9 };
    bus.writeRegister(0, device, 4, 0x88, 1);
    bus.readRegister(0, device, 8, 0xc0);
    bus.store32(0, 0x1000, 5);
    bus.deviceStore32(0, 0x1000, 6);
    bus.flushCache(0, 0x1000, 64);
    bus.barrier(0);
    bus.waited(0, 4, 0x1000, 2);
    bus.allocate(0, 'gcr3', 1);
    bus.interrupt(0, 0xdc, 1);
    bus.switchPci(0, 0x108, 'pasid', true);
    bus.software(0, 'unblockVmEntry', 3);
    const heads = Array.from({ length: 11 }, (_, index) => (record(bus, index)[0] as number) & 0xff);
    expect(heads).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(record(bus, 1)).toEqual([2 | (8 << 16), 0xc0, 0, 7, 9, 0]);
    expect(record(bus, 7)).toEqual([8, 0, 1, 1, 0, 33]);
    expect(record(bus, 9)).toEqual([10, 0x108, 0, 1, 0, 3]);
    expect(record(bus, 10)).toEqual([11, 0, 0, 3, 0, 6]);
  });

  it('overwrites the oldest record when it is full, and counts that', () => {
    const bus = new BusLog(3);
    for (let value = 0; value < 8; value++) bus.store32(0, 0x1000, value);
    const { length, dropped, words, causes } = bus.trace();
    expect([length, dropped, words.length, causes.length]).toEqual([3, 5, 18, 6]);
    expect([words[3], words[9], words[15]]).toEqual([5, 6, 7]);
    bus.clearTrace();
    expect(bus.trace()).toMatchObject({ length: 0, dropped: 0 });
    expect(bus.readMemory(0x1000, 0, 4)).toEqual(Uint8Array.of(7, 0, 0, 0));
  });

  it('writes down which operation caused a record', () => {
    const bus = new BusLog(2);
    bus.beginOperation(41);
    bus.site = 5;
    bus.barrier(0);
    expect([...bus.trace().causes]).toEqual([41, 5]);
  });

  it('refuses a ring without room', () => {
    expect(() => new BusLog(0)).toThrow(RangeError);
  });
});

describe('physical memory', () => {
  it('reads zero where nobody wrote, near and far', () => {
    const memory = new PhysicalMemory();
    expect([memory.read32(0), memory.read32(0x1_0000_0000), memory.read32(2 ** 51)]).toEqual([0, 0, 0]);
    memory.write64(2 ** 51, 1, 2);
    memory.write64(0x1_0000_0ff8, 3, 4);
    expect([...memory.readBytes(2 ** 51, 8)]).toEqual([1, 0, 0, 0, 2, 0, 0, 0]);
    expect([...memory.readBytes(0x1_0000_0ffb, 6)]).toEqual([0, 4, 0, 0, 0, 0]);
  });

  it('hands out aligned powers of two from 4 GiB upwards', () => {
    const memory = new PhysicalMemory();
    expect([8192, 1, 131_072, 4097].map((size) => memory.allocate(size))).toEqual([
      0x1_0000_0000, 0x1_0000_2000, 0x1_0002_0000, 0x1_0004_0000,
    ]);
    expect(memory.nextFree).toBe(0x1_0004_2000);
    expect(() => memory.allocate(0)).toThrow('allocation of 0 bytes');
  });
});
