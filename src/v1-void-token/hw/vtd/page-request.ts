/** Page request descriptors: hardware writes them, software reads them (reference hardware 1.5). */
import { get, highHalf, lowHalf, mustFit, type FieldValue, type Word64 } from '../fields.js';

export interface PageRequest {
  readonly pp: number;
  readonly pdp: number;
  readonly rid: number;
  readonly pasid: number;
  readonly exr: number;
  readonly pmr: number;
  readonly rdr: number;
  readonly wrr: number;
  readonly lpig: number;
  readonly prgi: number;
  /** Page address, byte address with the low 12 bits 0. */
  readonly addr: FieldValue;
  readonly private0: FieldValue;
  readonly private1: FieldValue;
}

/** Eight u32 words, as hardware writes them. */
export function pageRequestWords(r: PageRequest): Uint32Array {
  const flags: readonly (readonly [string, number])[] = [
    ['PP', r.pp],
    ['PDP', r.pdp],
    ['EXR', r.exr],
    ['PMR', r.pmr],
    ['RDR', r.rdr],
    ['WRR', r.wrr],
    ['LPIG', r.lpig],
  ];
  for (const [name, value] of flags) mustFit(name, value, 1);
  mustFit('RID', r.rid, 16);
  mustFit('PASID', r.pasid, 20);
  mustFit('PRGI', r.prgi, 9);
  if ((lowHalf(r.addr) & 0xfff) !== 0) throw new RangeError('ADDR is not aligned to 4096');
  const words = new Uint32Array(8);
  words[0] = 1 | (r.pp << 8) | (r.pdp << 9) | (r.rid << 16);
  words[1] = r.pasid | (r.exr << 20) | (r.pmr << 21);
  words[2] = r.rdr | (r.wrr << 1) | (r.lpig << 2) | (r.prgi << 3) | lowHalf(r.addr);
  words[3] = highHalf(r.addr);
  words[4] = lowHalf(r.private0);
  words[5] = highHalf(r.private0);
  words[6] = lowHalf(r.private1);
  words[7] = highHalf(r.private1);
  return words;
}

/** What software reads from a descriptor. */
export function readPageRequest(words: Uint32Array): PageRequest & { readonly addr: Word64 } {
  return {
    pp: get(words, 8, 1),
    pdp: get(words, 9, 1),
    rid: get(words, 16, 16),
    pasid: get(words, 32, 20),
    exr: get(words, 52, 1),
    pmr: get(words, 53, 1),
    rdr: get(words, 64, 1),
    wrr: get(words, 65, 1),
    lpig: get(words, 66, 1),
    prgi: get(words, 67, 9),
    addr: { lo: (words[2]! & 0xffff_f000) >>> 0, hi: words[3]! },
    private0: { lo: words[4]!, hi: words[5]! },
    private1: { lo: words[6]!, hi: words[7]! },
  };
}
