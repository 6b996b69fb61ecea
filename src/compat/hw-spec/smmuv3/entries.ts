/** SMMUv3 stream table entries and context descriptors (reference 2.3, 2.4). */
import { address, bits, flag } from '../field.js';
import { structure } from '../structure.js';

const cacheability = {
  0: 'non-cacheable',
  1: 'write-back, read and write allocate',
  2: 'write-through',
  3: 'write-back',
};
const shareability = { 0: 'non-shareable', 2: 'outer', 3: 'inner' };
const granule = { 0: '4 KiB', 1: '64 KiB', 2: '16 KiB' };

/** Values of STE.Config. */
export const steConfig = { abort: 0, bypass: 4, stage1: 5, stage2: 6, nested: 7 } as const;

export const streamTableEntry = structure({
  unit: 'smmuv3',
  name: 'ste',
  title: 'stream table entry, one stream',
  group: 'entry',
  section: 'SMMUv3 5.2',
  size: 8,
  fields: [
    flag('V', 0, { 0: 'not valid', 1: 'valid' }),
    bits('Config', 3, 1, { 0: 'abort', 4: 'bypass', 5: 'stage 1', 6: 'stage 2', 7: 'nested' }),
    bits('S1Fmt', 5, 4, { 0: 'linear', 1: 'two-level, 4 KiB leaves', 2: 'two-level, 64 KiB leaves' }),
    address('S1ContextPtr', 51, 6),
    bits('S1CDMax', 63, 59),
    bits('S1DSS', 65, 64, { 0: 'terminate', 1: 'bypass stage 1', 2: 'use descriptor 0' }),
    bits('S1CIR', 67, 66, cacheability),
    bits('S1COR', 69, 68, cacheability),
    bits('S1CSH', 71, 70, shareability),
    flag('S1STALLD', 91, { 1: 'stalls disabled' }),
    bits('EATS', 93, 92, { 0: 'ATS aborted', 1: 'full ATS', 2: 'split ATS' }),
    bits('STRW', 95, 94, { 0: 'NS-EL1', 2: 'EL2' }),
    bits('SHCFG', 109, 108, { 1: 'incoming' }),
    bits('S2VMID', 143, 128),
    bits('S2T0SZ', 165, 160),
    bits('S2SL0', 167, 166),
    bits('S2IR0', 169, 168, cacheability),
    bits('S2OR0', 171, 170, cacheability),
    bits('S2SH0', 173, 172, shareability),
    bits('S2TG', 175, 174, granule),
    bits('S2PS', 178, 176),
    flag('S2AA64', 179),
    flag('S2ENDI', 180),
    flag('S2PTW', 182),
    flag('S2R', 186),
    address('S2TTB', 243, 196),
  ],
});

export const streamTableL1 = structure({
  unit: 'smmuv3',
  name: 'strtab_l1_desc',
  title: 'level 1 stream table descriptor',
  group: 'entry',
  section: 'SMMUv3 5.1',
  size: 1,
  fields: [bits('Span', 4, 0, { 0: 'not valid' }), address('L2Ptr', 51, 6)],
});

export const contextDescriptorL1 = structure({
  unit: 'smmuv3',
  name: 'cd_l1_desc',
  title: 'level 1 context descriptor',
  group: 'entry',
  section: 'SMMUv3 5.3',
  size: 1,
  fields: [flag('V', 0, { 0: 'not valid', 1: 'valid' }), address('L2Ptr', 51, 12)],
});

export const contextDescriptor = structure({
  unit: 'smmuv3',
  name: 'cd',
  title: 'context descriptor, one substream',
  group: 'entry',
  section: 'SMMUv3 5.4',
  size: 8,
  fields: [
    bits('T0SZ', 5, 0),
    bits('TG0', 7, 6, granule),
    bits('IR0', 9, 8, cacheability),
    bits('OR0', 11, 10, cacheability),
    bits('SH0', 13, 12, shareability),
    flag('EPD0', 14, { 1: 'no TTB0 walks' }),
    flag('ENDI', 15),
    flag('EPD1', 30, { 1: 'no TTB1 walks' }),
    flag('V', 31, { 0: 'not valid', 1: 'valid' }),
    bits('IPS', 34, 32),
    flag('TBI0', 38),
    flag('AA64', 41),
    flag('S', 44, { 1: 'may stall' }),
    flag('R', 45),
    flag('A', 46),
    flag('ASET', 47, { 0: 'shared ASID', 1: 'private ASID' }),
    bits('ASID', 63, 48),
    address('TTB0', 115, 68),
    bits('MAIR', 255, 192),
  ],
});

export const smmuEntries = [streamTableEntry, streamTableL1, contextDescriptorL1, contextDescriptor];
