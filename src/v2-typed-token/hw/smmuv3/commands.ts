// SMMUv3 4 and reference 2.5: what can stand in the command queue.
import { Structure, type Layout } from '../layout.js';

const opcode = <N extends number>(fixed: N) => ({ low: 0, width: 8, fixed }) as const;
const streamId = { low: 32, width: 32 } as const;
const substreamId = { low: 12, width: 20 } as const;
const address = { low: 76, width: 52, shift: 12 } as const;

const range = {
  NUM: { low: 12, width: 5 },
  SCALE: { low: 20, width: 5 },
  Leaf: { low: 64, width: 1 },
  TTL: { low: 72, width: 2 },
  TG: { low: 74, width: 2 },
} as const satisfies Layout;

/** Commands of 128 bits under their names. */
export const commands = {
  prefetchConfig: new Structure('cmd.prefetch_config', 2, { Opcode: opcode(0x01), StreamID: streamId }),
  cfgiSte: new Structure('cmd.cfgi_ste', 2, { Opcode: opcode(0x03), StreamID: streamId, Leaf: { low: 64, width: 1 } }),
  cfgiAll: new Structure('cmd.cfgi_all', 2, { Opcode: opcode(0x04), StreamID: streamId, Range: { low: 64, width: 5 } }),
  cfgiCd: new Structure('cmd.cfgi_cd', 2, {
    Opcode: opcode(0x05),
    SSID: substreamId,
    StreamID: streamId,
    Leaf: { low: 64, width: 1 },
  }),
  cfgiCdAll: new Structure('cmd.cfgi_cd_all', 2, { Opcode: opcode(0x06), StreamID: streamId }),
  tlbiNhAsid: new Structure('cmd.tlbi_nh_asid', 2, {
    Opcode: opcode(0x11),
    VMID: { low: 32, width: 16 },
    ASID: { low: 48, width: 16 },
  }),
  tlbiNhVa: new Structure('cmd.tlbi_nh_va', 2, {
    Opcode: opcode(0x12),
    ...range,
    VMID: { low: 32, width: 16 },
    ASID: { low: 48, width: 16 },
    Address: address,
  }),
  tlbiEl2All: new Structure('cmd.tlbi_el2_all', 2, { Opcode: opcode(0x20) }),
  tlbiEl2Asid: new Structure('cmd.tlbi_el2_asid', 2, { Opcode: opcode(0x21), ASID: { low: 48, width: 16 } }),
  tlbiEl2Va: new Structure('cmd.tlbi_el2_va', 2, {
    Opcode: opcode(0x22),
    ...range,
    ASID: { low: 48, width: 16 },
    Address: address,
  }),
  tlbiS12Vmall: new Structure('cmd.tlbi_s12_vmall', 2, { Opcode: opcode(0x28), VMID: { low: 32, width: 16 } }),
  tlbiS2Ipa: new Structure('cmd.tlbi_s2_ipa', 2, {
    Opcode: opcode(0x2a),
    ...range,
    VMID: { low: 32, width: 16 },
    IPA: { low: 76, width: 40, shift: 12 },
  }),
  tlbiNsnhAll: new Structure('cmd.tlbi_nsnh_all', 2, { Opcode: opcode(0x30) }),
  atcInv: new Structure('cmd.atc_inv', 2, {
    Opcode: opcode(0x40),
    Global: { low: 9, width: 1 },
    SSV: { low: 11, width: 1 },
    SSID: substreamId,
    StreamID: streamId,
    Size: { low: 64, width: 6 },
    Address: address,
  }),
  priResp: new Structure('cmd.pri_resp', 2, {
    Opcode: opcode(0x41),
    SSV: { low: 11, width: 1 },
    SSID: substreamId,
    StreamID: streamId,
    PRGIndex: { low: 64, width: 9 },
    Resp: { low: 76, width: 2 },
  }),
  resume: new Structure('cmd.resume', 2, {
    Opcode: opcode(0x44),
    Action: { low: 12, width: 2 },
    StreamID: streamId,
    STAG: { low: 64, width: 16 },
  }),
  sync: new Structure('cmd.sync', 2, {
    Opcode: opcode(0x46),
    CS: { low: 12, width: 2 },
    MSH: { low: 22, width: 2 },
    MSIAttr: { low: 24, width: 4 },
    MSIData: { low: 32, width: 32 },
    MSIAddress: { low: 66, width: 50, shift: 2 },
  }),
} as const;

/** SYNC.CS: how completion is signalled. */
export const completionSignal = { none: 0, msi: 1, sev: 2 } as const;

/** Memory attributes that a SYNC carries: inner shareable, write-back. */
export const syncAttributes = { MSH: 3, MSIAttr: 0xf } as const;

/** RESUME.Action. */
export const resumeAction = { terminate: 0, retry: 1, abort: 2 } as const;

/** PRI_RESP.Resp. */
export const priResponse = { deny: 0, fail: 1, success: 2 } as const;

/** ATC_INV.Size that means every address. */
export const everyAddressSize = 52;
