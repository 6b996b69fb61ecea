// Reference 2.1 and 2.5: registers, and the records that hardware writes.
import { Structure, type Layout } from '../layout.js';

/** Register offsets, bytes; event and PRI pointers are in the second register page. */
export const register = {
  IDR0: 0x00,
  IDR1: 0x04,
  IDR3: 0x0c,
  IDR5: 0x14,
  CR0: 0x20,
  CR0ACK: 0x24,
  CR1: 0x28,
  CR2: 0x2c,
  GBPA: 0x44,
  IRQ_CTRL: 0x50,
  IRQ_CTRLACK: 0x54,
  GERROR: 0x60,
  GERRORN: 0x64,
  STRTAB_BASE: 0x80,
  STRTAB_BASE_CFG: 0x88,
  CMDQ_BASE: 0x90,
  CMDQ_PROD: 0x98,
  CMDQ_CONS: 0x9c,
  EVENTQ_BASE: 0xa0,
  EVENTQ_PROD: 0x100a8,
  EVENTQ_CONS: 0x100ac,
  PRIQ_BASE: 0xc0,
  PRIQ_PROD: 0x100c8,
  PRIQ_CONS: 0x100cc,
} as const;

const bit = (low: number): { readonly low: number; readonly width: 1 } => ({ low, width: 1 });

const controlLayout = { SMMUEN: bit(0), PRIQEN: bit(1), EVENTQEN: bit(2), CMDQEN: bit(3), ATSCHK: bit(4) } as const;
const errorLayout = {
  CMDQ_ERR: bit(0),
  EVENTQ_ABT: bit(2),
  PRIQ_ABT: bit(3),
  MSI_CMDQ_ABT: bit(4),
  MSI_EVENTQ_ABT: bit(5),
  MSI_PRIQ_ABT: bit(6),
  MSI_GERROR_ABT: bit(7),
  SFM: bit(8),
} as const satisfies Layout;
const interruptLayout = { GERROR: bit(0), PRIQ: bit(1), EVENTQ: bit(2) } as const;

/** IDR0: what the unit can do. */
export const features = new Structure('reg.IDR0', 1, {
  S2P: bit(0),
  S1P: bit(1),
  TTF: { low: 2, width: 2 },
  COHACC: bit(4),
  BTM: bit(5),
  HYP: bit(9),
  ATS: bit(10),
  ASID16: bit(12),
  MSI: bit(13),
  SEV: bit(14),
  PRI: bit(16),
  VMID16: bit(18),
  CD2L: bit(19),
  TTENDIAN: { low: 21, width: 2 },
  STALL_MODEL: { low: 24, width: 2 },
  ST_LEVEL: { low: 27, width: 2 },
} as const satisfies Layout);

/** IDR1: sizes, as log2. */
export const sizes = new Structure('reg.IDR1', 1, {
  SIDSIZE: { low: 0, width: 6 },
  SSIDSIZE: { low: 6, width: 5 },
  PRIQS: { low: 11, width: 5 },
  EVTQS: { low: 16, width: 5 },
  CMDQS: { low: 21, width: 5 },
  REL: bit(28),
  QUEUES_PRESET: bit(29),
  TABLES_PRESET: bit(30),
} as const satisfies Layout);

/** IDR3. */
export const moreFeatures = new Structure('reg.IDR3', 1, { RIL: bit(10) } as const satisfies Layout);

/** IDR5: addresses and pages. */
export const addressing = new Structure('reg.IDR5', 1, {
  OAS: { low: 0, width: 3 },
  GRAN4K: bit(4),
  GRAN16K: bit(5),
  GRAN64K: bit(6),
  VAX: { low: 10, width: 2 },
  STALL_MAX: { low: 16, width: 16 },
} as const satisfies Layout);

/** CR1: memory attributes of queues and tables. */
export const attributes = new Structure('reg.CR1', 1, {
  QUEUE_IC: { low: 0, width: 2 },
  QUEUE_OC: { low: 2, width: 2 },
  QUEUE_SH: { low: 4, width: 2 },
  TABLE_IC: { low: 6, width: 2 },
  TABLE_OC: { low: 8, width: 2 },
  TABLE_SH: { low: 10, width: 2 },
} as const satisfies Layout);

/** Registers of single bits, and those that answer them. */
export const bitRegisters = {
  CR0: new Structure('reg.CR0', 1, controlLayout),
  CR0ACK: new Structure('reg.CR0ACK', 1, controlLayout),
  CR2: new Structure('reg.CR2', 1, { E2H: bit(0), RECINVSID: bit(1), PTM: bit(2) } as const satisfies Layout),
  GBPA: new Structure('reg.GBPA', 1, { ABORT: bit(20), UPDATE: bit(31) } as const satisfies Layout),
  IRQ_CTRL: new Structure('reg.IRQ_CTRL', 1, interruptLayout),
  IRQ_CTRLACK: new Structure('reg.IRQ_CTRLACK', 1, interruptLayout),
  GERROR: new Structure('reg.GERROR', 1, errorLayout),
  GERRORN: new Structure('reg.GERRORN', 1, errorLayout),
} as const;

const pointer = { INDEX: { low: 0, width: 20 } } as const;
const overflow = { OVFLG: bit(31) } as const;

/** Queue pointers: index and wrap bit, with the flags beside them. */
export const pointerRegisters = {
  CMDQ_PROD: new Structure('reg.CMDQ_PROD', 1, pointer),
  CMDQ_CONS: new Structure('reg.CMDQ_CONS', 1, { ...pointer, ERR: { low: 24, width: 7 } } as const satisfies Layout),
  EVENTQ_PROD: new Structure('reg.EVENTQ_PROD', 1, { ...pointer, ...overflow }),
  EVENTQ_CONS: new Structure('reg.EVENTQ_CONS', 1, { ...pointer, ...overflow }),
  PRIQ_PROD: new Structure('reg.PRIQ_PROD', 1, { ...pointer, ...overflow }),
  PRIQ_CONS: new Structure('reg.PRIQ_CONS', 1, { ...pointer, ...overflow }),
} as const;

/** CR0 bits. */
export const control = bitRegisters.CR0.masks;
/** CR2 bits. */
export const control2 = bitRegisters.CR2.masks;
/** GERROR bits; an error is active where GERROR and GERRORN differ. */
export const globalError = bitRegisters.GERROR.masks;

/** CR1 of the driver: inner shareable, write-back everywhere. */
export const tableAndQueueAttributes = attributes.encode({
  QUEUE_IC: 1,
  QUEUE_OC: 1,
  QUEUE_SH: 3,
  TABLE_IC: 1,
  TABLE_OC: 1,
  TABLE_SH: 3,
})[0] as number;

/** CMDQ_CONS.ERR. */
export const commandError = { none: 0, illegal: 1, fetchAbort: 2, atcTimeout: 3 } as const;

const queueBaseLayout = {
  LOG2SIZE: { low: 0, width: 5 },
  ADDR: { low: 5, width: 47, shift: 5 },
  RA: { low: 62, width: 1 },
} as const satisfies Layout;

/** CMDQ_BASE, EVENTQ_BASE and PRIQ_BASE. */
export const queueBase = new Structure('reg.CMDQ_BASE', 1, queueBaseLayout);

export const streamTableBase = new Structure('reg.STRTAB_BASE', 1, {
  ADDR: { low: 6, width: 46, shift: 6 },
  RA: { low: 62, width: 1 },
} as const satisfies Layout);

/** STRTAB_BASE_CFG; FMT 1 is two-level. */
export const streamTableConfig = new Structure('reg.STRTAB_BASE_CFG', 1, {
  LOG2SIZE: { low: 0, width: 6 },
  SPLIT: { low: 6, width: 5 },
  FMT: { low: 16, width: 2 },
} as const satisfies Layout);

/** Event record, written by hardware at EVENTQ_PROD. */
export const eventRecord = new Structure('evtq.translation_event', 4, {
  ID: { low: 0, width: 8 },
  SSV: { low: 11, width: 1 },
  SSID: { low: 12, width: 20 },
  StreamID: { low: 32, width: 32 },
  STAG: { low: 64, width: 16 },
  Stall: { low: 95, width: 1 },
  PnU: { low: 97, width: 1 },
  InD: { low: 98, width: 1 },
  RnW: { low: 99, width: 1 },
  S2: { low: 103, width: 1 },
  CLASS: { low: 104, width: 2 },
  InputAddr: { low: 128, width: 64 },
  IPA: { low: 204, width: 40, shift: 12 },
} as const satisfies Layout);

/** Page request record, written by hardware at PRIQ_PROD. */
export const pageRequestRecord = new Structure('priq.entry', 2, {
  StreamID: { low: 0, width: 32 },
  SSID: { low: 32, width: 20 },
  Priv: { low: 58, width: 1 },
  X: { low: 59, width: 1 },
  R: { low: 60, width: 1 },
  W: { low: 61, width: 1 },
  Last: { low: 62, width: 1 },
  SSV: { low: 63, width: 1 },
  PRGIndex: { low: 64, width: 9 },
  Address: { low: 76, width: 52, shift: 12 },
} as const satisfies Layout);
