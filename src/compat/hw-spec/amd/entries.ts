/** AMD device table and guest CR3 table (reference 3.2, 3.3). */
import { address, bits, flag, split } from '../field.js';
import { structure } from '../structure.js';

export const deviceTableEntry = structure({
  unit: 'amd',
  name: 'dte',
  title: 'device table entry, one device',
  group: 'entry',
  section: 'AMD IOMMU 2.2.2.1',
  size: 4,
  fields: [
    flag('V', 0, { 0: 'not valid', 1: 'valid' }),
    flag('TV', 1, { 1: 'translation fields valid' }),
    bits('HAD', 8, 7),
    bits('Mode', 11, 9, { 0: 'no host paging' }),
    address('HostPTRoot', 51, 12),
    flag('PPR', 52, { 1: 'page requests on' }),
    flag('GIoV', 54),
    flag('GV', 55, { 1: 'guest translation on' }),
    bits('GLX', 57, 56, { 0: 'one level', 1: 'two levels', 2: 'three levels' }),
    split('GCR3TRP', 'address', [60, 58, 12], [95, 80, 15], [127, 107, 31]),
    flag('IR', 61, { 1: 'reads allowed' }),
    flag('IW', 62, { 1: 'writes allowed' }),
    bits('DomainID', 79, 64),
    flag('I', 96, { 1: 'ATS on' }),
    flag('SE', 97),
    flag('SA', 98),
    bits('IoCtl', 100, 99),
    flag('Cache', 101),
    flag('SD', 102),
    flag('EX', 103),
    bits('SysMgt', 105, 104),
    bits('Interrupt 0', 191, 128),
    bits('Interrupt 1', 255, 192),
  ],
});

export const gcr3Directory = structure({
  unit: 'amd',
  name: 'gcr3.directory_entry',
  title: 'GCR3 directory entry',
  group: 'entry',
  section: 'AMD IOMMU 2.2',
  size: 1,
  fields: [flag('V', 0, { 0: 'not valid', 1: 'valid' }), address('GCR3TableAddress', 51, 12)],
});

export const gcr3Entry = structure({
  unit: 'amd',
  name: 'gcr3.entry',
  title: 'GCR3 entry, one PASID',
  group: 'entry',
  section: 'AMD IOMMU 2.2',
  size: 1,
  fields: [flag('V', 0, { 0: 'not valid', 1: 'valid' }), address('GCR3', 51, 12)],
});

export const amdEntries = [deviceTableEntry, gcr3Directory, gcr3Entry];
