/** Records that the SMMU writes: events and page requests (reference hardware 2.5). */
import { get, highHalf, lowHalf, mustFit, put, putAddress, type FieldValue, type Word64 } from '../fields.js';

const EVENT_FIELDS: Readonly<Record<string, readonly [number, number]>> = {
  ID: [0, 8],
  SSV: [11, 1],
  SSID: [12, 20],
  StreamID: [32, 32],
  STAG: [64, 16],
  Stall: [95, 1],
  PnU: [97, 1],
  InD: [98, 1],
  RnW: [99, 1],
  S2: [103, 1],
  CLASS: [104, 2],
};

/** An event record, eight u32 words from named fields; `InputAddr` has 64 bits, `IPA` is a byte address. */
export function eventRecord(inputs: Readonly<Record<string, FieldValue>>): Uint32Array {
  const words = new Uint32Array(8);
  for (const [field, value] of Object.entries(inputs)) {
    if (field === 'InputAddr') {
      words[4] = lowHalf(value);
      words[5] = highHalf(value);
    } else if (field === 'IPA') putAddress(words, field, value, 192, 12, 51);
    else {
      const place = Object.hasOwn(EVENT_FIELDS, field) ? EVENT_FIELDS[field] : undefined;
      if (place === undefined) throw new RangeError(`an event record has no field ${field}`);
      put(words, field, value, place[0], place[1]);
    }
  }
  return words;
}

export interface StallEvent {
  readonly id: number;
  readonly sid: number;
  readonly ssv: number;
  readonly ssid: number;
  readonly stag: number;
  readonly stall: number;
  /** 1 for a read. */
  readonly rnw: number;
  readonly address: Word64;
}

export function readEvent(words: Uint32Array): StallEvent {
  return {
    id: get(words, 0, 8),
    sid: words[1]!,
    ssv: get(words, 11, 1),
    ssid: get(words, 12, 20),
    stag: get(words, 64, 16),
    stall: get(words, 95, 1),
    rnw: get(words, 99, 1),
    address: { lo: words[4]!, hi: words[5]! },
  };
}

export interface PriRecord {
  readonly sid: number;
  readonly ssid: number;
  readonly priv: number;
  readonly x: number;
  readonly r: number;
  readonly w: number;
  readonly last: number;
  readonly ssv: number;
  readonly prgIndex: number;
  readonly address: FieldValue;
}

/** Four u32 words, as the SMMU writes them. */
export function priRecordWords(p: PriRecord): Uint32Array {
  const words = new Uint32Array(4);
  put(words, 'StreamID', p.sid, 0, 32);
  put(words, 'SSID', p.ssid, 32, 20);
  put(words, 'Priv', p.priv, 58, 1);
  put(words, 'X', p.x, 59, 1);
  put(words, 'R', p.r, 60, 1);
  put(words, 'W', p.w, 61, 1);
  put(words, 'Last', p.last, 62, 1);
  put(words, 'SSV', p.ssv, 63, 1);
  mustFit('PRGIndex', p.prgIndex, 9);
  if ((lowHalf(p.address) & 0xfff) !== 0) throw new RangeError('Address is not aligned to 4096');
  words[2] = p.prgIndex | lowHalf(p.address);
  words[3] = highHalf(p.address);
  return words;
}

export function readPriRecord(words: Uint32Array): PriRecord & { readonly address: Word64 } {
  return {
    sid: words[0]!,
    ssid: get(words, 32, 20),
    priv: get(words, 58, 1),
    x: get(words, 59, 1),
    r: get(words, 60, 1),
    w: get(words, 61, 1),
    last: get(words, 62, 1),
    ssv: get(words, 63, 1),
    prgIndex: get(words, 64, 9),
    address: { lo: (words[2]! & 0xffff_f000) >>> 0, hi: words[3]! },
  };
}
