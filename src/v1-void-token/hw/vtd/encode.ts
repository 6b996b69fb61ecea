/** VT-d structures by their names in the golden files, from fields by their names in the tables. */
import { EncoderInputs, type Inputs } from '../encoder-inputs.js';
import { highHalf, lowHalf, type FieldValue } from '../fields.js';
import { pageRequestWords } from './page-request.js';
import { contextEntry, pasidDirEntry, pasidEntry, rootEntry } from './pasid-entry.js';
import * as Q from './qi-descriptor.js';
import { iqa, pqa, rtaddr, vcmdCurrent } from './registers.js';
import { vcmdWord, vcrspWord } from './vcmd.js';

/** A register that holds an address and flags in the bits below it. */
function register(base: FieldValue, flags: number): Uint32Array {
  return Uint32Array.of((lowHalf(base) | flags) >>> 0, highHalf(base));
}

const encoders: Readonly<Record<string, (f: EncoderInputs, inputs: Inputs) => Uint32Array>> = {
  'context_entry.scalable': (f) =>
    contextEntry({
      p: f.n('P'),
      fpd: f.n('FPD'),
      dte: f.n('DTE'),
      paside: f.n('PASIDE'),
      pre: f.n('PRE'),
      pdts: f.n('PDTS'),
      directory: f.w('PASIDDIRPTR'),
      ridPasid: f.n('RID_PASID'),
      ridPriv: f.n('RID_PRIV'),
    }),
  pasid_dir_entry: (f) => pasidDirEntry(f.n('P'), f.n('FPD'), f.w('SMPTBLPTR')),
  'root_entry.scalable': (f) => rootEntry(f.n('LP'), f.w('LCTP'), f.n('UP'), f.w('UCTP')),
  'qi.context_cache_inval': (f) => Q.qiContextCache(f.n('G'), f.n('DID'), f.n('SID'), f.n('FM')),
  'qi.iotlb_inval': (f) =>
    Q.qiIotlb(f.n('G'), f.n('DID'), { dw: f.n('DW'), dr: f.n('DR'), ih: f.n('IH'), am: f.n('AM'), addr: f.w('ADDR') }),
  'qi.dev_tlb_inval': (f) => Q.qiDevIotlb(f.n('SID'), f.n('MIP'), f.n('PFSID'), f.n('S'), f.w('ADDR')),
  'qi.interrupt_entry_cache_inval': (f) => Q.qiIec(f.n('G'), f.n('IIDX'), f.n('IM')),
  'qi.inv_wait': (f) =>
    Q.qiWait(
      { irq: f.n('IF'), sw: f.n('SW'), fn: f.n('FN'), pd: f.n('PD') },
      f.n('Status Data'),
      f.w('Status Address'),
    ),
  'qi.pasid_iotlb_inval': (f) =>
    Q.qiPasidIotlb(f.n('G'), f.n('DID'), f.n('PASID'), { ih: f.n('IH'), am: f.n('AM'), addr: f.w('ADDR') }),
  'qi.pasid_cache_inval': (f) => Q.qiPasidCache(f.n('G'), f.n('DID'), f.n('PASID')),
  'qi.pasid_dev_tlb_inval': (f) =>
    Q.qiPasidDevIotlb({
      sid: f.n('SID'),
      pasid: f.n('PASID'),
      mip: f.n('MIP'),
      pfsid: f.n('PFSID'),
      gi: f.n('GI'),
      s: f.n('S'),
      addr: f.w('ADDR'),
    }),
  'qi.page_group_response': (f) =>
    Q.qiPageGroupResponse({
      pp: f.n('PP'),
      pdp: f.n('PDP'),
      rc: f.n('RC'),
      rid: f.n('RID'),
      pasid: f.n('PASID'),
      lpig: f.n('LPIG'),
      prgi: f.n('PRGI'),
      private0: f.w('Private Data 0'),
      private1: f.w('Private Data 1'),
    }),
  'prq.page_request': (f) =>
    pageRequestWords({
      pp: f.n('PP'),
      pdp: f.n('PDP'),
      rid: f.n('RID'),
      pasid: f.n('PASID'),
      exr: f.n('EXR'),
      pmr: f.n('PMR'),
      rdr: f.n('RDR'),
      wrr: f.n('WRR'),
      lpig: f.n('LPIG'),
      prgi: f.n('PRGI'),
      addr: f.w('ADDR'),
      private0: f.w('Private Data 0'),
      private1: f.w('Private Data 1'),
    }),
  'reg.IQA_REG': (f) => register(f.aligned('IQA', 12), iqa(0, f.small('DW', 1), f.small('QS', 3))),
  'reg.PQA_REG': (f) => register(f.aligned('PQA', 12), pqa(0, f.small('PQS', 3))),
  'reg.RTADDR_REG': (f) => register(f.aligned('RTA', 12), rtaddr(0, f.small('TTM', 2))),
  'vcmd.command': (f) => vcmdWord(vcmdCurrent, f.n('CMD'), f.n('PASID')),
  'vcmd.command.driver_truncated': (f) => vcmdWord(vcmdCurrent, f.n('CMD'), f.n('PASID'), true),
  'vcrsp.response': (f) => vcrspWord(vcmdCurrent, f.n('IP'), f.n('SC'), f.n('PASID')),
};

/** u32 words, lowest first; undefined for a structure that this layer does not know. */
export function encodeVtd(structure: string, inputs: Inputs, quirk: boolean): Uint32Array | undefined {
  if (structure.startsWith('pasid_table_entry.')) return pasidEntry(inputs);
  const short = structure.endsWith('.128');
  const name = short ? structure.slice(0, -'.128'.length) : structure;
  const quirky = quirk && Object.hasOwn(encoders, `${name}.driver_truncated`) ? `${name}.driver_truncated` : name;
  const encode = Object.hasOwn(encoders, quirky) ? encoders[quirky] : undefined;
  const words = encode?.(new EncoderInputs(inputs), inputs);
  return short ? words?.slice(0, 4) : words;
}
