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

/** CR0 bits. */
export const control = { SMMUEN: 1, PRIQEN: 2, EVENTQEN: 4, CMDQEN: 8, ATSCHK: 16 } as const;

/** CR1 of the driver: tables and queues inner shareable, write-back. */
export const tableAndQueueAttributes = 0xd75;

/** CR2 bits. */
export const control2 = { E2H: 1, RECINVSID: 2, PTM: 4 } as const;

/** GERROR bits; an error is active where GERROR and GERRORN differ. */
export const globalError = { CMDQ_ERR: 1, EVENTQ_ABT: 4, PRIQ_ABT: 8, SFM: 0x100 } as const;

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
