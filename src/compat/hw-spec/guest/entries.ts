/** Guest PASID translation for ENQCMD (reference 4): directories of 512 eight-byte entries, tables of 1024 four-byte ones. */
import { address, bits, flag } from '../field.js';
import { structure } from '../structure.js';

export const guestDirectoryEntry = structure({
  unit: 'guest',
  name: 'guest_pasid_dir_entry',
  title: 'guest PASID directory entry, 1024 PASIDs',
  group: 'entry',
  section: 'Intel SDM, PASID translation',
  size: 1,
  fields: [flag('P', 0, { 0: 'not present', 1: 'present' }), address('Table', 63, 12)],
});

export const guestTableEntry = structure({
  unit: 'guest',
  name: 'guest_pasid_table_entry',
  title: 'guest PASID table entry, one PASID in 32 bits',
  group: 'entry',
  section: 'Intel SDM, PASID translation',
  size: 1,
  fields: [bits('HostPASID', 19, 0), flag('V', 31, { 0: 'not valid', 1: 'valid' })],
});

export const guestEntries = [guestDirectoryEntry, guestTableEntry];
