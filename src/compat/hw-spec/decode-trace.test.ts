import { describe, expect, it } from 'vitest';
import { decodeTrace, platformOf, TraceDecoder } from './decode-trace.js';
import { effectText } from './effect-text.js';
import { TraceWriter } from './trace-writer.js';

const texts = (writer: TraceWriter, platform?: 'vtd' | 'smmuv3' | 'amd'): string[] =>
  decodeTrace(writer.trace(), platform === undefined ? {} : { platform }).map(effectText);

describe('the record of a VT-d unit', () => {
  it('names entries by PASID and lists queue entries at the tail write', () => {
    const writer = new TraceWriter();
    writer.region('invalidationQueue', 0x100000000n, 8192);
    writer.region('queueStatus', 0x100002000n, 4096);
    writer.region('pasidDirectory', 0x100020000n, 131072);
    writer.region('pasidTable', 0x100040000n, 4096);
    const store = (address: bigint, value: bigint) => writer.add({ kind: 'memWrite', width: 8, address, value });
    store(0x100020008n, 0x100040001n);
    store(0x1000401c0n, 0x49n);
    writer.add({ kind: 'cacheFlush', address: 0x1000401c0n, value: 64n });
    writer.add({ kind: 'barrier' });
    const words = [0x0000004700120017n, 0n, 0n, 0n, 0x200000025n, 0x100002004n, 0n, 0n];
    for (const [index, word] of words.entries()) store(0x100000000n + 8n * BigInt(index), word);
    writer.add({ kind: 'mmioWrite', width: 4, address: 0x88n, value: 0x40n });
    writer.add({ kind: 'deviceWrite', width: 4, address: 0x100002004n, value: 2n });
    writer.add({ kind: 'wait', width: 4, address: 0x100002004n, value: 2n });
    expect(texts(writer).slice(4)).toEqual([
      'M pasidDirectory PASIDs from 64 word 0 = 0x100040001  SMPTBLPTR 0x100040000, P 1 present',
      'M pasidTable PASID 71 word 0 = 0x49  PGTT 1 first-stage, AW 2 48 bit, 4 levels, P 1 present',
      'flush pasidTable PASID 71 word 0 +64',
      'barrier',
      'Q slot 0 PASID-cache invalidation  PASID 71 (0x47), DID 18 (0x12), G 1 one PASID',
      'Q slot 1 invalidation wait  Status Address 0x100002004, Status Data 2, SW 1 status write',
      'W32 IQT_REG = 0x40  QT 0x40',
      'D32 queueStatus 0x100002004 = 0x2',
      'wait status of slot 1 = 0x2',
    ]);
  });

  it('shows an entry that was rewritten behind the tail when the error is acknowledged', () => {
    const writer = new TraceWriter();
    writer.region('invalidationQueue', 0x100000000n, 8192);
    const entry = (word: bigint) => {
      for (let at = 0n; at < 4n; at += 1n) {
        writer.add({ kind: 'memWrite', width: 8, address: 0x100000000n + 8n * at, value: at === 0n ? word : 0n });
      }
    };
    entry(0xfn);
    writer.add({ kind: 'mmioWrite', width: 4, address: 0x88n, value: 0x20n });
    entry(0x200000025n);
    writer.add({ kind: 'mmioWrite', width: 4, address: 0x34n, value: 0x10n });
    expect(texts(writer).slice(1)).toEqual([
      'Q slot 0 words 0xf 0x0 0x0 0x0  !! type that no table has',
      'W32 IQT_REG = 0x20  QT 0x20',
      'Q slot 0 invalidation wait  Status Data 2, SW 1 status write',
      'W32 FSTS_REG = 0x10  IQE 1 invalidation queue error',
    ]);
  });

  it('wraps the ring, and takes the size of its entries from the base register', () => {
    const writer = new TraceWriter();
    writer.add({ kind: 'mmioWrite', width: 8, address: 0x90n, value: 0x100000000n });
    writer.add({ kind: 'mmioWrite', width: 4, address: 0x88n, value: 0xff0n });
    const store = (address: bigint, value: bigint) => writer.add({ kind: 'memWrite', width: 8, address, value });
    store(0x100000ff0n, 0x11n);
    store(0x100000ff8n, 0n);
    store(0x100000000n, 0x200000025n);
    store(0x100000008n, 0x100002000n);
    writer.add({ kind: 'mmioWrite', width: 4, address: 0x88n, value: 0x10n });
    expect(texts(writer, 'vtd').slice(2, 4)).toEqual([
      'Q slot 255 context-cache invalidation  G 1 global',
      'Q slot 0 invalidation wait  Status Address 0x100002000, Status Data 2, SW 1 status write',
    ]);
  });

  it('puts a page request together from the words that the device stores', () => {
    const writer = new TraceWriter();
    writer.region('pageRequestQueue', 0x100008000n, 65536);
    for (const [index, value] of [0x0000000200ff0101n, 0x0000c0a0f919d7fan, 0n, 0n].entries()) {
      writer.add({ kind: 'deviceWrite', width: 8, address: 0x100008020n + 8n * BigInt(index), value });
    }
    expect(texts(writer)[1]).toBe(
      'L slot 1 page request  ADDR 0xc0a0f919d000, PRGI 255 (0xff), WRR 1 write, PASID 2, RID 255 (0xff), PP 1 PASID present',
    );
  });
});

describe('the record of an SMMUv3', () => {
  it('numbers leaf entries through the level above', () => {
    const writer = new TraceWriter();
    writer.region('streamTable', 0x100010000n, 4096);
    writer.region('streamTableLeaf', 0x100014000n, 16384);
    writer.region('contextDescriptors', 0x100020000n, 8192);
    writer.region('contextDescriptorLeaf', 0x100030000n, 65536);
    const store = (address: bigint, value: bigint) => writer.add({ kind: 'memWrite', width: 8, address, value });
    store(0x100010008n, 0x100014009n);
    store(0x100014000n + 64n * 5n, 0x9n);
    store(0x100020010n, 0x100030001n);
    store(0x100030000n + 64n * 3n + 8n, 0x7700000n);
    expect(texts(writer).slice(4)).toEqual([
      'M streamTable streams from 0x100 word 0 = 0x100014009  L2Ptr 0x100014000, Span 9',
      'M streamTableLeaf stream 0x105 word 0 = 0x9  Config 4 bypass, V 1 valid',
      'M contextDescriptors SSIDs from 2048 word 0 = 0x100030001  L2Ptr 0x100030000, V 1 valid',
      'M contextDescriptorLeaf SSID 2051 word 1 = 0x7700000  TTB0 0x7700000',
    ]);
  });
});

describe('the record of an AMD IOMMU', () => {
  it('numbers PASIDs through three levels, whichever level is linked first', () => {
    const writer = new TraceWriter();
    for (const page of [0x100010000n, 0x100011000n, 0x100012000n]) writer.region('gcr3', page, 4096);
    const store = (address: bigint, value: bigint) => writer.add({ kind: 'memWrite', width: 8, address, value });
    store(0x100010008n, 0x100011001n);
    store(0x100011010n, 0x100012001n);
    store(0x100012018n, 0x44441001n);
    const [, , , , middle, leaf] = texts(writer);
    expect(middle).toBe('M gcr3 PASIDs from 263168 word 0 = 0x100012001  GCR3TableAddress 0x100012000, V 1 valid');
    expect(leaf).toBe('M gcr3 PASID 263171 word 0 = 0x44441001  GCR3 0x44441000, V 1 valid');
  });
});

describe('outside of the units', () => {
  it('names capabilities, software steps and interrupts, and keeps what it does not know', () => {
    const writer = new TraceWriter();
    writer.operation = 7;
    writer.region('guestTable', 0x100060000n, 4096);
    writer.add({ kind: 'pci', address: 0x218n, value: 1n, aux: 1 });
    writer.add({ kind: 'software', value: 5n, aux: 4 });
    writer.add({ kind: 'interrupt', address: 0xdcn });
    writer.add({ kind: 'memWrite', width: 4, address: 0x100060014n, value: 0x80000046n });
    writer.add({ kind: 'memWrite', width: 4, address: 0x100060014n, value: 0n });
    const effects = new TraceDecoder({ platform: 'vtd' }).decode(writer.trace());
    expect(effects.map(effectText).slice(1)).toEqual([
      'pci device 0x218 ATS on',
      'software freeIoasid 5',
      'interrupt by PRS_REG',
      'M32 guestTable guest PASID 5 word 0 = 0x80000046  V 1 valid, HostPASID 70 (0x46)',
      'M32 guestTable guest PASID 5 word 0 = 0x0  V 0 not valid, HostPASID 0',
    ]);
    expect(effects.map(({ record, operation }) => [record, operation])).toEqual(
      [0, 1, 2, 3, 4, 5].map((at) => [at, 7]),
    );
    const odd = { length: 1, dropped: 0, words: Uint32Array.of(99, 1, 2, 3, 4, 5), causes: Uint32Array.of(0, 0) };
    expect(decodeTrace(odd, { platform: 'amd' }).map(effectText)).toEqual(['unknown record 0x63 0x1 0x2 0x3 0x4 0x5']);
  });

  it('tells the platform by its regions, and asks when there is none', () => {
    const writer = new TraceWriter();
    writer.region('guestDirectory', 0x100000000n, 4096);
    expect(platformOf(writer.trace())).toBeUndefined();
    expect(() => decodeTrace(writer.trace())).toThrow('name its platform');
    writer.region('commandQueue', 0x100001000n, 4096);
    expect(platformOf(writer.trace())).toBe('smmuv3');
  });
});
