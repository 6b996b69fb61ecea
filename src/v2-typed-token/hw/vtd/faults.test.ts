import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../machine.js';
import type { VtdConfig } from './config.js';

const kinds = ['', 'W', 'R', 'M', 'D', 'flush', 'barrier', 'wait', 'region', 'irq', 'pci', 'software'];

/** One word per record: kind, address below 4 GiB, value. */
function effects(machine: Machine): string[] {
  const { words, length } = machine.bus.trace();
  const hex = (value: number | undefined): string => (value ?? 0).toString(16);
  return Array.from({ length }, (_, i) => {
    const at = 6 * i;
    return `${kinds[(words[at] as number) & 0xff]} ${hex(words[at + 1])} ${hex(words[at + 3])}`;
  });
}

function unit(config: Partial<VtdConfig> = {}) {
  const machine = createMachine();
  const iommu = machine.addVtd(config);
  const endpoint = iommu.addEndpoint({ sid: 0x218, ats: true, pri: true });
  machine.bus.clearTrace();
  return { machine, iommu, endpoint, invalidate: iommu.core.invalidate };
}

const entry = (slot: number, low: string): string[] => [
  `M ${(0x20 * slot).toString(16)} ${low}`,
  ...[8, 16, 24].map((byte) => `M ${(0x20 * slot + byte).toString(16)} 0`),
];
const wait = (slot: number): string[] => [
  `M ${(0x20 * slot).toString(16)} 25`,
  `M ${(0x20 * slot + 8).toString(16)} ${(0x2000 + 4 * slot).toString(16)}`,
  ...[16, 24].map((byte) => `M ${(0x20 * slot + byte).toString(16)} 0`),
];

describe('the invalidation queue', () => {
  it('puts a group, moves the tail once, and waits for the status that hardware writes', () => {
    const { machine, invalidate } = unit();
    expect(invalidate.pasidEntry(7, 9).ok).toBe(true);
    expect(effects(machine)).toEqual([...entry(0, '70017'), ...wait(1), 'W 88 40', 'D 2004 2', 'wait 2004 2']);
  });

  it('waits longer for a unit that stalls, without a trace of the polling', () => {
    const { machine, iommu, invalidate } = unit();
    iommu.device.faults.add({ kind: 'stall', after: 1, value: 5 });
    invalidate.pasidEntry(7, 9);
    const plain = effects(machine).length;
    machine.bus.clearTrace();
    expect(invalidate.pasidEntry(7, 9).ok).toBe(true);
    expect(effects(machine)).toHaveLength(plain);
  });

  it('gives up a unit that never goes on, and then finds the queue full', () => {
    const { machine, iommu, invalidate } = unit({ pollLimit: 3 });
    iommu.device.faults.add({ kind: 'stall', value: 1_000_000 });
    for (let calls = 0; calls < 127; calls++) {
      expect(invalidate.pasidEntry(1, 1)).toMatchObject({ ok: false, error: { reason: 'wait-time-out' } });
    }
    machine.bus.clearTrace();
    expect(invalidate.pasidEntry(1, 1)).toMatchObject({ ok: false, error: { reason: 'queue-full' } });
    expect(effects(machine)).toEqual([]);
  });

  it('takes its slots back once a late unit has reported', () => {
    const { iommu, invalidate } = unit({ pollLimit: 3 });
    iommu.device.faults.add({ kind: 'stall', value: 600 });
    for (let calls = 0; calls < 127; calls++) invalidate.pasidEntry(1, 1);
    for (let calls = 0; calls < 50; calls++) invalidate.pasidEntry(1, 1);
    expect(invalidate.pasidEntry(1, 1).ok).toBe(true);
    for (let calls = 0; calls < 300; calls++) expect(invalidate.pasidEntry(1, 1).ok).toBe(true);
  });

  it('replaces a refused descriptor by the wait, clears IQE and fails', () => {
    const { machine, iommu, invalidate } = unit();
    iommu.device.faults.add({ kind: 'iqe' });
    expect(invalidate.pasidEntry(7, 9)).toMatchObject({ ok: false, error: { code: 'EINVAL' } });
    const overwritten = wait(1).map((store, i) => `M ${(8 * i).toString(16)} ${store.split(' ')[2] ?? ''}`);
    expect(effects(machine)).toEqual([
      ...entry(0, '70017'),
      ...wait(1),
      'W 88 40',
      ...overwritten,
      'W 34 10',
      'D 2004 2',
      'D 2004 2',
    ]);
    expect(invalidate.pasidEntry(7, 9).ok).toBe(true);
  });

  it('repeats a call whose device did not answer', () => {
    const { machine, iommu, invalidate, endpoint } = unit();
    iommu.device.faults.add({ kind: 'ite', value: 0x218 });
    expect(invalidate.wholePasidDeviceTlb(endpoint, 9).ok).toBe(true);
    const seen = effects(machine);
    const tails = seen.filter((effect) => effect.startsWith('W 88'));
    expect(tails).toEqual(['W 88 40', 'W 88 80']);
    expect(seen.indexOf('W 34 40')).toBe(seen.indexOf('W 88 40') + 1);
    expect(seen.slice(-2)).toEqual(['D 200c 2', 'wait 200c 2']);
  });

  it('only acknowledges an unexpected completion', () => {
    const { machine, iommu, invalidate } = unit();
    iommu.device.faults.add({ kind: 'ice', value: 0x100 });
    expect(invalidate.pasidEntry(7, 9).ok).toBe(true);
    expect(effects(machine).slice(-4)).toEqual(['W 88 40', 'D 2004 2', 'W 34 20', 'wait 2004 2']);
  });

  it('stops at what the specification does not allow', () => {
    const reasons: [string, (iommu: ReturnType<typeof unit>['iommu']) => void, number][] = [
      ['a type that scalable mode does not have', (iommu) => iommu.core.bus.memory.write64(0x1_0000_0000, 0xb, 0), 3],
      ['a bit of no field', (iommu) => iommu.core.bus.memory.write64(0x1_0000_0000, 0x107, 0), 4],
    ];
    for (const [name, spoil, info] of reasons) {
      const { iommu } = unit();
      spoil(iommu);
      iommu.device.writeRegister(0x88, 0x20, 0);
      expect([name, iommu.device.readLow(0x34), iommu.device.readLow(0xb0)]).toEqual([name, 0x10, info]);
      expect(iommu.device.readLow(0x80)).toBe(0);
    }
    const { iommu } = unit();
    iommu.device.writeRegister(0x88, 0x10, 0);
    expect([iommu.device.readLow(0x34), iommu.device.readLow(0xb0)]).toEqual([0x10, 1]);
  });
});

describe('the virtual command interface', () => {
  it.each([
    ['current', 0xe00, 0xe10, 0x1_0002],
    ['old', 0xe10, 0xe20, 0x102],
  ] as const)('allocates and frees in the %s layout', (vcmd, command, response, free) => {
    const { machine, iommu } = unit({ vcmd, cachingMode: true, virtualCommands: true });
    iommu.device.faults.add({ kind: 'vcmd-busy', value: 1 });
    expect(iommu.virtualCommands.allocate()).toEqual({ ok: true, value: 1 });
    expect(iommu.virtualCommands.allocate()).toEqual({ ok: true, value: 2 });
    expect(iommu.virtualCommands.free(1).ok).toBe(true);
    expect(iommu.virtualCommands.allocate()).toEqual({ ok: true, value: 1 });
    const hex = (value: number): string => value.toString(16);
    const result = (pasid: number): string => `R ${hex(response)} ${hex(pasid << (vcmd === 'old' ? 8 : 16))}`;
    expect(effects(machine)).toEqual([
      `W ${hex(command)} 1`,
      `R ${hex(response)} 1`,
      result(1),
      `W ${hex(command)} 1`,
      result(2),
      `W ${hex(command)} ${hex(free)}`,
      `R ${hex(response)} 0`,
      `W ${hex(command)} 1`,
      result(1),
    ]);
  });

  it('tells a full host from other refusals, and hands on an id that is in use', () => {
    const { iommu } = unit({ virtualCommands: true });
    const { faults } = iommu.device;
    faults.add({ kind: 'vcmd-status', value: 16 });
    faults.add({ kind: 'vcmd-status', value: 1, after: 1 });
    faults.add({ kind: 'vcmd-duplicate', value: 7 });
    const answers = [0, 1, 2].map(() => iommu.virtualCommands.allocate());
    expect(answers).toMatchObject([
      { error: { code: 'ENOSPC' } },
      { error: { code: 'ENODEV' } },
      { ok: true, value: 7 },
    ]);
    expect(iommu.virtualCommands.free(0x999)).toMatchObject({ error: { code: 'ENODEV' } });
  });

  it('gives up a command that stays in progress', () => {
    const { iommu } = unit({ virtualCommands: true, pollLimit: 4 });
    iommu.device.faults.add({ kind: 'vcmd-busy', value: 100 });
    expect(iommu.virtualCommands.allocate()).toMatchObject({ error: { code: 'ETIMEDOUT' } });
    expect(iommu.device.virtualCommands.response[0]).toBe(0x1_0000);
  });

  it('loses PASID bits 19:16 in the free command, as the kernels do', () => {
    const { machine, iommu } = unit({ virtualCommands: true });
    const freed: number[] = [];
    iommu.device.virtualCommands.host = (_, pasid) => {
      freed.push(pasid);
      return { status: 0 };
    };
    iommu.virtualCommands.free(0xabcde);
    expect(freed).toEqual([0xbcde]);
    expect(effects(machine)[0]).toBe('W e00 bcde0002');
  });
});
