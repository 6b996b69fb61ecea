import { describe, expect, it } from 'vitest';
import { TraceWriter } from '../trace-writer.js';
import { SpecMonitors } from './monitors.js';

const queue = 0x1_0000_0000n;
const status = 0x1_0000_2000n;
const directory = 0x1_0002_0000n;
const table = 0x1_0004_0000n;

/** A VT-d machine with a queue and a PASID table below slot 0 of the directory. */
function vtd() {
  const writer = new TraceWriter();
  writer.region('invalidationQueue', queue, 8192);
  writer.region('queueStatus', status, 4096);
  writer.region('pasidDirectory', directory, 131072);
  writer.region('pasidTable', table, 4096);
  writer.add({ kind: 'mmioWrite', width: 8, address: 0x90n, value: queue | 0x801n });
  const store = (address: bigint, value: bigint) => writer.add({ kind: 'memWrite', width: 8, address, value });
  store(directory, table | 1n);
  let slot = 0n;
  const put = (...words: readonly bigint[]) => {
    for (let word = 0n; word < 4n; word += 1n) store(queue + slot * 32n + word * 8n, words[Number(word)] ?? 0n);
    slot = (slot + 1n) % 256n;
  };
  const tail = (value = slot * 32n) => writer.add({ kind: 'mmioWrite', width: 4, address: 0x88n, value });
  const wait = () => writer.add({ kind: 'wait', width: 4, address: status, value: 2n });
  return {
    store,
    put,
    tail,
    wait,
    /** One descriptor, its wait descriptor, one tail write, completion. */
    submit: (...words: readonly bigint[]) => {
      put(...words);
      put(0x0000000200000025n, status + slot * 4n);
      tail();
      wait();
    },
    entry: (pasid: bigint, word: bigint, value: bigint) => store(table + pasid * 64n + word * 8n, value),
    writer,
    rules: () => {
      const monitors = new SpecMonitors({ platform: 'vtd' });
      return [...monitors.scan(writer.trace()), ...monitors.finish(writer.length)].map(({ rule }) => rule);
    },
  };
}

const did = 18n;
const pasid = 5n;
const pasidCache = 0x17n | (did << 16n) | (pasid << 32n);
const pasidIotlb = 0x26n | (did << 16n) | (pasid << 32n);
const deviceTlb = [0x8n | (pasid << 32n), 0x7ffffffffffff800n] as const;

function live() {
  const machine = vtd();
  machine.entry(pasid, 2n, 0x12345000n);
  machine.entry(pasid, 1n, did);
  machine.entry(pasid, 0n, 0x48n);
  machine.entry(pasid, 0n, 0x49n);
  return machine;
}

describe('a PASID entry', () => {
  it('may be set up, cleared and forgotten in order', () => {
    const machine = live();
    machine.entry(pasid, 0n, 0x48n);
    machine.submit(pasidCache);
    machine.submit(pasidIotlb);
    machine.submit(...deviceTlb);
    for (let word = 0n; word < 8n; word += 1n) machine.entry(pasid, word, 0n);
    machine.entry(pasid, 0n, 0x49n);
    expect(machine.rules()).toEqual([]);
  });

  it('may change while it is live, by one store', () => {
    const machine = live();
    machine.entry(pasid, 1n, did | (1n << 24n));
    machine.submit(pasidCache);
    machine.entry(pasid, 1n, did);
    expect(machine.rules()).toEqual([]);
  });

  it('must not become present before the rest is written', () => {
    const machine = vtd();
    machine.entry(pasid, 0n, 0x49n);
    machine.entry(pasid, 2n, 0x12345000n);
    machine.entry(pasid, 1n, did);
    expect(machine.rules()).toEqual(['half-written']);
  });

  it('must not become present without a type', () => {
    const machine = vtd();
    machine.entry(pasid, 0n, 0x9n);
    expect(machine.rules()).toEqual(['incomplete-entry']);
  });

  it('must not be used again before its invalidation is complete', () => {
    const machine = live();
    machine.entry(pasid, 0n, 0x48n);
    machine.submit(pasidCache);
    machine.entry(pasid, 0n, 0x49n);
    expect(machine.rules()).toEqual(['reused-too-early']);
  });

  it('must not end without invalidation, nor with one of another PASID or domain', () => {
    const machine = live();
    machine.entry(pasid, 0n, 0x48n);
    expect(machine.rules()).toEqual(['stale-at-end']);
    machine.submit(pasidCache ^ (1n << 32n));
    machine.submit(pasidCache ^ (1n << 16n));
    machine.submit(pasidIotlb ^ (1n << 32n));
    expect(machine.rules()).toEqual(['stale-at-end']);
  });

  it('needs the wait after the last invalidation', () => {
    const machine = live();
    machine.entry(pasid, 0n, 0x48n);
    machine.submit(pasidCache);
    machine.put(pasidIotlb);
    machine.tail();
    expect(machine.rules()).toEqual(['stale-at-end']);
    machine.wait();
    expect(machine.rules()).toEqual([]);
  });

  it('is forgotten by the PASID cache first, then the IOTLB, then the device', () => {
    const iotlbFirst = live();
    iotlbFirst.entry(pasid, 0n, 0x48n);
    iotlbFirst.submit(pasidIotlb);
    iotlbFirst.submit(pasidCache);
    expect(iotlbFirst.rules()).toEqual(['invalidation-order', 'stale-at-end']);
    const deviceFirst = live();
    deviceFirst.entry(pasid, 0n, 0x48n);
    deviceFirst.submit(pasidCache);
    deviceFirst.submit(...deviceTlb);
    deviceFirst.submit(pasidIotlb);
    expect(deviceFirst.rules()).toEqual(['invalidation-order']);
  });
});

describe('the invalidation queue', () => {
  it('must not publish what nobody wrote, at a place that is no entry, of a type that does not exist', () => {
    const unwritten = vtd();
    unwritten.put(pasidCache);
    unwritten.tail(64n);
    expect(unwritten.rules()).toEqual(['unwritten-slot', 'malformed-entry']);
    const misaligned = vtd();
    misaligned.put(pasidCache);
    misaligned.tail(48n);
    expect(misaligned.rules()).toEqual(['misaligned-tail']);
    const reserved = vtd();
    reserved.submit(pasidCache | (1n << 63n));
    expect(reserved.rules()).toEqual(['malformed-entry']);
  });

  it('must not be overrun, and holds one entry less than it has slots', () => {
    const machine = vtd();
    machine.put(pasidCache);
    machine.tail();
    for (let count = 1; count < 255; count += 1) machine.put(pasidCache);
    machine.tail();
    expect(machine.rules()).toEqual([]);
    machine.put(pasidCache);
    machine.tail();
    expect(machine.rules()).toEqual(['queue-overrun']);
  });
});

describe('the virtual command register', () => {
  const vcmd = (value: bigint) => ({ kind: 'mmioWrite', width: 8, address: 0xe00n, value }) as const;
  const response = (value: bigint) => ({ kind: 'mmioRead', width: 8, address: 0xe10n, value }) as const;

  it('takes the next command when the one before is final', () => {
    const { writer, rules } = vtd();
    for (const entry of [vcmd(1n), response(1n), response(0x50000n), vcmd(2n), response(0n)]) writer.add(entry);
    expect(rules()).toEqual([]);
    writer.add(vcmd(1n));
    writer.add(response(1n));
    writer.add(vcmd(1n));
    expect(rules()).toEqual(['command-while-busy']);
  });
});

describe('guest translation', () => {
  it('is cleared while the guest is kept out, which ends', () => {
    const { writer, rules } = vtd();
    const address = 0x1_0006_0000n;
    writer.region('guestTable', address, 4096);
    const set = (value: bigint) => writer.add({ kind: 'memWrite', width: 4, address: address + 20n, value });
    set(0x80000005n);
    writer.add({ kind: 'software', aux: 5 });
    set(0n);
    expect(rules()).toEqual(['blocked-at-end']);
    writer.add({ kind: 'software', aux: 6 });
    expect(rules()).toEqual([]);
    set(0x80000005n);
    set(0n);
    expect(rules()).toEqual(['cleared-while-running']);
  });
});
