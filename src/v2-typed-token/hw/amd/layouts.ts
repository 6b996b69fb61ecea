// AMD IOMMU specification and reference 3: table entries, commands, log entries and registers.
import { Structure, type Layout } from '../layout.js';

const opcode = <N extends number>(fixed: N) => ({ low: 60, width: 4, fixed }) as const;
const deviceId = { low: 0, width: 16 } as const;
const address = { low: 76, width: 52, shift: 12 } as const;

const deviceTableLayout = {
  V: { low: 0, width: 1 },
  TV: { low: 1, width: 1 },
  HAD: { low: 7, width: 2 },
  Mode: { low: 9, width: 3 },
  HostPTRoot: { low: 12, width: 40, shift: 12 },
  PPR: { low: 52, width: 1 },
  GIoV: { low: 54, width: 1 },
  GV: { low: 55, width: 1 },
  GLX: { low: 56, width: 2 },
  GCR3TRP: {
    parts: [
      { low: 58, width: 3 },
      { low: 80, width: 16 },
      { low: 107, width: 21 },
    ],
    shift: 12,
  },
  IR: { low: 61, width: 1 },
  IW: { low: 62, width: 1 },
  DomainID: { low: 64, width: 16 },
  I: { low: 96, width: 1 },
  SE: { low: 97, width: 1 },
  SA: { low: 98, width: 1 },
  IoCtl: { low: 99, width: 2 },
  Cache: { low: 101, width: 1 },
  SD: { low: 102, width: 1 },
  EX: { low: 103, width: 1 },
  SysMgt: { low: 104, width: 2 },
  // Interrupt mapping, which no operation here touches.
  'Interrupt 0': { low: 128, width: 64 },
  'Interrupt 1': { low: 192, width: 64 },
} as const satisfies Layout;

/** Device table entry, indexed by device id. */
export const deviceTableEntry = new Structure('dte', 4, deviceTableLayout);

/** GCR3 directory entry. */
export const gcr3Directory = new Structure('gcr3.directory_entry', 1, {
  V: { low: 0, width: 1 },
  GCR3TableAddress: { low: 12, width: 40, shift: 12 },
} as const satisfies Layout);

/** GCR3 leaf entry. */
export const gcr3Entry = new Structure('gcr3.entry', 1, {
  V: { low: 0, width: 1 },
  GCR3: { low: 12, width: 40, shift: 12 },
} as const satisfies Layout);

/** Commands of 128 bits under their names. */
export const commands = {
  completionWait: new Structure('cmd.completion_wait', 2, {
    Opcode: opcode(1),
    s: { low: 0, width: 1 },
    i: { low: 1, width: 1 },
    f: { low: 2, width: 1 },
    StoreAddress: { low: 3, width: 49, shift: 3 },
    StoreData: { low: 64, width: 64 },
  }),
  invalidateDevtabEntry: new Structure('cmd.invalidate_devtab_entry', 2, { Opcode: opcode(2), DeviceID: deviceId }),
  invalidateIommuPages: new Structure('cmd.invalidate_iommu_pages', 2, {
    Opcode: opcode(3),
    PASID: { low: 0, width: 20 },
    DomainID: { low: 32, width: 16 },
    S: { low: 64, width: 1 },
    PDE: { low: 65, width: 1 },
    GN: { low: 66, width: 1 },
    Address: address,
  }),
  invalidateIotlbPages: new Structure('cmd.invalidate_iotlb_pages', 2, {
    Opcode: opcode(4),
    DeviceID: deviceId,
    // Low byte, then the second byte, then the four bits that the driver drops.
    PASID: {
      parts: [
        { low: 48, width: 8 },
        { low: 16, width: 8 },
        { low: 56, width: 4 },
      ],
    },
    MaxPend: { low: 24, width: 8 },
    QueueID: { low: 32, width: 16 },
    S: { low: 64, width: 1 },
    GN: { low: 66, width: 1 },
    Address: address,
  }),
  invalidateInterruptTable: new Structure('cmd.invalidate_interrupt_table', 2, {
    Opcode: opcode(5),
    DeviceID: deviceId,
  }),
  completePprRequest: new Structure('cmd.complete_ppr_request', 2, {
    Opcode: opcode(7),
    DeviceID: deviceId,
    PASID: { low: 32, width: 20 },
    GN: { low: 66, width: 1 },
    CompletionTag: { low: 96, width: 10 },
    PPRCode: { low: 108, width: 4 },
  }),
  invalidateIommuAll: new Structure('cmd.invalidate_iommu_all', 2, { Opcode: opcode(8) }),
} as const;

/** PPR log entry, written by hardware. */
export const pprLogEntry = new Structure('ppr_log.page_service_request', 2, {
  DeviceID: deviceId,
  PASID: {
    parts: [
      { low: 16, width: 16 },
      { low: 42, width: 4 },
    ],
  },
  PPRTag: { low: 32, width: 10 },
  Flags: { low: 48, width: 12 },
  EventCode: { low: 60, width: 4 },
  Address: address,
} as const satisfies Layout);

/** Register offsets, bytes. */
export const register = {
  DEV_TAB_BASE: 0x00,
  CMD_BUF_BASE: 0x08,
  CONTROL: 0x18,
  EXT_FEATURE: 0x30,
  PPR_LOG_BASE: 0x38,
  CMD_BUF_HEAD: 0x2000,
  CMD_BUF_TAIL: 0x2008,
  STATUS: 0x2020,
  PPR_LOG_HEAD: 0x2030,
  PPR_LOG_TAIL: 0x2038,
} as const;

const bit = (low: number): { readonly low: number; readonly width: 1 } => ({ low, width: 1 });

/** Control register. */
export const controlRegister = new Structure('reg.CONTROL', 1, {
  IommuEn: bit(0),
  EventLogEn: bit(2),
  ComWaitIntEn: bit(4),
  InvTimeOut: { low: 5, width: 3 },
  Coherent: bit(10),
  CmdBufEn: bit(12),
  PPRLogEn: bit(13),
  PPRIntEn: bit(14),
  PPREn: bit(15),
  GTEn: bit(16),
  GAEn: bit(17),
} as const satisfies Layout);

/** Status register. */
export const statusRegister = new Structure('reg.STATUS', 1, {
  EventOverflow: bit(0),
  EventLogInt: bit(1),
  ComWaitInt: bit(2),
  PPRInt: bit(6),
} as const satisfies Layout);

/** Extended feature register. */
export const extendedFeatures = new Structure('reg.EXT_FEATURES', 1, {
  PPRSup: bit(1),
  NXSup: bit(3),
  GTSup: bit(4),
  IASup: bit(6),
  GLXSup: { low: 14, width: 2 },
  PASmax: { low: 32, width: 5 },
  GIoSup: bit(48),
  EPHSup: bit(50),
  SNPSup: bit(63),
} as const satisfies Layout);

const ringPointer = { Pointer: { low: 4, width: 15, shift: 4 } } as const;

/** Heads and tails: byte offsets. */
export const pointerRegisters = [
  new Structure('reg.CMD_BUF_HEAD', 1, ringPointer),
  new Structure('reg.CMD_BUF_TAIL', 1, ringPointer),
  new Structure('reg.PPR_LOG_HEAD', 1, ringPointer),
  new Structure('reg.PPR_LOG_TAIL', 1, ringPointer),
] as const;

/** CONTROL bits. */
export const control = controlRegister.masks;
/** STATUS bits. */
export const status = statusRegister.masks;

/** Device Table Base; Size is pages of 4 KiB minus 1. */
export const deviceTableBase = new Structure('reg.DEV_TAB_BASE', 1, {
  Size: { low: 0, width: 9 },
  DevTabBase: { low: 12, width: 40, shift: 12 },
} as const satisfies Layout);

/** Command Buffer Base; ComLen is log2 of the entries. */
export const commandBufferBase = new Structure('reg.CMD_BUF_BASE', 1, {
  ComBase: { low: 12, width: 40, shift: 12 },
  ComLen: { low: 56, width: 4 },
} as const satisfies Layout);

/** PPR Log Base. */
export const pprLogBase = new Structure('reg.PPR_LOG_BASE', 1, {
  PPRLogBase: { low: 12, width: 40, shift: 12 },
  PPRLogLen: { low: 56, width: 4 },
} as const satisfies Layout);

/** "Every page" as the size-carrying Address of a command with S set. */
export const everyPage = { lo: 0xffff_f000, hi: 0x7fff_ffff } as const;

/** Bytes of a ring with 512 entries of 16 bytes. */
export const ringBytes = 8192;
/** log2 of the entries of a ring. */
export const ringLog2 = 9;
/** Bytes of a command and of a log entry. */
export const entryBytes = 16;
