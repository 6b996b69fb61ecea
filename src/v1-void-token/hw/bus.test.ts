import { describe, expect, it } from 'vitest';
import { BusLog } from './bus.js';

/** Kind, unit, width, address, value and aux of a record. */
function recordAt({ words }: { words: Uint32Array }, index: number) {
  const at = 6 * index;
  return {
    kind: words[at]! & 0xff,
    unit: (words[at]! >>> 8) & 0xff,
    width: words[at]! >>> 16,
    address: words[at + 2]! * 2 ** 32 + words[at + 1]!,
    value: [words[at + 3], words[at + 4]],
    aux: words[at + 5],
  };
}

describe('the recorded bus', () => {
  it('keeps what happened in order, with its cause', () => {
    const bus = new BusLog();
    bus.beginOperation(7);
    bus.site = 3;
    bus.store64(1, 0x1_2345_6788, 0xffff_fff0, 0x8000_0001);
    bus.waited(2, 8, 0x2000, 5, 6);
    const trace = bus.trace();
    expect(trace).toMatchObject({ length: 2, dropped: 0 });
    expect(recordAt(trace, 0)).toEqual({
      kind: 3,
      unit: 1,
      width: 8,
      address: 0x1_2345_6788,
      value: [0xffff_fff0, 0x8000_0001],
      aux: 0,
    });
    expect(recordAt(trace, 1)).toMatchObject({ kind: 7, unit: 2, width: 8, address: 0x2000, value: [5, 6] });
    expect([...trace.causes]).toEqual([7, 3, 7, 3]);
  });

  it('forgets the oldest records when it is full, counts them, and still tells the others in order', () => {
    const bus = new BusLog(4);
    for (let value = 0; value < 7; value++) bus.software(0, value, 0);
    const trace = bus.trace();
    expect(trace).toMatchObject({ length: 4, dropped: 3 });
    expect([0, 1, 2, 3].map((index) => recordAt(trace, index).aux)).toEqual([3, 4, 5, 6]);
    bus.clearTrace();
    expect(bus.trace()).toMatchObject({ length: 0, dropped: 0 });
  });

  it('refuses a capacity that is no power of two', () => {
    expect(() => new BusLog(1000)).toThrow('capacity 1000 of the bus is no power of two');
  });

  it('shows memory as bytes, zero where nobody stored, also across pages', () => {
    const bus = new BusLog();
    bus.store64(0, 0x1_0000_0ff8, 0x0403_0201, 0x0807_0605);
    bus.store64(0, 0x1_0000_1000, 0x0c0b_0a09, 0);
    expect([...bus.readMemory(0xffc, 1, 12)]).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0, 0]);
    expect([...bus.readMemory(0x1001, 1, 3)]).toEqual([10, 11, 12]);
    expect([...bus.readMemory(0x8000, 0, 8)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('gives memory upwards, sized and aligned to the next power of two', () => {
    const bus = new BusLog();
    const sizes = [8192, 4096, 0x2_0000, 100, 0x8000, 0x3000, 0x1000];
    expect(sizes.map((size) => bus.allocRegion(0, size, 1).toString(16))).toEqual([
      '100000000',
      '100002000',
      '100020000',
      '100040000',
      '100048000',
      '100050000',
      '100054000',
    ]);
    expect(recordAt(bus.trace(), 2)).toMatchObject({ kind: 8, address: 0x1_0002_0000, value: [0x2_0000, 0], aux: 1 });
  });
});
