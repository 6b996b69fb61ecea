/** Entries of the PPR log: hardware writes them, software reads them (reference hardware 3.4). */
import { get, highHalf, lowHalf, mustFit, put, type FieldValue, type Word64 } from '../fields.js';

export const PPR_REQ_FAULT = 1;

export interface PprEntry {
  /** 1 for a page service request. */
  readonly eventCode: number;
  readonly devid: number;
  readonly pasid: number;
  /** 10 bits. */
  readonly tag: number;
  /** 12 bits. */
  readonly flags: number;
  readonly address: FieldValue;
}

/** Four u32 words, as hardware writes them. */
export function pprEntryWords({ eventCode, devid, pasid, tag, flags, address }: PprEntry): Uint32Array {
  const words = new Uint32Array(4);
  mustFit('PASID', pasid, 20);
  put(words, 'DeviceID', devid, 0, 16);
  put(words, 'PASID[15:0]', pasid & 0xffff, 16, 16);
  put(words, 'PPRTag', tag, 32, 10);
  put(words, 'PASID[19:16]', pasid >>> 16, 42, 4);
  put(words, 'Flags', flags, 48, 12);
  put(words, 'EventCode', eventCode, 60, 4);
  if ((lowHalf(address) & 0xfff) !== 0) throw new RangeError('Address is not aligned to 4096');
  words[2] = lowHalf(address);
  words[3] = highHalf(address);
  return words;
}

/** What software reads from an entry. */
export function readPprEntry(words: Uint32Array): PprEntry & { readonly address: Word64 } {
  return {
    eventCode: get(words, 60, 4),
    devid: get(words, 0, 16),
    pasid: get(words, 16, 16) | (get(words, 42, 4) << 16),
    tag: get(words, 32, 10),
    flags: get(words, 48, 12),
    address: { lo: words[2]!, hi: words[3]! },
  };
}
