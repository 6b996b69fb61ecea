import { beforeEach, describe, expect, it } from 'vitest';
import { BUS_BARRIER, BUS_DEVICE_WRITE, BUS_MEM_WRITE, BUS_MMIO_WRITE, BUS_WAIT, BusLog } from '../bus.js';
import * as C from './command.js';
import { SmmuTranslationDomain } from './domain.js';
import { evtqThread, pageResponseStall, priqThread } from './fault-queues.js';
import type { PriRecord, StallEvent } from './records.js';
import * as R from './registers.js';
import { type SmmuConfig, SmmuV3 } from './smmu.js';
import type { SmmuMaster } from './streams.js';

let bus: BusLog;
let smmu: SmmuV3;

function start(config: Partial<SmmuConfig> = {}): void {
  bus = new BusLog();
  smmu = new SmmuV3(bus, { unit: 0, ...config });
  smmu.boot();
  bus.clearTrace();
}

beforeEach(() => start());

function kinds(): number[] {
  const { words, length } = bus.trace();
  return Array.from({ length }, (_, index) => words[6 * index]! & 0xff);
}

function written(): string[] {
  const { words, length } = bus.trace();
  return Array.from({ length }, (_, index) => 6 * index)
    .filter((at) => (words[at]! & 0xff) === BUS_MMIO_WRITE)
    .map((at) => `${words[at + 1]!.toString(16)}=${words[at + 3]!.toString(16)}`);
}

const count = (kind: number): number => kinds().filter((found) => found === kind).length;
const commandAt = (slot: number): number => bus.memory.read32(smmu.cmdq + 16 * slot);
const invalidate = C.tlbiNhAsid(7);

describe('errors of the command queue', () => {
  it('waits while the SMMU does not take commands', () => {
    smmu.device.faults.stalled = 20;
    expect(smmu.issueWithSync([invalidate])).toBe(0);
    expect(count(BUS_WAIT)).toBe(1);
  });

  it('gives up on a sync that never completes', () => {
    smmu.device.faults.stalled = Number.MAX_SAFE_INTEGER;
    expect(smmu.issueWithSync([invalidate])).toBe(-110);
    expect(count(BUS_WAIT)).toBe(0);
  });

  it('never writes over commands that are still in the queue', () => {
    start({ cmdqLog2size: 7 });
    smmu.device.faults.stalled = Number.MAX_SAFE_INTEGER;
    const issued = Array.from({ length: 130 }, () => smmu.issue(invalidate));
    expect(issued.indexOf(-110)).toBe(128);
    smmu.device.faults.stalled = 0;
    smmu.device.consume();
    expect(smmu.issue(invalidate)).toBe(0);
  });

  it('waits for room while the queue is full', () => {
    start({ cmdqLog2size: 7 });
    smmu.device.faults.stalled = 200;
    for (let each = 0; each < 130; each++) expect(smmu.issue(invalidate)).toBe(0);
  });

  it('puts a sync in place of an illegal command', () => {
    smmu.device.faults.illegalAfter = 0;
    const { prod } = smmu;
    expect(smmu.issueWithSync([invalidate])).toBe(0);
    expect(commandAt(prod)).toBe(0x0fc0_0046);
    expect(written()).toEqual([`98=${(prod + 2).toString(16)}`, '64=1']);
  });

  it('finds opcodes illegal that no SMMU has', () => {
    const { prod } = smmu;
    expect(smmu.issueWithSync([Uint32Array.of(0x77, 0, 0, 0)])).toBe(0);
    expect(commandAt(prod)).toBe(0x0fc0_0046);
  });

  it.each(['fetchAbortAfter', 'atcTimeoutAfter'] as const)('only acknowledges %s', (site) => {
    smmu.device.faults[site] = 0;
    const { prod } = smmu;
    const atc = C.atcInvRange(0x100, 0, 0, 0);
    expect(smmu.issueWithSync([atc])).toBe(0);
    expect(commandAt(prod)).toBe(atc[0]);
    expect(written()).toEqual([`98=${(prod + 2).toString(16)}`, '64=1']);
    expect(smmu.device.cmdq.cons).toBe(prod + 2);
  });

  it('keeps the code of the error in CONS until it is acknowledged', () => {
    smmu.device.faults.illegalAfter = 0;
    smmu.issue(invalidate);
    expect(smmu.device.read(R.ARM_SMMU_CMDQ_CONS) >>> 24).toBe(1);
    expect(smmu.device.read(R.ARM_SMMU_GERROR)).toBe(1);
    expect(smmu.issueWithSync([])).toBe(0);
    expect(smmu.device.read(R.ARM_SMMU_CMDQ_CONS) >>> 24).toBe(0);
  });
});

it.each([
  [64, 1],
  [65, 2],
  [130, 3],
])('puts %i commands in %i batches, with one sync at the end', (commands, batches) => {
  smmu.issueWithSync(Array.from({ length: commands }, () => invalidate));
  expect(count(BUS_BARRIER)).toBe(batches);
  expect(count(BUS_WAIT)).toBe(1);
});

it('blames a sync only for the invalidations of devices before it', () => {
  smmu.issueWithSync([C.atcInvRange(0x100, 0, 0, 0)]);
  smmu.device.faults.atcTimeoutAfter = 0;
  smmu.issueWithSync([invalidate]);
  expect(smmu.device.read(R.ARM_SMMU_GERROR)).toBe(0);
});

it('lets the SMMU write over a sync that is polled', () => {
  start({ msiPolling: true });
  const { prod } = smmu;
  smmu.issueWithSync([]);
  expect(commandAt(prod)).toBe(0);
  expect(count(BUS_DEVICE_WRITE)).toBe(1);
});

describe('page requests and events', () => {
  const record: PriRecord = {
    sid: 0x100,
    ssid: 5,
    priv: 0,
    x: 0,
    r: 1,
    w: 0,
    last: 1,
    ssv: 1,
    prgIndex: 9,
    address: 0x7f000,
  };
  const event = { ID: 0x10, SSV: 1, SSID: 5, StreamID: 0x100, STAG: 77, Stall: 1, RnW: 1, InputAddr: 0x7f123 };

  it('are off until they are enabled', () => {
    expect(smmu.device.pageRequest(record)).toBe(false);
    start({ pri: true });
    expect(smmu.device.pageRequest(record)).toBe(true);
  });

  it('are refused, the last of a group with an answer', () => {
    start({ pri: true });
    smmu.device.pageRequest({ ...record, last: 0 });
    smmu.device.pageRequest(record);
    const { prod } = smmu;
    const seen: PriRecord[] = [];
    priqThread(smmu, (each) => seen.push(each));
    expect(seen.map(({ last, ssid }) => [last, ssid])).toEqual([
      [0, 5],
      [1, 5],
    ]);
    expect(written()).toEqual(['100cc=1', '100cc=2', `98=${(prod + 1).toString(16)}`]);
    expect(commandAt(prod)).toBe(0x41 | (1 << 11) | (5 << 12));
  });

  it('are refused without a substream where the record has none', () => {
    start({ pri: true });
    smmu.device.pageRequest({ ...record, ssv: 0 });
    const { prod } = smmu;
    priqThread(smmu);
    expect(commandAt(prod)).toBe(0x41);
  });

  it('are lost when the queue is full, which the next CONS acknowledges', () => {
    start({ pri: true });
    let taken = 0;
    while (smmu.device.pageRequest(record)) taken++;
    expect(taken).toBe(128);
    expect(smmu.device.priq.prod >>> 31).toBe(1);
    priqThread(smmu);
    expect(smmu.device.pageRequest(record)).toBe(true);
    priqThread(smmu);
    expect(smmu.device.priq.cons >>> 31).toBe(1);
  });

  it('are answered: success goes on, anything else aborts', () => {
    expect(smmu.device.event(event)).toBe(true);
    const seen: StallEvent[] = [];
    evtqThread(smmu, (each) => seen.push(each));
    expect(seen).toEqual([
      { id: 0x10, sid: 0x100, ssv: 1, ssid: 5, stag: 77, stall: 1, rnw: 1, address: { lo: 0x7f123, hi: 0 } },
    ]);
    const { prod } = smmu;
    for (const code of [0, 1, 2]) pageResponseStall(smmu, 0x100, 77, code);
    expect([0, 1, 2].map((slot) => (commandAt(prod + slot) >>> 12) & 3)).toEqual([1, 2, 2]);
  });
});

describe('contexts', () => {
  const master = (sid: number): SmmuMaster => ({ sids: [sid], atsSupported: true, atsEnabled: false });

  it('have no place for a substream beyond the table', () => {
    const domain = new SmmuTranslationDomain(smmu, { ssidBits: 10, root: 0x5000_0000 });
    expect(domain.writeProcessDescriptor(1, 7, 0x6000_0000)).toBe(-22);
    expect(domain.attach(master(0x100))).toBe(0);
    expect(domain.writeProcessDescriptor(1024, 7, 0x6000_0000)).toBe(-7);
    expect(domain.attach(domain.masters[0]!)).toBe(-16);
  });

  it('give way to a process that needs their ASID, and number from 1 upwards', () => {
    const [one, two] = [new SmmuTranslationDomain(smmu), new SmmuTranslationDomain(smmu)];
    one.attach(master(0x100));
    two.attach(master(0x108));
    expect([one.asid, two.asid]).toEqual([1, 2]);
    smmu.asids.pin(0x6000_0000, 1);
    expect(one.getSharedAsid(0x6000_0000)).toBe(1);
    expect(one.getSharedAsid(0x6000_0000)).toBe(1);
    expect(one.asid).toBe(3);
    one.putSharedAsid(0x6000_0000);
    expect(one.allocPrivateAsid()).toBe(4);
    one.putSharedAsid(0x6000_0000);
    expect(one.allocPrivateAsid()).toBe(1);
  });

  it.each([
    [false, 3],
    [true, 4],
  ])('of stage 2 leave word 1 alone without ATS (%s)', (ats, stores) => {
    start({ ats });
    const domain = new SmmuTranslationDomain(smmu, { stage2: { vmid: 9, ttb: 0x30_0000_0000 } });
    domain.attach(master(0x100));
    const entry = smmu.streams.entryOf(0x100);
    const { words, length } = bus.trace();
    const inEntry = Array.from({ length }, (_, index) => 6 * index).filter((at) => {
      const address = words[at + 2]! * 2 ** 32 + words[at + 1]!;
      return (words[at]! & 0xff) === BUS_MEM_WRITE && address >= entry && address < entry + 64;
    });
    expect(inEntry).toHaveLength(stores);
  });

  it('are flushed for a single byte, and not for none', () => {
    const domain = new SmmuTranslationDomain(smmu, { root: 0x5000_0000 });
    domain.attach(master(0x100));
    const { prod } = smmu;
    domain.flushRange(0x1000, 0, 0x1000, true);
    expect(smmu.prod).toBe(prod);
    domain.flushRange(0x1000, 1, 0x1000, true);
    expect(commandAt(prod) & 0xff).toBe(C.CMDQ_OP_TLBI_NH_VA);
    expect(smmu.prod).toBe(prod + 2);
  });

  it('are flushed in the ATCs of their streams without a substream', () => {
    start({ ats: true });
    const domain = new SmmuTranslationDomain(smmu, { root: 0x5000_0000 });
    domain.attach(master(0x100));
    bus.clearTrace();
    const { prod } = smmu;
    domain.flushRange(0x1000, 0x1000, 0x1000, true);
    const [invalidation, atc] = [commandAt(prod), commandAt(prod + 2)];
    expect(invalidation & 0xff).toBe(C.CMDQ_OP_TLBI_NH_VA);
    // Opcode alone: SSV is bit 11, the substream from bit 12 upwards.
    expect(atc).toBe(0x40);
  });

  it('of stage 2 are none, and its table is flushed by VMID', () => {
    start({ ats: true });
    const domain = new SmmuTranslationDomain(smmu, { stage2: { vmid: 9, ttb: 0x30_0000_0000 } });
    const device = master(0x100);
    domain.attach(device);
    const { prod } = smmu;
    domain.flushAll();
    domain.flushRange(0x1000, 0x1000, 0x1000, true);
    expect([0, 2, 4, 6].map((slot) => commandAt(prod + slot) & 0xff)).toEqual([0x28, 0x40, 0x2a, 0x40]);
    domain.detach(device);
    expect(device.atsEnabled).toBe(false);
    expect(bus.memory.read32(smmu.streams.entryOf(0x100))).toBe(1);
    expect(bus.memory.read32(smmu.streams.entryOf(0x100) + 28)).toBe(0x30);
  });
});

it('refuses a stream beyond the table by name', () => {
  expect(() => smmu.streams.ensure(1024)).toThrow('StreamID 1024 does not fit 10 bits');
});
