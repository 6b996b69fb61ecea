/** SMMUv3 structures by their names in the golden files, from fields by their names in the tables. */
import { EncoderInputs, type Inputs } from '../encoder-inputs.js';
import * as C from './command.js';
import { cdL1Desc, contextDescriptor } from './context-descriptor.js';
import * as Q from './queue.js';
import { eventRecord, priRecordWords } from './records.js';
import { queueBase, strtabBase, strtabBaseCfg } from './registers.js';
import { streamTableEntry, strtabL1Desc } from './stream-table.js';

const tlbi = (opcode: number, address: string) => (f: EncoderInputs) =>
  C.tlbiAddress(opcode, {
    vmid: f.n('VMID'),
    asid: f.n('ASID'),
    num: f.n('NUM'),
    scale: f.n('SCALE'),
    leaf: f.n('Leaf'),
    ttl: f.n('TTL'),
    tg: f.n('TG'),
    address: f.w(address),
  });

/** A function's value as one 64-bit word. */
const value = (result: number | boolean): Uint32Array => Uint32Array.of(Number(result), 0);

const encoders: Readonly<Record<string, (f: EncoderInputs) => Uint32Array>> = {
  cd_l1_desc: (f) => cdL1Desc(f.n('V'), f.w('L2Ptr')),
  strtab_l1_desc: (f) => strtabL1Desc(f.n('Span'), f.w('L2Ptr')),
  'cmd.prefetch_config': (f) => C.prefetchConfig(f.n('StreamID')),
  'cmd.cfgi_ste': (f) => C.cfgiSte(f.n('StreamID'), f.n('Leaf')),
  'cmd.cfgi_all': (f) => C.cfgiRange(f.n('StreamID'), f.n('Range')),
  'cmd.cfgi_cd': (f) => C.cfgiCd(f.n('SSID'), f.n('StreamID'), f.n('Leaf')),
  'cmd.cfgi_cd_all': (f) => C.cfgiCdAll(f.n('StreamID')),
  'cmd.tlbi_nh_asid': (f) => C.tlbiNhAsid(f.n('ASID'), f.n('VMID')),
  'cmd.tlbi_nh_va': tlbi(C.CMDQ_OP_TLBI_NH_VA, 'Address'),
  'cmd.tlbi_el2_all': () => C.tlbiEl2All(),
  'cmd.tlbi_el2_asid': (f) => C.tlbiEl2Asid(f.n('ASID')),
  'cmd.tlbi_el2_va': tlbi(C.CMDQ_OP_TLBI_EL2_VA, 'Address'),
  'cmd.tlbi_s12_vmall': (f) => C.tlbiS12Vmall(f.n('VMID')),
  'cmd.tlbi_s2_ipa': tlbi(C.CMDQ_OP_TLBI_S2_IPA, 'IPA'),
  'cmd.tlbi_nsnh_all': () => C.tlbiNsnhAll(),
  'cmd.atc_inv': (f) =>
    C.atcInv({
      sid: f.n('StreamID'),
      ssid: f.n('SSID'),
      ssv: f.n('SSV'),
      global: f.n('Global'),
      size: f.n('Size'),
      address: f.w('Address'),
    }),
  'cmd.pri_resp': (f) =>
    C.priResp({
      sid: f.n('StreamID'),
      ssid: f.n('SSID'),
      ssv: f.n('SSV'),
      prgIndex: f.n('PRGIndex'),
      resp: f.n('Resp'),
    }),
  'cmd.resume': (f) => C.resume(f.n('StreamID'), f.n('STAG'), f.n('Action')),
  'cmd.sync': (f) =>
    C.cmdSync({
      cs: f.n('CS'),
      msh: f.n('MSH'),
      msiAttr: f.n('MSIAttr'),
      msiData: f.n('MSIData'),
      msiAddress: f.w('MSIAddress'),
    }),
  'priq.entry': (f) =>
    priRecordWords({
      sid: f.n('StreamID'),
      ssid: f.n('SSID'),
      priv: f.n('Priv'),
      x: f.n('X'),
      r: f.n('R'),
      w: f.n('W'),
      last: f.n('Last'),
      ssv: f.n('SSV'),
      prgIndex: f.n('PRGIndex'),
      address: f.w('Address'),
    }),
  'queue.inc_prod': (f) => value(Q.queueInc(f.n('PROD'), f.n('LOG2SIZE'), f.n('n'))),
  'queue.inc_cons': (f) => value(Q.queueInc(f.n('CONS'), f.n('LOG2SIZE'))),
  'queue.empty': (f) => value(Q.queueEmpty(f.n('PROD'), f.n('CONS'), f.n('LOG2SIZE'))),
  'queue.full': (f) => value(Q.queueFull(f.n('PROD'), f.n('CONS'), f.n('LOG2SIZE'))),
  'queue.has_space': (f) => value(Q.queueHasSpace(f.n('PROD'), f.n('CONS'), f.n('LOG2SIZE'), f.n('n'))),
  'queue.consumed': (f) => value(Q.queueConsumed(f.n('CONS'), f.n('entry'), f.n('LOG2SIZE'))),
  'reg.CMDQ_BASE': (f) => Uint32Array.from(queueBase(f.address('ADDR', 5), f.small('LOG2SIZE', 5), f.small('RA', 1))),
  'reg.STRTAB_BASE': (f) => Uint32Array.from(strtabBase(f.address('ADDR', 6), f.small('RA', 1))),
  'reg.STRTAB_BASE_CFG': (f) => value(strtabBaseCfg(f.small('LOG2SIZE', 6), f.small('SPLIT', 5), f.small('FMT', 2))),
};

/** Structures that are fields by name, whatever state they show. */
const byFields: readonly (readonly [RegExp, (inputs: Inputs) => Uint32Array])[] = [
  [/^cd(\.(cleared|quiet))?$/, contextDescriptor],
  [/^ste\.(s1|s2|bypass_or_abort|detached_from_s2)$/, streamTableEntry],
  [/^evtq\.translation_event$/, eventRecord],
];

/** u32 words, lowest first; undefined for a structure that this layer does not know. */
export function encodeSmmu(structure: string, inputs: Inputs): Uint32Array | undefined {
  const fields = byFields.find(([name]) => name.test(structure));
  if (fields) return fields[1](inputs);
  const encode = Object.hasOwn(encoders, structure) ? encoders[structure] : undefined;
  return encode?.(new EncoderInputs(inputs));
}
