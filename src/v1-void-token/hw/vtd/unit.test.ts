import { describe, expect, it } from 'vitest';
import { BusLog } from '../bus.js';
import { capabilities } from './capabilities.js';
import { VtdIommu } from './iommu.js';
import { qiPasidIotlb } from './qi-descriptor.js';

const none = {
  cachingMode: false,
  rwbf: false,
  fs5lp: false,
  drain: false,
  coherent: false,
  nest: false,
  srs: false,
  eafs: false,
  smpwcs: false,
  scalable: false,
  virtualCommands: false,
};
/** ND 6, SAGAW 4 levels, MGAW 47; ECAP: QI, DT, PRS, PSS 19, PASID, PDS, SSTS, FSTS. */
const bare = { capLo: 0x2f_0406, capHi: 0, ecapLo: 0x2000_0006, ecapHi: 0xc598, vcs: false };

describe('what a unit can do', () => {
  it('is what every unit can, without options', () => {
    expect(capabilities(none)).toEqual(bare);
  });

  it.each([
    ['rwbf', { capLo: 0x10 }],
    ['cachingMode', { capLo: 0x80 }],
    ['drain', { capHi: 0xc0_0000 }],
    ['fs5lp', { capHi: 0x1000_0000 }],
    ['coherent', { ecapLo: 1 }],
    ['nest', { ecapLo: 0x400_0000 }],
    ['srs', { ecapLo: 0x8000_0000 }],
    ['eafs', { ecapHi: 4 }],
    ['scalable', { ecapHi: 0x800 }],
    ['smpwcs', { ecapHi: 0x1_0000 }],
  ] as const)('has the bits of %s', (name, added) => {
    const wanted = { ...bare };
    for (const [half, bits] of Object.entries(added)) wanted[half as 'capLo' | 'ecapHi'] += bits;
    expect(capabilities({ ...none, [name]: true })).toEqual(wanted);
  });
});

describe('a unit', () => {
  it('puts its number on every record', () => {
    const bus = new BusLog();
    const iommu = new VtdIommu(bus, { unit: 3 });
    iommu.boot();
    iommu.submit([qiPasidIotlb(2, 5, 7)]);
    const { words, length } = bus.trace();
    const units = Array.from({ length }, (_, index) => (words[6 * index]! >>> 8) & 0xff);
    expect(new Set(units)).toEqual(new Set([3]));
  });

  it('takes no answer of an earlier round for that of a descriptor that waits', () => {
    const bus = new BusLog();
    const iommu = new VtdIommu(bus, { unit: 0 });
    iommu.boot();
    const done = 2;
    for (let slot = 0; slot < 256; slot++) bus.memory.write32(iommu.statusBase + 4 * slot, done);
    iommu.device.faults.stalled = 20;
    expect(iommu.submit([qiPasidIotlb(2, 5, 7)])).toBe(0);
    expect(iommu.device.iqh).toBe(2 * 32);
  });
});
