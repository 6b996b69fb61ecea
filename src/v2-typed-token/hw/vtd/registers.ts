// Reference 1.1, 1.2 and 1.5: registers and what is written by hardware.
import { Structure, type Layout } from '../layout.js';

/** Register offsets, bytes. */
export const register = {
  CAP: 0x08,
  ECAP: 0x10,
  GCMD: 0x18,
  GSTS: 0x1c,
  RTADDR: 0x20,
  FSTS: 0x34,
  IQH: 0x80,
  IQT: 0x88,
  IQA: 0x90,
  ICS: 0x9c,
  IQER: 0xb0,
  PQH: 0xc0,
  PQT: 0xc8,
  PQA: 0xd0,
  PRS: 0xdc,
  PECTL: 0xe0,
} as const;

const commandLayout = {
  TE: { low: 31, width: 1 },
  SRTP: { low: 30, width: 1 },
  WBF: { low: 27, width: 1 },
  QIE: { low: 26, width: 1 },
  IRE: { low: 25, width: 1 },
} as const satisfies Layout;

/** GCMD_REG: one command bit beside the enable bits that are retained. */
export const globalCommandRegister = new Structure('reg.GCMD_REG', 1, commandLayout);
/** GSTS_REG: the same bits as they came out. */
export const globalStatusRegister = new Structure('reg.GSTS_REG', 1, {
  TES: commandLayout.TE,
  RTPS: commandLayout.SRTP,
  WBFS: commandLayout.WBF,
  QIES: commandLayout.QIE,
  IRES: commandLayout.IRE,
} as const satisfies Layout);
/** FSTS_REG. */
export const faultStatusRegister = new Structure('reg.FSTS_REG', 1, {
  PFO: { low: 0, width: 1 },
  PPF: { low: 1, width: 1 },
  IQE: { low: 4, width: 1 },
  ICE: { low: 5, width: 1 },
  ITE: { low: 6, width: 1 },
  PRO: { low: 7, width: 1 },
} as const satisfies Layout);
/** PRS_REG. */
export const pageRequestStatusRegister = new Structure('reg.PRS_REG', 1, {
  PPR: { low: 0, width: 1 },
  PRO: { low: 1, width: 1 },
} as const satisfies Layout);
/** PECTL_REG. */
export const pageEventControlRegister = new Structure('reg.PECTL_REG', 1, {
  IM: { low: 31, width: 1 },
} as const satisfies Layout);
/** ICS_REG. */
export const completionStatusRegister = new Structure('reg.ICS_REG', 1, {
  IWC: { low: 0, width: 1 },
} as const satisfies Layout);

const queuePointer = (name: string, field: string, low: number): Structure =>
  new Structure<Layout>(name, 1, { [field]: { low, width: 19 - low, shift: low } });

/** IQH_REG and IQT_REG, PQH_REG and PQT_REG: byte offsets. */
export const pointerRegisters = [
  queuePointer('reg.IQH_REG', 'QH', 4),
  queuePointer('reg.IQT_REG', 'QT', 4),
  queuePointer('reg.PQH_REG', 'PQH', 5),
  queuePointer('reg.PQT_REG', 'PQT', 5),
] as const;

/** GCMD and GSTS bits. */
export const globalCommand = globalCommandRegister.masks;
/** FSTS bits. */
export const faultStatus = faultStatusRegister.masks;
/** PRS bits. */
export const pageRequestStatus = pageRequestStatusRegister.masks;

/** IQER.IQEI: why the queue stopped. */
export const queueErrorInfo = {
  none: 0,
  tailInvalid: 1,
  descriptorFetch: 2,
  badType: 3,
  reservedField: 4,
  widthMismatch: 5,
  queueAlignment: 6,
  translationTableMode: 7,
} as const;

const capLayout = {
  ND: { low: 0, width: 3 },
  RWBF: { low: 4, width: 1 },
  CM: { low: 7, width: 1 },
  SAGAW: { low: 8, width: 5 },
  MGAW: { low: 16, width: 6 },
  PSI: { low: 39, width: 1 },
  MAMV: { low: 48, width: 6 },
  DWD: { low: 54, width: 1 },
  DRD: { low: 55, width: 1 },
  FS1GP: { low: 56, width: 1 },
  FS5LP: { low: 60, width: 1 },
} as const satisfies Layout;

const ecapLayout = {
  C: { low: 0, width: 1 },
  QI: { low: 1, width: 1 },
  DT: { low: 2, width: 1 },
  IR: { low: 3, width: 1 },
  PT: { low: 6, width: 1 },
  SC: { low: 7, width: 1 },
  NEST: { low: 26, width: 1 },
  PRS: { low: 29, width: 1 },
  ERS: { low: 30, width: 1 },
  SRS: { low: 31, width: 1 },
  NWFS: { low: 33, width: 1 },
  EAFS: { low: 34, width: 1 },
  PSS: { low: 35, width: 5 },
  PASID: { low: 40, width: 1 },
  DIT: { low: 41, width: 1 },
  PDS: { low: 42, width: 1 },
  SMTS: { low: 43, width: 1 },
  VCS: { low: 44, width: 1 },
  SSADS: { low: 45, width: 1 },
  SSTS: { low: 46, width: 1 },
  FSTS: { low: 47, width: 1 },
  SMPWCS: { low: 48, width: 1 },
} as const satisfies Layout;

/** CAP_REG. */
export const capability = new Structure('reg.CAP_REG', 1, capLayout);
/** ECAP_REG. */
export const extendedCapability = new Structure('reg.ECAP_REG', 1, ecapLayout);

/** RTADDR_REG; TTM 1 is scalable mode. */
export const rootTableAddress = new Structure('reg.RTADDR_REG', 1, {
  TTM: { low: 10, width: 2 },
  RTA: { low: 12, width: 52, shift: 12 },
} as const satisfies Layout);

/** IQA_REG; DW 1 is 256-bit descriptors. */
export const invalidationQueueAddress = new Structure('reg.IQA_REG', 1, {
  QS: { low: 0, width: 3 },
  DW: { low: 11, width: 1 },
  IQA: { low: 12, width: 52, shift: 12 },
} as const satisfies Layout);

/** PQA_REG; the ring has 2^(PQS+7) entries of 32 bytes. */
export const pageRequestQueueAddress = new Structure('reg.PQA_REG', 1, {
  PQS: { low: 0, width: 3 },
  PQA: { low: 12, width: 52, shift: 12 },
} as const satisfies Layout);

/** IQER_REG. */
export const queueError = new Structure('reg.IQER_REG', 1, {
  IQEI: { low: 0, width: 4 },
  ITESID: { low: 32, width: 16 },
  ICESID: { low: 48, width: 16 },
} as const satisfies Layout);

/** Page request descriptor, written by hardware at PQT. */
export const pageRequest = new Structure('prq.page_request', 4, {
  Type: { low: 0, width: 8, fixed: 1 },
  PP: { low: 8, width: 1 },
  PDP: { low: 9, width: 1 },
  RID: { low: 16, width: 16 },
  PASID: { low: 32, width: 20 },
  EXR: { low: 52, width: 1 },
  PMR: { low: 53, width: 1 },
  RDR: { low: 64, width: 1 },
  WRR: { low: 65, width: 1 },
  LPIG: { low: 66, width: 1 },
  PRGI: { low: 67, width: 9 },
  ADDR: { low: 76, width: 52, shift: 12 },
  'Private Data 0': { low: 128, width: 64 },
  'Private Data 1': { low: 192, width: 64 },
} as const satisfies Layout);
