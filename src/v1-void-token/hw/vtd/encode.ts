/** VT-d structures by their names in the golden files, from fields by their names in the tables. */
import { mustFit, type FieldValue, highHalf, lowHalf } from '../fields.js';
import { pageRequestWords } from './page-request.js';
import { contextEntry, pasidDirEntry, pasidEntry, rootEntry } from './pasid-entry.js';
import * as Q from './qi-descriptor.js';
import { iqa, pqa, rtaddr, vcmdCurrent } from './registers.js';
import { vcmdWord, vcrspWord } from './vcmd.js';

export type Inputs = Readonly<Record<string, FieldValue>>;

/** Small fields by name; absent ones are 0. */
class Fields {
  readonly #inputs: Inputs;

  constructor(inputs: Inputs) {
    this.#inputs = inputs;
  }

  n(name: string): number {
    const value = this.#inputs[name] ?? 0;
    if (highHalf(value) !== 0) throw new RangeError(`${name} is too large for any field of this structure`);
    mustFit(name, value, 32);
    return lowHalf(value);
  }

  w(name: string): FieldValue {
    return this.#inputs[name] ?? 0;
  }

  /** An address as a number; those of registers are below 2^53. */
  address(name: string, low: number): number {
    const value = this.w(name);
    if ((lowHalf(value) & (2 ** low - 1)) !== 0) throw new RangeError(`${name} is not aligned to ${2 ** low}`);
    mustFit(name, value, 64);
    return highHalf(value) * 0x1_0000_0000 + lowHalf(value);
  }
}

function register(value: number): Uint32Array {
  return Uint32Array.of(value >>> 0, Math.floor(value / 0x1_0000_0000) >>> 0);
}

const encoders: Readonly<Record<string, (f: Fields, inputs: Inputs) => Uint32Array>> = {
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
  'reg.IQA_REG': (f) => register(iqa(f.address('IQA', 12), bit(f, 'DW'), small(f, 'QS'))),
  'reg.PQA_REG': (f) => register(pqa(f.address('PQA', 12), small(f, 'PQS'))),
  'reg.RTADDR_REG': (f) => register(rtaddr(f.address('RTA', 12), f.n('TTM'))),
  'vcmd.command': (f) => vcmdWord(vcmdCurrent, f.n('CMD'), f.n('PASID')),
  'vcmd.command.driver_truncated': (f) => vcmdWord(vcmdCurrent, f.n('CMD'), f.n('PASID'), true),
  'vcrsp.response': (f) => vcrspWord(vcmdCurrent, f.n('IP'), f.n('SC'), f.n('PASID')),
};

function bit(f: Fields, name: string): number {
  mustFit(name, f.n(name), 1);
  return f.n(name);
}

function small(f: Fields, name: string): number {
  mustFit(name, f.n(name), 3);
  return f.n(name);
}

/** u32 words, lowest first; undefined for a structure that this layer does not know. */
export function encodeVtd(structure: string, inputs: Inputs, quirk: boolean): Uint32Array | undefined {
  if (structure.startsWith('pasid_table_entry.')) return pasidEntry(inputs);
  const short = structure.endsWith('.128');
  const name = short ? structure.slice(0, -'.128'.length) : structure;
  const quirky = quirk && Object.hasOwn(encoders, `${name}.driver_truncated`) ? `${name}.driver_truncated` : name;
  const encode = Object.hasOwn(encoders, quirky) ? encoders[quirky] : undefined;
  const words = encode?.(new Fields(inputs), inputs);
  return short ? words?.slice(0, 4) : words;
}
