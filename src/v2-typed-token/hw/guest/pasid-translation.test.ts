import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../machine.js';

/** Kind, aux, low address half and value of each record. */
function records(machine: Machine): number[][] {
  const { words, length } = machine.bus.trace();
  return Array.from(
    { length },
    (_, i) => [words[6 * i] as number, words[6 * i + 5], words[6 * i + 1], words[6 * i + 3]] as number[],
  );
}

const [store8, store4, region, software] = [3 | (8 << 16), 3 | (4 << 16), 8, 11];

describe('guest PASID translation', () => {
  it('gives the host PASID that was set, on both sides of bit 19', () => {
    const guest = createMachine().addGuest();
    for (const pasid of [0, 1, 0x3ff, 0x400, 0x7_ffff, 0x8_0000, 0xf_ffff]) {
      guest.set(pasid, 0xf_ffff - pasid);
      expect(guest.translate(pasid)).toEqual({ kind: 'host', pasid: 0xf_ffff - pasid });
    }
    expect(guest.translate(2)).toEqual({ kind: 'exit', why: 'table-entry' });
    expect(guest.translate(0x1_0000)).toEqual({ kind: 'exit', why: 'directory-entry' });
  });

  it('stores the directory entry of a new table before the table entry', () => {
    const machine = createMachine();
    const guest = machine.addGuest();
    machine.bus.clearTrace();
    guest.set(0x8_0401, 0x12345);
    expect(records(machine)).toEqual([
      [region, 49, 0x2000, 4096],
      [store8, 0, 0x1008, 0x2001],
      [store4, 0, 0x2004, 0x8001_2345],
    ]);
  });

  it('blocks VM entry around a clear, and only then', () => {
    const machine = createMachine();
    const guest = machine.addGuest();
    guest.set(5, 9);
    machine.bus.clearTrace();
    expect(guest.clear(5)).toBe('cleared');
    expect(records(machine)).toEqual([
      [software, 5, 0, 0],
      [store4, 0, 0x2014, 0],
      [software, 6, 0, 0],
    ]);
    machine.bus.clearTrace();
    expect([guest.clear(5), guest.clear(0x9_0000)]).toEqual(['was-clear', 'was-clear']);
    expect(records(machine)).toEqual([]);
  });

  it('leaves the guest on reserved bits', () => {
    const machine = createMachine();
    const guest = machine.addGuest();
    guest.set(5, 9);
    machine.bus.memory.write32(0x1_0000_2014, 0x8010_0009);
    expect(guest.translate(5)).toEqual({ kind: 'exit', why: 'reserved-bits' });
    machine.bus.memory.write32(0x1_0000_0000, 0x2003);
    expect(guest.translate(5)).toEqual({ kind: 'exit', why: 'reserved-bits' });
  });

  it('refuses PASIDs of more than 20 bits', () => {
    const guest = createMachine().addGuest();
    expect(() => guest.set(0x10_0000, 1)).toThrow('guest PASID 1048576 does not fit 20 bits');
    expect(() => guest.set(1, -1)).toThrow('host PASID -1');
  });
});
