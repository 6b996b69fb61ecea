// VT-d 9.3 to 9.6 and reference 1.3: the structures that hardware walks, in the specification's field names.
import { Structure, type Layout } from '../layout.js';

const rootLayout = {
  LP: { low: 0, width: 1 },
  LCTP: { low: 12, width: 52, shift: 12 },
  UP: { low: 64, width: 1 },
  UCTP: { low: 76, width: 52, shift: 12 },
} as const satisfies Layout;

const contextLayout = {
  P: { low: 0, width: 1 },
  FPD: { low: 1, width: 1 },
  DTE: { low: 2, width: 1 },
  PASIDE: { low: 3, width: 1 },
  PRE: { low: 4, width: 1 },
  HPTE: { low: 5, width: 1 },
  EPTR: { low: 6, width: 1 },
  PDTS: { low: 9, width: 3 },
  PASIDDIRPTR: { low: 12, width: 52, shift: 12 },
  RID_PASID: { low: 64, width: 20 },
  RID_PRIV: { low: 84, width: 1 },
} as const satisfies Layout;

const directoryLayout = {
  P: { low: 0, width: 1 },
  FPD: { low: 1, width: 1 },
  SMPTBLPTR: { low: 12, width: 52, shift: 12 },
} as const satisfies Layout;

const pasidLayout = {
  P: { low: 0, width: 1 },
  FPD: { low: 1, width: 1 },
  AW: { low: 2, width: 3 },
  PGTT: { low: 6, width: 3 },
  SSADE: { low: 9, width: 1 },
  SSPTPTR: { low: 12, width: 52, shift: 12 },
  DID: { low: 64, width: 16 },
  PWSNP: { low: 87, width: 1 },
  PGSNP: { low: 88, width: 1 },
  CD: { low: 89, width: 1 },
  EMTE: { low: 90, width: 1 },
  PAT: { low: 96, width: 32 },
  SRE: { low: 128, width: 1 },
  FSPM: { low: 130, width: 2 },
  WPE: { low: 132, width: 1 },
  NXE: { low: 133, width: 1 },
  EAFE: { low: 135, width: 1 },
  FSPTPTR: { low: 140, width: 52, shift: 12 },
  HPTSZ: { low: 256, width: 2 },
  HPTPFD: { low: 258, width: 1 },
  HPTDID: { low: 320, width: 16 },
} as const satisfies Layout;

/** Root entry of scalable mode, indexed by bus. */
export const rootEntry = new Structure('root_entry.scalable', 2, rootLayout);
/** Context entry of scalable mode, indexed by device and function within one half of a bus. */
export const contextEntry = new Structure('context_entry.scalable', 4, contextLayout);
/** PASID directory entry, indexed by PASID[19:6]. */
export const directoryEntry = new Structure('pasid_dir_entry', 1, directoryLayout);
/** PASID table entry, indexed by PASID[5:0]. */
export const pasidEntry = new Structure('pasid_table_entry', 8, pasidLayout);

/** Translation types of a PASID table entry (PGTT). */
export const translationType = { firstStage: 1, secondStage: 2, nested: 3, passThrough: 4 } as const;

export type PasidField = keyof typeof pasidLayout;
