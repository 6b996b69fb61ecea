import { describe, expect, it } from 'vitest';
import { encodeStructure } from './index.js';

type Unit = 'vtd' | 'smmuv3' | 'amd';

describe('a value that does not fit', () => {
  it.each<[Unit, string, Record<string, number | { lo: number; hi: number }>, string]>([
    ['vtd', 'qi.pasid_cache_inval', { PASID: 0x10_0000 }, 'PASID 1048576 does not fit 20 bits'],
    ['vtd', 'qi.dev_tlb_inval', { MIP: 32 }, 'MIP 32 does not fit 5 bits'],
    ['vtd', 'qi.iotlb_inval', { ADDR: 0x1800 }, 'ADDR is not aligned to 4096'],
    ['vtd', 'pasid_table_entry.first_stage', { FSPTPTR: { lo: 0x10, hi: 0 } }, 'FSPTPTR 0x10 is not aligned to 4096'],
    ['vtd', 'pasid_table_entry.nested', { AW: 8 }, 'AW 8 does not fit 3 bits'],
    ['vtd', 'context_entry.scalable', { PDTS: 8 }, 'PDTS 8 does not fit 3 bits'],
    ['vtd', 'vcmd.command', { CMD: 2, PASID: 0x10_0000 }, 'PASID 1048576 does not fit 20 bits'],
    ['vtd', 'reg.IQA_REG', { QS: 8 }, 'QS 8 does not fit 3 bits'],
    ['smmuv3', 'cd', { ASID: 0x1_0000 }, 'ASID 65536 does not fit 16 bits'],
    ['smmuv3', 'cd', { TTB0: { lo: 0, hi: 0x10_0000 } }, 'TTB0 0x10000000000000 does not fit 52 bits'],
    ['smmuv3', 'cd', { NAME: 1 }, 'a context descriptor has no field NAME'],
    ['smmuv3', 'ste.s1', { S1CDMax: 32 }, 'S1CDMax 32 does not fit 5 bits'],
    ['smmuv3', 'cmd.pri_resp', { PRGIndex: 512 }, 'PRGIndex 512 does not fit 9 bits'],
    ['smmuv3', 'cmd.tlbi_s2_ipa', { IPA: { lo: 0, hi: 0x10_0000 } }, 'IPA 0x10000000000000 does not fit 52 bits'],
    ['smmuv3', 'cmd.cfgi_cd', { StreamID: { lo: 0, hi: 1 } }, 'StreamID is too large'],
    ['smmuv3', 'reg.STRTAB_BASE', { ADDR: 0x20 }, 'ADDR is not aligned to 64'],
    ['amd', 'dte.gcr3', { GLX: 4 }, 'GLX 4 does not fit 2 bits'],
    ['amd', 'dte.gcr3', { GCR3TRP: 0x800 }, 'GCR3TRP is not aligned to 4096'],
    ['amd', 'cmd.invalidate_iotlb_pages', { MaxPend: 256 }, 'MaxPend 256 does not fit 8 bits'],
    ['amd', 'cmd.completion_wait', { StoreAddress: 4 }, 'StoreAddress is not aligned to 8'],
    ['amd', 'gcr3.index', { GLX: 1, PASID: 2 ** 20 }, 'PASID 1048576 does not fit 20 bits'],
    ['amd', 'reg.DEV_TAB_BASE', { Size: 512 }, 'Size 512 does not fit 9 bits'],
  ])('%s %s %o is refused by name', (unit, structure, inputs, message) => {
    expect(() => encodeStructure(unit, structure, inputs)).toThrow(RangeError);
    expect(() => encodeStructure(unit, structure, inputs)).toThrow(message);
  });
});

it('does not know structures of other units, nor names that objects have anyway', () => {
  expect(encodeStructure('amd', 'cd', {})).toBeUndefined();
  expect(encodeStructure('vtd', 'toString', {})).toBeUndefined();
  expect(encodeStructure('smmuv3', 'constructor', {})).toBeUndefined();
});

it('leaves out what explains a vector', () => {
  expect(encodeStructure('smmuv3', 'cd', { V: 1, _ssid: 5 })?.[0]).toBe(0x8000_0000);
});

describe('wide PASIDs', () => {
  const free = { CMD: 2, PASID: 0xa_bcde };
  const pages = { DeviceID: 1, PASID: 0xa_bcde, GN: 1 };

  it('are whole where the specification has a place for them', () => {
    expect([...encodeStructure('vtd', 'vcmd.command', free)!]).toEqual([0xbcde_0002, 0xa]);
    expect(encodeStructure('amd', 'cmd.invalidate_iotlb_pages.gn', pages)![1]).toBe(0x4ade_0000);
  });

  it('are cut where the driver cuts them', () => {
    expect([...encodeStructure('vtd', 'vcmd.command', free, true)!]).toEqual([0xbcde_0002, 0]);
    expect(encodeStructure('amd', 'cmd.invalidate_iotlb_pages.gn', pages, true)![1]).toBe(0x40de_0000);
  });
});
