// VT-d 6.5.2 and reference 1.4: what can stand in the invalidation queue.
import { Structure, type Layout } from '../layout.js';

// Bits 11:9 continue the type above bits 3:0; every type here keeps them 0.
const type = <N extends number>(fixed: N) =>
  ({
    parts: [
      { low: 0, width: 4 },
      { low: 9, width: 3 },
    ],
    fixed,
  }) as const;

const pfsid = {
  parts: [
    { low: 12, width: 4 },
    { low: 52, width: 12 },
  ],
} as const;

const contextCacheLayout = {
  Type: type(1),
  G: { low: 4, width: 2 },
  DID: { low: 16, width: 16 },
  SID: { low: 32, width: 16 },
  FM: { low: 48, width: 2 },
} as const satisfies Layout;

const iotlbLayout = {
  Type: type(2),
  G: { low: 4, width: 2 },
  DW: { low: 6, width: 1 },
  DR: { low: 7, width: 1 },
  DID: { low: 16, width: 16 },
  AM: { low: 64, width: 6 },
  IH: { low: 70, width: 1 },
  ADDR: { low: 76, width: 52, shift: 12 },
} as const satisfies Layout;

const deviceTlbLayout = {
  Type: type(3),
  PFSID: pfsid,
  MIP: { low: 16, width: 5 },
  SID: { low: 32, width: 16 },
  S: { low: 64, width: 1 },
  ADDR: { low: 76, width: 52, shift: 12 },
} as const satisfies Layout;

const interruptEntryLayout = {
  Type: type(4),
  G: { low: 4, width: 1 },
  IM: { low: 27, width: 5 },
  IIDX: { low: 32, width: 16 },
} as const satisfies Layout;

const waitLayout = {
  Type: type(5),
  IF: { low: 4, width: 1 },
  SW: { low: 5, width: 1 },
  FN: { low: 6, width: 1 },
  PD: { low: 7, width: 1 },
  'Status Data': { low: 32, width: 32 },
  'Status Address': { low: 66, width: 62, shift: 2 },
} as const satisfies Layout;

const pasidIotlbLayout = {
  Type: type(6),
  G: { low: 4, width: 2 },
  DID: { low: 16, width: 16 },
  PASID: { low: 32, width: 20 },
  AM: { low: 64, width: 6 },
  IH: { low: 70, width: 1 },
  ADDR: { low: 76, width: 52, shift: 12 },
} as const satisfies Layout;

const pasidCacheLayout = {
  Type: type(7),
  G: { low: 4, width: 2 },
  DID: { low: 16, width: 16 },
  PASID: { low: 32, width: 20 },
} as const satisfies Layout;

const pasidDeviceTlbLayout = {
  Type: type(8),
  MIP: { low: 4, width: 5 },
  PFSID: pfsid,
  SID: { low: 16, width: 16 },
  PASID: { low: 32, width: 20 },
  GI: { low: 64, width: 1 },
  S: { low: 75, width: 1 },
  ADDR: { low: 76, width: 52, shift: 12 },
} as const satisfies Layout;

const pageGroupResponseLayout = {
  Type: type(9),
  PP: { low: 4, width: 1 },
  PDP: { low: 5, width: 1 },
  RC: { low: 12, width: 4 },
  RID: { low: 16, width: 16 },
  PASID: { low: 32, width: 20 },
  LPIG: { low: 66, width: 1 },
  PRGI: { low: 67, width: 9 },
  'Private Data 0': { low: 128, width: 64 },
  'Private Data 1': { low: 192, width: 64 },
} as const satisfies Layout;

/** Invalidation descriptors of 256 bits; a 128-bit queue holds their first two words. */
export const descriptors = {
  contextCache: new Structure('qi.context_cache_inval', 4, contextCacheLayout),
  iotlb: new Structure('qi.iotlb_inval', 4, iotlbLayout),
  deviceTlb: new Structure('qi.dev_tlb_inval', 4, deviceTlbLayout),
  interruptEntry: new Structure('qi.iec_inval', 4, interruptEntryLayout),
  wait: new Structure('qi.inv_wait', 4, waitLayout),
  pasidIotlb: new Structure('qi.pasid_iotlb_inval', 4, pasidIotlbLayout),
  pasidCache: new Structure('qi.pasid_cache_inval', 4, pasidCacheLayout),
  pasidDeviceTlb: new Structure('qi.pasid_dev_tlb_inval', 4, pasidDeviceTlbLayout),
  pageGroupResponse: new Structure('qi.page_group_response', 4, pageGroupResponseLayout),
} as const;

/** Granularities (G) by descriptor. */
export const granularity = {
  contextCache: { global: 1, domain: 2, device: 3 },
  iotlb: { global: 1, domain: 2, page: 3 },
  pasidIotlb: { pasid: 2, pages: 3 },
  pasidCache: { domain: 0, pasid: 1, global: 3 },
} as const;

/** "Every address" as the size-carrying ADDR of a device-TLB descriptor with S set. */
export const everyAddress = { lo: 0xffff_f000, hi: 0x7fff_ffff } as const;
