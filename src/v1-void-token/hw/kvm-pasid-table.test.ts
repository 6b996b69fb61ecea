import { beforeEach, expect, it } from 'vitest';
import { BUS_MEM_WRITE, BUS_REGION, BUS_SOFTWARE, BusLog } from './bus.js';
import { KvmPasidTable } from './kvm-pasid-table.js';

let bus: BusLog;
let tables: KvmPasidTable;

beforeEach(() => {
  bus = new BusLog();
  tables = new KvmPasidTable(bus, 0);
  tables.allocate();
});

function records() {
  const { words, length } = bus.trace();
  return Array.from({ length }, (_, index) => {
    const [head, low, , value, , aux] = words.slice(6 * index, 6 * index + 6);
    return { kind: head! & 0xff, width: (head! >>> 16) & 0xff, low, value, aux };
  });
}

it('puts the low half of the guest PASIDs in the first directory, the high half in the second', () => {
  bus.clearTrace();
  expect(tables.write(0x0_0401, 77)).toBe(true);
  expect(tables.write(0x8_0000, 78)).toBe(true);
  expect(records()).toEqual([
    { kind: BUS_REGION, width: 0, low: 0x2000, value: 4096, aux: 49 },
    { kind: BUS_MEM_WRITE, width: 8, low: 0x8, value: 0x2001, aux: 0 },
    { kind: BUS_MEM_WRITE, width: 4, low: 0x2004, value: 0x8000_004d, aux: 0 },
    { kind: BUS_REGION, width: 0, low: 0x3000, value: 4096, aux: 49 },
    { kind: BUS_MEM_WRITE, width: 8, low: 0x1000, value: 0x3001, aux: 0 },
    { kind: BUS_MEM_WRITE, width: 4, low: 0x3000, value: 0x8000_004e, aux: 0 },
  ]);
});

it('finds what was written, and nothing else', () => {
  tables.write(5, 0xf_ffff);
  expect([5, 6, 0x405, 0x10_0000].map((guest) => tables.lookUp(guest))).toEqual([0xf_ffff, null, null, null]);
  tables.clear(5);
  expect(tables.lookUp(5)).toBe(null);
});

it('refuses PASIDs of more than 20 bits, and has no table after release', () => {
  expect([tables.write(0x10_0000, 1), tables.write(1, 0x10_0000)]).toEqual([false, false]);
  tables.write(1, 2);
  tables.release();
  expect(tables.lookUp(1)).toBe(null);
});

it('shows that virtual CPUs are kept out while an entry is cleared', () => {
  tables.write(1, 2);
  bus.clearTrace();
  tables.blockVmEntry();
  tables.clear(1);
  tables.unblockVmEntry();
  expect(records().map(({ kind, aux }) => [kind, aux])).toEqual([
    [BUS_SOFTWARE, 5],
    [BUS_MEM_WRITE, 0],
    [BUS_SOFTWARE, 6],
  ]);
});
