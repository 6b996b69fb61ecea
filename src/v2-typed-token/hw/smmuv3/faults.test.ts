import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../machine.js';
import type { SmmuConfig } from './config.js';
import { atcSpan } from './invalidations.js';
import { register } from './registers.js';

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

function unit(config: Partial<SmmuConfig> = {}) {
  const machine = createMachine();
  const smmu = machine.addSmmuV3(config);
  machine.bus.clearTrace();
  return { machine, smmu, faults: smmu.device.faults };
}

const asidAndSync = ['barrier 0 0', 'M 0 11', 'M 8 0', 'M 10 fc02046', 'M 18 0', 'W 98 2'];

describe('the command queue', () => {
  it('waits until the consumer has passed the SYNC', () => {
    const { machine, smmu } = unit();
    expect(smmu.invalidate.asid(5).ok).toBe(true);
    expect(effects(machine)).toEqual([...asidAndSync, 'wait 9c 2']);
  });

  it('waits for the word that the completion message overwrites, in message mode', () => {
    const { machine, smmu } = unit({ msiPolling: true });
    expect(smmu.invalidate.asid(5).ok).toBe(true);
    expect(effects(machine).slice(3)).toEqual(['M 10 fc01046', 'M 18 10', 'W 98 2', 'D 10 0', 'wait 9c 2']);
  });

  it('makes a SYNC of an illegal command and goes on', () => {
    const { machine, smmu, faults } = unit();
    faults.add({ kind: 'illegal' });
    expect(smmu.invalidate.asid(5).ok).toBe(true);
    expect(effects(machine)).toEqual([...asidAndSync, 'irq 60 1', 'M 0 fc00046', 'M 8 0', 'W 64 1', 'wait 9c 2']);
    expect(smmu.device.readLow(register.CMDQ_CONS)).toBe(2);
  });

  it.each(['fetch-abort', 'atc-timeout'] as const)('only acknowledges a %s', (kind) => {
    const { machine, smmu, faults } = unit();
    faults.add({ kind });
    expect(smmu.invalidate.asid(5).ok).toBe(true);
    expect(effects(machine)).toEqual([...asidAndSync, 'irq 60 1', 'W 64 1', 'wait 9c 2']);
  });

  it('tells the error and the entry to who looks', () => {
    const { smmu } = unit();
    smmu.core.bus.memory.write64(0x1_0000_0000, 0xff, 0);
    smmu.device.writeRegister(register.CMDQ_PROD, 1, 0);
    expect(smmu.device.readLow(register.CMDQ_CONS)).toBe(0x0100_0000);
    expect(smmu.device.readLow(register.GERROR)).toBe(1);
    smmu.device.writeRegister(register.CMDQ_PROD, 2, 0);
    expect(smmu.device.readLow(register.CMDQ_CONS)).toBe(0x0100_0000);
  });

  it('waits longer for a unit that stalls, and gives one up that never goes on', () => {
    const { smmu, faults } = unit({ pollLimit: 10 });
    faults.add({ kind: 'stall', value: 5 });
    expect(smmu.invalidate.asid(5).ok).toBe(true);
    faults.add({ kind: 'stall', value: 1e9 });
    expect(smmu.invalidate.asid(5)).toMatchObject({ error: { reason: 'wait-time-out' } });
    for (let calls = 0; calls < 127; calls++) smmu.invalidate.asid(5);
    expect(smmu.invalidate.asid(5)).toMatchObject({ error: { reason: 'queue-full' } });
  });

  it('sends batches of more than 64 commands in parts, with one SYNC at the end', () => {
    const { machine, smmu } = unit();
    const streams = Array.from({ length: 150 }, (_, stream) => stream);
    expect(smmu.invalidate.descriptorOfStreams(streams, 1, 1).ok).toBe(true);
    const seen = effects(machine).filter((effect) => /^(W|wait|barrier)/.test(effect));
    expect(seen).toEqual(['barrier 0 0', 'W 98 40', 'barrier 0 0', 'W 98 80', 'barrier 0 0', 'W 98 97', 'wait 9c 97']);
  });
});

describe('range invalidation', () => {
  const commandsFor = (pages: number, config: Partial<SmmuConfig>, leaf = false): [number, number][] => {
    const { machine, smmu } = unit({ rangeInvalidation: true, ...config });
    const granule = 2 ** smmu.core.config.pageShift;
    smmu.invalidate.range({ asid: 1 }, { iova: 0x4000_0000, size: pages * granule, granule, leaf });
    const stores = effects(machine).filter((effect) => effect.startsWith('M'));
    const heads = stores.filter((_, index) => index % 2 === 0).slice(0, -1);
    return heads.map((effect) => {
      const low = Number.parseInt(effect.split(' ')[2] ?? '', 16);
      return [(low >>> 12) & 31, (low >>> 20) & 31];
    });
  };

  it('covers the range, with at most 31 units of a power of two per command', () => {
    for (const pages of [1, 2, 3, 31, 32, 33, 100, 1000, 4097, 100_000]) {
      const covered = commandsFor(pages, {}).reduce((sum, [num, scale]) => sum + (num + 1) * 2 ** scale, 0);
      expect(covered).toBe(pages % 32 === 1 ? pages + 1 : pages);
      expect(commandsFor(pages, {}, true).reduce((sum, [num, scale]) => sum + (num + 1) * 2 ** scale, 0)).toBe(pages);
    }
  });

  it('works with the other page sizes', () => {
    expect(commandsFor(5, { pageShift: 16 })).toEqual([[4, 0]]);
  });
});

describe('device cache spans', () => {
  it('are the smallest aligned power of two that holds the range', () => {
    expect(atcSpan({ iova: 0x1000, size: 0x1000 })).toEqual({ Size: 0, Address: 0x1000 });
    expect(atcSpan({ iova: 0x3000, size: 0x2000 })).toEqual({ Size: 3, Address: 0 });
    expect(atcSpan({ iova: 0x7f00_0000_1fff, size: 2 })).toEqual({ Size: 2, Address: 0x7f00_0000_0000 });
    expect(atcSpan(null)).toEqual({ Size: 52, Address: 0 });
  });
});

describe('page requests and faults', () => {
  it('are denied at the end of a group, with the SSID only when there is one', () => {
    const { machine, smmu } = unit({ pri: true });
    smmu.device.post({ streamId: 0x100, ssid: 0x31, address: 0x7f000, read: true, group: 4 });
    smmu.device.post({ streamId: 0x100, ssid: 0x31, address: 0x7f000, read: true, group: 5, last: true });
    machine.bus.clearTrace();
    smmu.faults.runPriQueue();
    expect(effects(machine)).toEqual([
      'R 100c8 2',
      'W 100cc 1',
      'W 100cc 2',
      'barrier 0 0',
      'M 0 31841',
      'M 8 5',
      'W 98 1',
      'R 100c8 2',
    ]);
  });

  it('are lost when the queue is full, and the overflow is acknowledged', () => {
    const { smmu } = unit({ pri: true });
    const request = { streamId: 1, address: 0, group: 0 };
    for (let i = 0; i < 128; i++) expect(smmu.device.post(request)).toBe('queued');
    expect([smmu.device.post(request), smmu.device.post(request)]).toEqual(['lost', 'lost']);
    expect(smmu.device.readLow(register.PRIQ_PROD)).toBe(0x8000_0080);
    smmu.faults.runPriQueue();
    expect(smmu.device.readLow(register.PRIQ_CONS)).toBe(0x8000_0080);
    for (let i = 0; i < 128; i++) expect(smmu.device.post(request)).toBe('queued');
    smmu.device.post(request);
    expect(smmu.device.readLow(register.PRIQ_PROD)).toBe(0);
  });

  it('stall until a RESUME names their tag', () => {
    const { smmu } = unit({ stalls: true });
    const seen: unknown[] = [];
    smmu.faults.onEvent = (event) => seen.push(event);
    smmu.device.fault({ id: 0x10, streamId: 0x100, ssid: 7, address: 0x1234_5678, stag: 0x123, read: true });
    smmu.faults.runEventQueue();
    expect(seen).toMatchObject([{ id: 0x10, streamId: 0x100, ssid: 7, stag: 0x123 }]);
    expect(smmu.device.stalledTransactions).toBe(1);
    smmu.faults.respond({ streamId: 0x100, stag: 0x124, code: 0 });
    expect(smmu.device.stalledTransactions).toBe(1);
    smmu.faults.respond({ streamId: 0x100, stag: 0x123, code: 2 });
    expect(smmu.device.stalledTransactions).toBe(0);
  });
});

describe('attachment', () => {
  it('refuses a master whose SSIDs the table of the domain does not fit', () => {
    const { smmu } = unit();
    const domain = smmu.createDomain({ stage: 'stage1', root: 0x1000 });
    expect(smmu.attach(domain, smmu.addMaster({ streams: [1], ssidBits: 20 })).ok).toBe(true);
    expect(smmu.attach(domain, smmu.addMaster({ streams: [2], ssidBits: 10 }))).toMatchObject({ ok: false });
    expect(domain.masters).toHaveLength(1);
  });

  it('moves a master from one domain to another by way of abort', () => {
    const { smmu } = unit();
    const [first, second] = [1, 2].map((root) => smmu.createDomain({ stage: 'stage1', root: root * 4096 }));
    const master = smmu.addMaster({ streams: [3], ssidBits: 0 });
    if (first === undefined || second === undefined) throw new Error('two domains expected');
    smmu.attach(first, master);
    smmu.attach(second, master);
    expect([first.masters.length, second.masters.length, first.asid, second.asid]).toEqual([0, 1, 1, 2]);
    expect(smmu.detach(master).ok).toBe(true);
    expect(smmu.detach(master)).toMatchObject({ error: { reason: 'not-bound' } });
  });

  it('names what a table cannot hold', () => {
    const { smmu } = unit();
    expect(() => smmu.addMaster({ streams: [1024] })).toThrow('stream 1024 does not fit 10 bits');
    expect(() => smmu.addMaster({ streams: [] })).toThrow('at least one stream');
    const domain = smmu.createDomain({ stage: 'stage1' });
    smmu.attach(domain, smmu.addMaster({ streams: [1], ssidBits: 10 }));
    expect(() => smmu.attachAuxiliary(domain, 1024, { asid: 9 })).toThrow('ssid 1024 does not fit 10 bits');
  });
});

describe('a register that nothing stands behind', () => {
  it('reads back both halves of what was written', () => {
    const { smmu } = unit();
    smmu.device.writeRegister(register.STRTAB_BASE, 0x1234_5040, 0x4000_0007);
    expect(smmu.device.readLow(register.STRTAB_BASE)).toBe(0x1234_5040);
    expect(smmu.device.readHigh(register.STRTAB_BASE)).toBe(0x4000_0007);
  });
});
