/** SMMUv3 commands, event records and page requests (reference 2.5). */
import { address, bits, type Field, flag } from '../field.js';
import { structure } from '../structure.js';

const streamId = bits('StreamID', 63, 32);
const substreamId = bits('SSID', 31, 12);
const vmid = bits('VMID', 47, 32);
const asid = bits('ASID', 63, 48);
const leaf = flag('Leaf', 64, { 1: 'last level only' });
const substreamValid = flag('SSV', 11, { 1: 'SSID valid' });
const translationGranule = { 0: 'one granule', 1: '4 KiB', 2: '16 KiB', 3: '64 KiB' };
const range: readonly Field[] = [
  bits('NUM', 16, 12),
  bits('SCALE', 24, 20),
  leaf,
  bits('TTL', 73, 72),
  bits('TG', 75, 74, translationGranule),
];

function command(name: string, title: string, section: string, opcode: number, fields: readonly Field[]) {
  return structure({
    unit: 'smmuv3',
    name: `cmd.${name}`,
    title,
    group: 'command',
    section: `SMMUv3 ${section}`,
    size: 2,
    fields: [bits('Opcode', 7, 0, { [opcode]: title }), ...fields],
    fixed: { Opcode: opcode },
  });
}

export const prefetchConfig = command('prefetch_config', 'PREFETCH_CONFIG', '4.2', 0x01, [streamId]);
export const cfgiSte = command('cfgi_ste', 'CFGI_STE', '4.3', 0x03, [streamId, leaf]);
export const cfgiAll = command('cfgi_all', 'CFGI_ALL', '4.3', 0x04, [
  streamId,
  bits('Range', 68, 64, { 31: 'all streams' }),
]);
export const cfgiCd = command('cfgi_cd', 'CFGI_CD', '4.3', 0x05, [substreamId, streamId, leaf]);
export const cfgiCdAll = command('cfgi_cd_all', 'CFGI_CD_ALL', '4.3', 0x06, [streamId]);
export const tlbiNhAsid = command('tlbi_nh_asid', 'TLBI_NH_ASID', '4.4', 0x11, [vmid, asid]);
export const tlbiNhVa = command('tlbi_nh_va', 'TLBI_NH_VA', '4.4', 0x12, [
  vmid,
  asid,
  ...range,
  address('Address', 127, 76),
]);
export const tlbiEl2All = command('tlbi_el2_all', 'TLBI_EL2_ALL', '4.4', 0x20, []);
export const tlbiEl2Asid = command('tlbi_el2_asid', 'TLBI_EL2_ASID', '4.4', 0x21, [asid]);
export const tlbiEl2Va = command('tlbi_el2_va', 'TLBI_EL2_VA', '4.4', 0x22, [
  asid,
  ...range,
  address('Address', 127, 76),
]);
export const tlbiS12Vmall = command('tlbi_s12_vmall', 'TLBI_S12_VMALL', '4.4', 0x28, [vmid]);
export const tlbiS2Ipa = command('tlbi_s2_ipa', 'TLBI_S2_IPA', '4.4', 0x2a, [vmid, ...range, address('IPA', 115, 76)]);
export const tlbiNsnhAll = command('tlbi_nsnh_all', 'TLBI_NSNH_ALL', '4.4', 0x30, []);
export const atcInv = command('atc_inv', 'ATC_INV', '4.5', 0x40, [
  flag('Global', 9, { 1: 'all substreams' }),
  substreamValid,
  substreamId,
  streamId,
  bits('Size', 69, 64, { 0: 'one page', 52: 'everything' }),
  address('Address', 127, 76),
]);
export const priResp = command('pri_resp', 'PRI_RESP', '4.5', 0x41, [
  substreamValid,
  substreamId,
  streamId,
  bits('PRGIndex', 72, 64),
  bits('Resp', 77, 76, { 0: 'deny', 1: 'fail', 2: 'success' }),
]);
export const resume = command('resume', 'RESUME', '4.6', 0x44, [
  bits('Action', 13, 12, { 0: 'terminate', 1: 'retry', 2: 'abort' }),
  streamId,
  bits('STAG', 79, 64),
]);
export const commandSync = command('sync', 'SYNC', '4.7', 0x46, [
  bits('CS', 13, 12, { 0: 'no signal', 1: 'interrupt or MSI write', 2: 'send event' }),
  bits('MSH', 23, 22, { 3: 'inner' }),
  bits('MSIAttr', 27, 24),
  bits('MSIData', 63, 32),
  address('MSIAddress', 115, 66),
]);

export const smmuCommands = [
  prefetchConfig,
  cfgiSte,
  cfgiAll,
  cfgiCd,
  cfgiCdAll,
  tlbiNhAsid,
  tlbiNhVa,
  tlbiEl2All,
  tlbiEl2Asid,
  tlbiEl2Va,
  tlbiS12Vmall,
  tlbiS2Ipa,
  tlbiNsnhAll,
  atcInv,
  priResp,
  resume,
  commandSync,
];

export const eventRecord = structure({
  unit: 'smmuv3',
  name: 'evtq.translation_event',
  title: 'event record',
  group: 'record',
  section: 'SMMUv3 7.3',
  size: 4,
  byDevice: true,
  fields: [
    bits('ID', 7, 0, {
      0x10: 'translation fault',
      0x11: 'address size fault',
      0x12: 'access fault',
      0x13: 'permission fault',
    }),
    substreamValid,
    substreamId,
    streamId,
    bits('STAG', 79, 64),
    flag('Stall', 95, { 1: 'stalled' }),
    flag('PnU', 97, { 0: 'user', 1: 'privileged' }),
    flag('InD', 98, { 0: 'data', 1: 'instruction' }),
    flag('RnW', 99, { 0: 'write', 1: 'read' }),
    flag('S2', 103, { 0: 'stage 1', 1: 'stage 2' }),
    bits('CLASS', 105, 104),
    bits('InputAddr', 191, 128),
    address('IPA', 243, 204),
  ],
});

export const priRecord = structure({
  unit: 'smmuv3',
  name: 'priq.entry',
  title: 'page request record',
  group: 'record',
  section: 'SMMUv3 chapter 8',
  size: 2,
  byDevice: true,
  fields: [
    bits('StreamID', 31, 0),
    bits('SSID', 51, 32),
    flag('Priv', 58, { 1: 'privileged' }),
    flag('X', 59, { 1: 'execute' }),
    flag('R', 60, { 1: 'read' }),
    flag('W', 61, { 1: 'write' }),
    flag('Last', 62, { 1: 'last in group' }),
    flag('SSV', 63, { 1: 'SSID valid' }),
    bits('PRGIndex', 72, 64),
    address('Address', 127, 76),
  ],
});
