// SMMUv3 5 and reference 2.3, 2.4: stream table entries and context descriptors.
import { Structure, type Layout } from '../layout.js';

const streamLayout = {
  V: { low: 0, width: 1 },
  Config: { low: 1, width: 3 },
  S1Fmt: { low: 4, width: 2 },
  S1ContextPtr: { low: 6, width: 46, shift: 6 },
  S1CDMax: { low: 59, width: 5 },
  S1DSS: { low: 64, width: 2 },
  S1CIR: { low: 66, width: 2 },
  S1COR: { low: 68, width: 2 },
  S1CSH: { low: 70, width: 2 },
  S1STALLD: { low: 91, width: 1 },
  EATS: { low: 92, width: 2 },
  STRW: { low: 94, width: 2 },
  SHCFG: { low: 108, width: 2 },
  S2VMID: { low: 128, width: 16 },
  S2T0SZ: { low: 160, width: 6 },
  S2SL0: { low: 166, width: 2 },
  S2IR0: { low: 168, width: 2 },
  S2OR0: { low: 170, width: 2 },
  S2SH0: { low: 172, width: 2 },
  S2TG: { low: 174, width: 2 },
  S2PS: { low: 176, width: 3 },
  S2AA64: { low: 179, width: 1 },
  S2ENDI: { low: 180, width: 1 },
  S2PTW: { low: 182, width: 1 },
  S2R: { low: 186, width: 1 },
  S2TTB: { low: 196, width: 48, shift: 4 },
} as const satisfies Layout;

const contextLayout = {
  T0SZ: { low: 0, width: 6 },
  TG0: { low: 6, width: 2 },
  IR0: { low: 8, width: 2 },
  OR0: { low: 10, width: 2 },
  SH0: { low: 12, width: 2 },
  EPD0: { low: 14, width: 1 },
  ENDI: { low: 15, width: 1 },
  EPD1: { low: 30, width: 1 },
  V: { low: 31, width: 1 },
  IPS: { low: 32, width: 3 },
  TBI0: { low: 38, width: 1 },
  AA64: { low: 41, width: 1 },
  S: { low: 44, width: 1 },
  R: { low: 45, width: 1 },
  A: { low: 46, width: 1 },
  ASET: { low: 47, width: 1 },
  ASID: { low: 48, width: 16 },
  TTB0: { low: 68, width: 48, shift: 4 },
  MAIR: { low: 192, width: 64 },
} as const satisfies Layout;

/** Stream table entry, indexed by StreamID. */
export const streamEntry = new Structure('ste', 8, streamLayout);
/** Context descriptor, indexed by SSID. */
export const contextDescriptor = new Structure('cd', 8, contextLayout);

/** Level-1 stream descriptor: 2^(Span-1) entries at L2Ptr. */
export const levelOneStream = new Structure('strtab_l1_desc', 1, {
  Span: { low: 0, width: 5 },
  L2Ptr: { low: 6, width: 46, shift: 6 },
} as const satisfies Layout);

/** Level-1 context descriptor table entry. */
export const levelOneContext = new Structure('cd_l1_desc', 1, {
  V: { low: 0, width: 1 },
  L2Ptr: { low: 12, width: 40, shift: 12 },
} as const satisfies Layout);

/** STE.Config. */
export const streamConfig = { abort: 0, bypass: 4, stage1: 5, stage2: 6, nested: 7 } as const;

/** Bytes of a stream table entry and of a context descriptor. */
export const entryBytes = 64;
/** Descriptors in one 64 KiB leaf of a two-level context descriptor table. */
export const leafDescriptors = 1024;
