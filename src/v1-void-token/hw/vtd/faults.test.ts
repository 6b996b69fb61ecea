import { beforeEach, describe, expect, it } from 'vitest';
import { BUS_INTERRUPT, BUS_MEM_WRITE, BUS_MMIO_WRITE, BUS_WAIT, BusLog } from '../bus.js';
import { type VtdEndpoint, VtdIommu } from './iommu.js';
import { tearDownEntry } from './pasid-table.js';
import { setupFirstLevel, setupNested } from './pasid-setup.js';
import { qiIec, qiPasidCache, qiPasidDevIotlb, qiPasidIotlb, qiWait } from './qi-descriptor.js';
import * as R from './registers.js';
import { vcmdAllocPasid, vcmdFreePasid } from './vcmd-commands.js';

let bus: BusLog;
let iommu: VtdIommu;
let endpoint: VtdEndpoint;

beforeEach(() => {
  bus = new BusLog();
  iommu = new VtdIommu(bus, { unit: 0 });
  iommu.boot();
  endpoint = iommu.attachEndpoint({ sid: 0x218, ats: true, pri: true, qdep: 4, pfsid: 0 });
  bus.clearTrace();
});

/** Registers written, as `offset=value`. */
function written(): string[] {
  const { words, length } = bus.trace();
  return Array.from({ length }, (_, index) => 6 * index)
    .filter((at) => (words[at]! & 0xff) === BUS_MMIO_WRITE)
    .map((at) => `${words[at + 1]!.toString(16)}=${words[at + 3]!.toString(16)}`);
}

function count(kind: number): number {
  const { words, length } = bus.trace();
  return Array.from({ length }, (_, index) => words[6 * index]! & 0xff).filter((found) => found === kind).length;
}

const invalidate = qiPasidIotlb(2, 5, 7);
const device = qiPasidDevIotlb({ sid: 0x218, pasid: 7, mip: 4, pfsid: 0, s: 0, addr: 0 });

describe('errors of the invalidation queue', () => {
  it('waits while the unit does not fetch', () => {
    iommu.device.faults.stalled = 20;
    expect(iommu.submit([invalidate])).toBe(0);
    expect(count(BUS_WAIT)).toBe(1);
    expect(iommu.device.iqh).toBe(2 * 32);
  });

  it('gives up on a queue that never goes on', () => {
    iommu.device.faults.stalled = Number.MAX_SAFE_INTEGER;
    expect(iommu.submit([invalidate])).toBe(-16);
    expect(count(BUS_WAIT)).toBe(0);
  });

  it('puts the wait in place of a descriptor that was refused, and clears the error', () => {
    iommu.device.faults.iqeAfter = 0;
    expect(iommu.submit([invalidate])).toBe(-22);
    expect(written()).toEqual(['88=40', '34=10']);
    const [first, wait] = [bus.readMemory(0, 1, 32), bus.readMemory(32, 1, 32)];
    expect(first).toEqual(wait);
    expect(iommu.device.fsts).toBe(0);
    expect(iommu.submit([invalidate])).toBe(0);
  });

  it('starts again when a device did not answer, from fresh slots', () => {
    iommu.device.faults.iteAfter = 0;
    expect(iommu.submit([device])).toBe(0);
    expect(written()).toEqual(['88=40', '34=40', '88=80']);
    expect(iommu.device.read(R.DMAR_IQER_REG)).toEqual([0, 0x218]);
    expect(bus.memory.read32(iommu.statusBase + 4)).toBe(3);
    expect(count(BUS_WAIT)).toBe(1);
  });

  it('acknowledges an unexpected completion and goes on', () => {
    iommu.device.faults.ice = true;
    expect(iommu.submit([invalidate])).toBe(0);
    expect(written()).toEqual(['88=40', '34=20']);
  });

  it.each([
    ['an unknown type', Uint32Array.of(0xe, 0, 0, 0, 0, 0, 0, 0), R.IQER_BAD_TYPE],
    ['a reserved bit', Uint32Array.of(0x17, 0x10_0000, 0, 0, 0, 0, 0, 0), R.IQER_RESERVED],
  ])('refuses %s', (_, words, kind) => {
    expect(iommu.submit([words])).toBe(-22);
    expect(iommu.device.read(R.DMAR_IQER_REG)[0]).toBe(kind);
  });

  it('refuses a tail between two descriptors', () => {
    iommu.writel(R.DMAR_IQT_REG, 0x10);
    expect(iommu.device.read(R.DMAR_FSTS_REG)[0]).toBe(R.DMA_FSTS_IQE);
    expect(iommu.device.read(R.DMAR_IQER_REG)[0]).toBe(R.IQER_TAIL);
  });

  it('raises an interrupt for a wait that asks for one', () => {
    iommu.submit([qiWait({ irq: 1 }, 0, 0), qiPasidCache(1, 5, 7)]);
    expect(count(BUS_INTERRUPT)).toBe(1);
    expect(iommu.device.read(R.DMAR_ICS_REG)[0]).toBe(1);
    iommu.writel(R.DMAR_ICS_REG, 1);
    expect(iommu.device.read(R.DMAR_ICS_REG)[0]).toBe(0);
  });

  it('knows legacy descriptors only, where the root table is a legacy one', () => {
    const legacy = new VtdIommu(new BusLog(), { unit: 0, scalable: false });
    legacy.boot();
    expect(legacy.submit([qiIec(1, 3, 0)])).toBe(0);
    expect(legacy.submit([qiPasidCache(3, 0, 0)])).toBe(-22);
    expect(legacy.device.read(R.DMAR_IQER_REG)[0]).toBe(R.IQER_BAD_TYPE);
  });

  it('refuses narrow descriptors where the root table is a scalable one', () => {
    iommu.entryBytes = 16;
    iommu.adoptQueue(iommu.queueBase, iommu.statusBase, 0);
    expect(iommu.submit([qiIec(1, 3, 0)])).toBe(-22);
    expect(iommu.device.read(R.DMAR_IQER_REG)[0]).toBe(R.IQER_WIDTH);
  });
});

describe.each([
  ['current', 0xe00, 0xe10, 16, 16],
  ['old', 0xe10, 0xe20, 8, 2],
] as const)('virtual commands, %s layout', (vcmd, command, response, shift, noPasid) => {
  beforeEach(() => {
    iommu = new VtdIommu(bus, { unit: 0, cachingMode: true, vcmd });
    iommu.boot();
    bus.clearTrace();
  });

  it('hands PASIDs out and takes them back', () => {
    expect([vcmdAllocPasid(iommu), vcmdAllocPasid(iommu)]).toEqual([1, 2]);
    vcmdFreePasid(iommu, 1);
    expect(written()).toEqual(
      [command, command, command].map(
        (offset, at) => `${offset.toString(16)}=${at < 2 ? 1 : ((1 << shift) | 2).toString(16)}`,
      ),
    );
    expect(vcmdAllocPasid(iommu)).toBe(1);
  });

  it('polls while the command is in progress', () => {
    iommu.device.faults.vcmdPolls = 3;
    expect(vcmdAllocPasid(iommu)).toBe(1);
    const { words, length } = bus.trace();
    const reads = Array.from({ length }, (_, index) => words[6 * index + 1]).filter((offset) => offset === response);
    expect(reads).toHaveLength(4);
  });

  it('says which status it got', () => {
    iommu.device.faults.vcmdStatus = [noPasid, 1];
    expect([vcmdAllocPasid(iommu), vcmdAllocPasid(iommu)]).toEqual([-28, -19]);
  });

  it('can be given an id that is in use', () => {
    iommu.device.faults.vcmdPasids = [9, 9];
    expect([vcmdAllocPasid(iommu), vcmdAllocPasid(iommu)]).toEqual([9, 9]);
  });

  it('drops a command while one is in progress', () => {
    iommu.device.faults.vcmdPolls = 2;
    iommu.writeq(command, 1, 0);
    iommu.writeq(command, 1, 0);
    const seen = [1, 2, 3].map(() => iommu.readq(response));
    expect(seen.map(([lo]) => lo & 1)).toEqual([1, 1, 0]);
    expect(vcmdAllocPasid(iommu)).toBe(2);
  });
});

it('has virtual commands only where the unit says so', () => {
  expect(iommu.offersVirtualCommands).toBe(false);
  expect(new VtdIommu(bus, { unit: 0, cachingMode: true }).offersVirtualCommands).toBe(true);
  expect(new VtdIommu(bus, { unit: 0, cachingMode: true, virtualCommands: false }).offersVirtualCommands).toBe(false);
  expect(new VtdIommu(bus, { unit: 0, cachingMode: true, scalable: false }).offersVirtualCommands).toBe(false);
});

it('panics when a virtual command never ends', () => {
  iommu = new VtdIommu(bus, { unit: 0, cachingMode: true });
  iommu.device.faults.vcmdPolls = Number.MAX_SAFE_INTEGER;
  expect(() => vcmdAllocPasid(iommu)).toThrow('does not answer');
});

describe('set-up that is refused', () => {
  const binding = { guestRoot: 0x3333_3000, addressWidth: 48, hostRoot: 0x8888_8000, did: 0x66 };
  const entryBytes = () => bus.readMemory(0x40000 + 64 * 7, 1, 64);

  it('leaves a present entry alone', () => {
    expect(setupFirstLevel(iommu, endpoint, 7, 1, 0x5000_0000)).toBe(0);
    bus.clearTrace();
    expect(setupFirstLevel(iommu, endpoint, 7, 1, 0x6000_0000)).toBe(-16);
    expect(setupNested(iommu, endpoint, 7, binding)).toBe(-16);
    expect(count(BUS_MEM_WRITE)).toBe(0);
  });

  it.each([
    ['a width that nobody has', { addressWidth: 39 }, 0],
    ['57 bits without hardware for them', { addressWidth: 57 }, 0],
    ['a domain that does not nest', { nesting: false }, 0],
    ['a root beyond the domain', { guestRoot: 2 ** 48 }, 10],
    ['an extended accessed flag without hardware for it', { extendedAccess: true }, 11],
    ['memory types', { memoryType: true }, 11],
  ])('of a nested entry with %s', (_, change, stores) => {
    expect(setupNested(iommu, endpoint, 7, { ...binding, ...change })).toBe(-22);
    expect(count(BUS_MEM_WRITE)).toBe(stores);
    expect(entryBytes()[0]! & 1).toBe(0);
  });

  it('does nothing for an entry that is not present, but for its table page', () => {
    tearDownEntry(iommu, endpoint, 7);
    expect(count(BUS_MEM_WRITE)).toBe(1);
    expect(written()).toEqual([]);
  });
});
