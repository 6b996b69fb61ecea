import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitField } from './bit-field.js';
import { encodeStructure } from './encode.js';
import { Structure } from './layout.js';

const run = fc.record({ low: fc.integer({ min: 0, max: 255 }), width: fc.integer({ min: 1, max: 64 }) });
const inOneWord = run.filter(({ low, width }) => (low % 64) + width <= 64);

/** The same field by bigint arithmetic on the whole structure. */
function reference(low: number, width: number, value: bigint): bigint {
  return (value & ((1n << BigInt(width)) - 1n)) << BigInt(low);
}

function joined(words: Uint32Array): bigint {
  return [...words].reduceRight((all, word) => (all << 32n) | BigInt(word), 0n);
}

describe('a field', () => {
  it('puts a value where bigint arithmetic puts it, and leaves every other bit', () => {
    fc.assert(
      fc.property(
        inOneWord,
        fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
        fc.boolean(),
        ({ low, width }, raw, ones) => {
          const value = BigInt.asUintN(width, raw);
          const words = new Uint32Array(8).fill(ones ? 0xffff_ffff : 0);
          const before = joined(words) & ~reference(low, width, -1n);
          const field = new BitField('field', { low, width }, 4);
          field.put(words, 0, { lo: Number(value & 0xffff_ffffn), hi: Number(value >> 32n) });
          expect(joined(words)).toBe(before | reference(low, width, value));
          field.clear(words, 0);
          expect(joined(words)).toBe(before);
        },
      ),
    );
  });

  it('reads back what it put, below 2^53', () => {
    fc.assert(
      fc.property(inOneWord, fc.maxSafeNat(), ({ low, width }, raw) => {
        const value = raw % 2 ** Math.min(width, 53);
        const words = new Uint32Array(8).fill(0xffff_ffff);
        const field = new BitField('field', { low, width }, 4);
        field.put(words, 0, value);
        field.clear(words, 0);
        field.put(words, 0, value);
        expect(field.get(words)).toBe(value);
      }),
    );
  });

  it('takes an address in place as a number or as two halves', () => {
    fc.assert(
      fc.property(inOneWord, fc.maxSafeNat(), ({ low, width }, raw) => {
        const shift = low % 64;
        const mask = ((1n << BigInt(width)) - 1n) << BigInt(shift);
        const value = BigInt(raw) & mask;
        const field = new BitField('field', { low, width, shift }, 4);
        const [one, two] = [new Uint32Array(8).fill(0x5555_5555), new Uint32Array(8).fill(0x5555_5555)];
        field.put(one, 0, Number(value));
        field.put(two, 0, { lo: Number(value & 0xffff_ffffn), hi: Number(value >> 32n) });
        expect(one).toEqual(two);
        expect(field.get(one)).toBe(Number(value));
        const outside = (BigInt(raw) | 1n) & ~mask;
        if (outside !== 0n) expect(() => field.put(one, 0, Number(outside))).toThrow('field: 0x');
      }),
    );
  });

  it('refuses a value with one bit too many, whatever its place', () => {
    fc.assert(
      fc.property(
        inOneWord.filter(({ width }) => width < 64),
        ({ low, width }) => {
          const value = 1n << BigInt(width);
          const wide = { lo: Number(value & 0xffff_ffffn), hi: Number(value >> 32n) };
          const field = new BitField('thing.part', { low, width }, 4);
          expect(() => field.put(new Uint32Array(8), 0, wide)).toThrow(
            `thing.part: 0x${value.toString(16)} does not fit`,
          );
        },
      ),
    );
  });

  it('refuses numbers that are no unsigned integers, and addresses that are not aligned', () => {
    const field = new BitField('entry.ADDR', { low: 12, width: 52, shift: 12 }, 1);
    const words = new Uint32Array(2);
    for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => field.put(words, 0, value)).toThrow('entry.ADDR');
    expect(() => field.put(words, 0, 0x1800)).toThrow('entry.ADDR: 0x1800 is not aligned to 4096 (field width 52)');
    expect([...words]).toEqual([0, 0]);
  });

  it('may not cross a 64-bit word', () => {
    expect(() => new Structure('wide', 2, { field: { low: 60, width: 8 } })).toThrow(
      'wide.field: bits 60+8 cross a word',
    );
  });
});

describe('encoding by name', () => {
  it('does not know every name', () => {
    expect(encodeStructure('vtd', 'qi.nothing', {})).toBeUndefined();
    expect(encodeStructure('amd', 'toString', {})).toBeUndefined();
  });

  it('names the field, the value and the width of what does not fit', () => {
    expect(() => encodeStructure('vtd', 'qi.pasid_cache_inval', { PASID: 0x10_0000 })).toThrow(
      'qi.pasid_cache_inval.PASID: 0x100000 does not fit 20 bits (field width 20)',
    );
    expect(() => encodeStructure('smmuv3', 'cmd.resume', { Opcode: 0x45 })).toThrow('cmd.resume.Opcode: 0x45');
    expect(() => encodeStructure('amd', 'dte', { Volume: 1 })).toThrow('dte has no field Volume: its fields are V, TV');
    expect(() => encodeStructure('amd', 'gcr3.index', { PASID: 1 })).toThrow('gcr3.index: GLX is missing');
    expect(() => encodeStructure('smmuv3', 'queue.full', { LOG2SIZE: 8, PROD: 1 })).toThrow(
      'queue.full: CONS is missing',
    );
  });

  it('plays what the drivers get wrong only when it is asked to', () => {
    const free = { CMD: 2, PASID: 0xabcde };
    expect(encodeStructure('vtd', 'vcmd.command', free)).toEqual(Uint32Array.of(0xbcde_0002, 0xa));
    expect(encodeStructure('vtd', 'vcmd.command', free, true)).toEqual(Uint32Array.of(0xbcde_0002, 0));
    const pages = { DeviceID: 1, PASID: 0xabcde, GN: 1 };
    const exact = encodeStructure('amd', 'cmd.invalidate_iotlb_pages.gn', pages) as Uint32Array;
    const driver = encodeStructure('amd', 'cmd.invalidate_iotlb_pages.gn', pages, true) as Uint32Array;
    expect(encodeStructure('amd', 'cmd.invalidate_iotlb_pages.gn.driver_truncated', pages)).toEqual(driver);
    expect([exact[1], driver[1]]).toEqual([0x4ade_0000, 0x40de_0000]);
    expect(exact[0]).toBe(0x00bc_0001);
  });
});
