import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../machine.js';
import type { SmmuConfig } from './config.js';

/** What hardware could notice: commands by both low halves, tables, registers, PCI switches. */
function effects(machine: Machine): string[] {
  const { words, length } = machine.bus.trace();
  const hex = (value: number | undefined): string => (value ?? 0).toString(16);
  const seen: string[] = [];
  for (let at = 0; at < 6 * length; at += 6) {
    const [head = 0, address = 0, , low = 0, high = 0] = words.subarray(at, at + 5);
    const kind = head & 0xff;
    if (kind === 3 && address < 0x1000) {
      if (address % 16 === 0) seen.push(`Q ${hex(low)}`);
      else seen[seen.length - 1] += ` ${hex(low)}`;
    } else if (kind === 1 && address !== 0x98)
      seen.push(`W ${hex(address)} ${high === 0 ? '' : `${hex(high)}:`}${hex(low)}`);
    else if (kind === 3) seen.push(`M ${hex(address)} ${hex(high)}:${hex(low)}`);
    else if (kind === 10) seen.push(`pci ${hex(address)} ${low}`);
  }
  return seen;
}

const sync = 'Q fc02046 0';

function unit(config: Partial<SmmuConfig> = {}) {
  const machine = createMachine();
  const smmu = machine.addSmmuV3(config);
  return { machine, smmu };
}

describe('a stage-2 domain', () => {
  it('is flushed by VMID, and leaves its table behind in the entry', () => {
    const { machine, smmu } = unit({ rangeInvalidation: true });
    const domain = smmu.createDomain({ stage: 'stage2', root: 0x1234_5000 });
    const master = smmu.addMaster({ streams: [2] });
    smmu.attach(domain, master);
    machine.bus.clearTrace();
    smmu.flushDomain(domain);
    smmu.flushRange(domain, { iova: 0x4000_0000, size: 0x40_0000, granule: 0x20_0000, leaf: true });
    smmu.flushRange(domain, { iova: 0x4000_0000, size: 0, granule: 0x1000, leaf: true });
    smmu.detach(master);
    expect(effects(machine)).toEqual([
      'Q 28 0',
      sync,
      'Q a0002a 40000601',
      sync,
      'M 10080 0:1',
      'M 10088 1000:0',
      'M 10090 0:0',
      'Q 3 1',
      sync,
    ]);
    expect(machine.bus.memory.read32(0x1_0001_0098)).toBe(0x1234_5000);
  });
});

describe('a unit with everything', () => {
  it('comes up queue by queue', () => {
    const { machine, smmu } = unit({ ats: true, pri: true, hypervisor: true, e2h: true });
    machine.bus.clearTrace();
    expect(smmu.reset().ok).toBe(true);
    expect(effects(machine)).toEqual([
      'W 20 0',
      'W 28 d75',
      'W 2c 7',
      'W 80 40000001:10000',
      'W 88 a',
      'W 90 40000001:8',
      'W 9c 0',
      'W 20 8',
      'Q 4 1f',
      sync,
      'Q 20 0',
      sync,
      'Q 30 0',
      sync,
      'W a0 40000001:1007',
      'W 100a8 0',
      'W 100ac 0',
      'W 20 c',
      'W c0 40000001:2007',
      'W 100c8 0',
      'W 100cc 0',
      'W 20 e',
      'W 20 1e',
      'W 20 1f',
    ]);
  });
});

describe('an auxiliary address space', () => {
  it('is private, and goes without a TLB invalidation by ASID', () => {
    const { machine, smmu } = unit({ ats: true });
    const domain = smmu.createDomain({ stage: 'stage1', root: 0x1000 });
    const master = smmu.addMaster({ streams: [2], ssidBits: 10, ats: true });
    smmu.attach(domain, master);
    machine.bus.clearTrace();
    smmu.attachAuxiliary(domain, 3, { asid: 0x42, root: 0x4000 });
    smmu.detachAuxiliary(domain, 3);
    const first = 'M 200c0 42e205:c0003510';
    expect(effects(machine)).toEqual([
      'M 200c8 0:4000',
      'M 200d0 0:0',
      'M 200d8 0:f404ff44',
      'Q 3005 1',
      sync,
      first,
      'Q 3005 1',
      sync,
      'M 200c0 0:0',
      'Q 3005 1',
      sync,
      'Q 3840 34',
      sync,
    ]);
    expect(smmu.detachAuxiliary(smmu.createDomain({ stage: 'stage1' }), 3).ok).toBe(false);
  });
});

describe('a process on a unit that hears the broadcasts of the CPU', () => {
  it('only has its device caches invalidated, in the order of the driver', () => {
    const { machine, smmu } = unit({ ats: true, broadcastTlb: true });
    const domain = smmu.createDomain({ stage: 'stage1', root: 0x1000 });
    const masters = [2, 3].map((stream) => smmu.addMaster({ streams: [stream], ssidBits: 10, ats: true }));
    for (const master of masters) smmu.attach(domain, master);
    const process = { pasid: 9, asid: 7, root: 0x9000 };
    smmu.sva.bind(masters[0] as never, process);
    smmu.sva.bind(masters[1] as never, process);
    machine.bus.clearTrace();
    smmu.sva.invalidateRange(9, { start: 0x1000, end: 0x3000 });
    smmu.sva.invalidateRange(9, 'all');
    expect(effects(machine)).toEqual(['Q 9840 2', 'Q 9840 2', sync, 'Q 9840 34', 'Q 9840 34', sync]);
    machine.bus.clearTrace();
    smmu.sva.unbind(masters[0] as never, 9);
    expect(effects(machine)).toEqual([]);
    expect(() => smmu.sva.invalidateRange(9, { start: 5, end: 5 })).toThrow('range 5 to 5');
  });
});
