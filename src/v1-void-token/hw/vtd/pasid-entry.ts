/** PASID table entry, its directory entry, context and root entries (VT-d 9, reference hardware 1.3). */
import { put, putAddress, type FieldValue } from '../fields.js';

export const PASID_PTE_PRESENT = 1;
export const PASID_PTE_FPD = 2;
export const PASID_ENTRY_PGTT_FL_ONLY = 1;
export const PASID_ENTRY_PGTT_SL_ONLY = 2;
export const PASID_ENTRY_PGTT_NESTED = 3;
export const PASID_ENTRY_PGTT_PT = 4;

/** Domain id of first-level and pass-through entries. */
export const FLPT_DEFAULT_DID = 1;

/** Fields of a PASID entry: bit position and width over all 512 bits. Addresses stand in place. */
export const PASID_FIELDS = {
  P: [0, 1],
  FPD: [1, 1],
  AW: [2, 3],
  PGTT: [6, 3],
  SSADE: [9, 1],
  DID: [64, 16],
  PWSNP: [87, 1],
  PGSNP: [88, 1],
  CD: [89, 1],
  EMTE: [90, 1],
  PAT: [96, 32],
  SRE: [128, 1],
  FSPM: [130, 2],
  WPE: [132, 1],
  NXE: [133, 1],
  EAFE: [135, 1],
} as const;
export type PasidField = keyof typeof PASID_FIELDS;

/** Sixteen u32 words from named fields; `SSPTPTR` and `FSPTPTR` are byte addresses. */
export function pasidEntry(inputs: Readonly<Record<string, FieldValue>>): Uint32Array {
  const words = new Uint32Array(16);
  for (const [field, value] of Object.entries(inputs)) {
    if (field === 'SSPTPTR') putAddress(words, field, value, 0, 12, 63);
    else if (field === 'FSPTPTR') putAddress(words, field, value, 128, 12, 63);
    else {
      if (!Object.hasOwn(PASID_FIELDS, field)) throw new RangeError(`a PASID entry has no field ${field}`);
      const [shift, width] = PASID_FIELDS[field as PasidField];
      put(words, field, value, shift, width);
    }
  }
  return words;
}

export function pasidDirEntry(present: number, fpd: number, table: FieldValue): Uint32Array {
  const words = new Uint32Array(2);
  put(words, 'P', present, 0, 1);
  put(words, 'FPD', fpd, 1, 1);
  putAddress(words, 'SMPTBLPTR', table, 0, 12, 63);
  return words;
}

export interface ContextFields {
  readonly p: number;
  readonly fpd: number;
  readonly dte: number;
  readonly paside: number;
  readonly pre: number;
  readonly pdts: number;
  readonly directory: FieldValue;
  readonly ridPasid: number;
  readonly ridPriv?: number;
}

/** Scalable context entry, eight u32 words. */
export function contextEntry(c: ContextFields): Uint32Array {
  const words = new Uint32Array(8);
  put(words, 'P', c.p, 0, 1);
  put(words, 'FPD', c.fpd, 1, 1);
  put(words, 'DTE', c.dte, 2, 1);
  put(words, 'PASIDE', c.paside, 3, 1);
  put(words, 'PRE', c.pre, 4, 1);
  put(words, 'PDTS', c.pdts, 9, 3);
  putAddress(words, 'PASIDDIRPTR', c.directory, 0, 12, 63);
  put(words, 'RID_PASID', c.ridPasid, 64, 20);
  put(words, 'RID_PRIV', c.ridPriv ?? 0, 84, 1);
  return words;
}

/** Scalable root entry, four u32 words: lower and upper context table. */
export function rootEntry(lp: number, lctp: FieldValue, up: number, uctp: FieldValue): Uint32Array {
  const words = new Uint32Array(4);
  put(words, 'LP', lp, 0, 1);
  putAddress(words, 'LCTP', lctp, 0, 12, 63);
  put(words, 'UP', up, 64, 1);
  putAddress(words, 'UCTP', uctp, 64, 12, 63);
  return words;
}
