/** VT-d translation structures in scalable mode (reference 1.3). */
import { address, bits, flag } from '../field.js';
import { structure } from '../structure.js';

export const rootEntry = structure({
  unit: 'vtd',
  name: 'root_entry.scalable',
  title: 'root entry, one bus',
  group: 'entry',
  section: 'VT-d 9.2',
  size: 2,
  fields: [flag('LP', 0), address('LCTP', 63, 12), flag('UP', 64), address('UCTP', 127, 76)],
});

export const contextEntry = structure({
  unit: 'vtd',
  name: 'context_entry.scalable',
  title: 'context entry, one device',
  group: 'entry',
  section: 'VT-d 9.4',
  size: 4,
  fields: [
    flag('P', 0, { 0: 'not present', 1: 'present' }),
    flag('FPD', 1, { 0: 'faults reported', 1: 'faults not reported' }),
    flag('DTE', 2, { 0: 'device-TLB off', 1: 'device-TLB on' }),
    flag('PASIDE', 3, { 0: 'requests with PASID refused', 1: 'requests with PASID allowed' }),
    flag('PRE', 4, { 0: 'page requests refused', 1: 'page requests allowed' }),
    flag('HPTE', 5),
    flag('EPTR', 6),
    bits('PDTS', 11, 9, {
      0: '2^7 directory entries',
      1: '2^8 directory entries',
      2: '2^9 directory entries',
      3: '2^10 directory entries',
      4: '2^11 directory entries',
      5: '2^12 directory entries',
      6: '2^13 directory entries',
      7: '2^14 directory entries',
    }),
    address('PASIDDIRPTR', 63, 12),
    bits('RID_PASID', 83, 64),
    flag('RID_PRIV', 84),
  ],
});

export const pasidDirectoryEntry = structure({
  unit: 'vtd',
  name: 'pasid_dir_entry',
  title: 'PASID directory entry, 64 PASIDs',
  group: 'entry',
  section: 'VT-d 9.5',
  size: 1,
  fields: [
    flag('P', 0, { 0: 'not present', 1: 'present' }),
    flag('FPD', 1, { 0: 'faults reported', 1: 'faults not reported' }),
    address('SMPTBLPTR', 63, 12),
  ],
});

/** Values of PGTT (VT-d 9.6). */
export const pgtt = { firstStage: 1, secondStage: 2, nested: 3, passThrough: 4 } as const;

export const pasidTableEntry = structure({
  unit: 'vtd',
  name: 'pasid_table_entry',
  title: 'PASID table entry, one PASID',
  group: 'entry',
  section: 'VT-d 9.6',
  size: 8,
  fields: [
    flag('P', 0, { 0: 'not present', 1: 'present' }),
    flag('FPD', 1, { 0: 'faults reported', 1: 'faults not reported' }),
    bits('AW', 4, 2, { 1: '39 bit, 3 levels', 2: '48 bit, 4 levels', 3: '57 bit, 5 levels' }),
    bits('PGTT', 8, 6, { 1: 'first-stage', 2: 'second-stage', 3: 'nested', 4: 'pass-through' }),
    flag('SSADE', 9),
    address('SSPTPTR', 63, 12),
    bits('DID', 79, 64),
    flag('PWSNP', 87),
    flag('PGSNP', 88),
    flag('CD', 89),
    flag('EMTE', 90),
    bits('PAT', 127, 96),
    flag('SRE', 128),
    bits('FSPM', 131, 130, { 0: '4-level first-stage', 1: '5-level first-stage' }),
    flag('WPE', 132),
    flag('NXE', 133),
    flag('EAFE', 135),
    address('FSPTPTR', 191, 140),
    bits('HPTSZ', 257, 256),
    flag('HPTPFD', 258),
    bits('HPTDID', 335, 320),
  ],
});

export const vtdEntries = [rootEntry, contextEntry, pasidDirectoryEntry, pasidTableEntry];
