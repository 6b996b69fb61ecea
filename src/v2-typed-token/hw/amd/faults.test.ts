import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../machine.js';
import { AmdDomain } from './domain.js';
import { flushAddress } from './flushes.js';
import type { AmdConfig } from './iommus.js';

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

function group(config: Partial<AmdConfig> = {}, levels = 1) {
  const machine = createMachine();
  const iommus = machine.addAmd(config);
  const domain = new AmdDomain(42);
  iommus.enableGuestTables(domain, 512 ** levels);
  const device = iommus.addEndpoint({ id: 264 });
  iommus.attach(domain, device);
  machine.bus.clearTrace();
  return { machine, iommus, domain, device, faults: iommus.device().faults };
}

describe('the command buffer', () => {
  it('stores a counter at the end and waits for it', () => {
    const { machine, iommus, domain } = group();
    const before = iommus.buffers[0]?.counter ?? 0;
    expect(iommus.flushes.domainPages(domain, { S: 0, Address: 0x1000 }).ok).toBe(true);
    expect(iommus.flushes.complete(domain).ok).toBe(true);
    const last = effects(machine).slice(-2);
    expect(last).toEqual([`D 2000 ${before + 1}`, `wait 2000 ${before + 1}`]);
    machine.bus.clearTrace();
    expect(iommus.flushes.complete(domain).ok).toBe(true);
    expect(effects(machine)).toEqual([]);
  });

  it('gives up a completion that never comes, and waits for it again before the next one', () => {
    const { iommus, domain, faults } = group({ pollLimit: 5 });
    faults.add({ kind: 'lost-completion', times: 2 });
    expect(iommus.clearGcr3(domain, 1)).toMatchObject({ error: { reason: 'wait-time-out' } });
    expect(iommus.flushes.complete(domain)).toMatchObject({ error: { reason: 'wait-time-out' } });
    expect(iommus.flushPasid(domain, 1).ok).toBe(true);
    expect(iommus.flushes.complete(domain).ok).toBe(true);
  });

  it('reads the head again and again until there is room', () => {
    const { machine, iommus, domain, faults } = group({ pollLimit: 2000 });
    faults.add({ kind: 'stall', value: 3 });
    for (let command = 0; command < 600; command++)
      iommus.completePpr(domain.devices[0] as never, { pasid: 1, code: 0, tag: 0 });
    const reads = effects(machine).filter((effect) => effect.startsWith('R 2000'));
    expect(reads.slice(0, 3).every((read) => read === reads[0])).toBe(true);
    expect(reads.length).toBeGreaterThan(2);
  });

  it('never fills the ring of a unit that stands still', () => {
    const { iommus, domain, faults } = group({ pollLimit: 5 });
    faults.add({ kind: 'stall', value: 1e9 });
    const answer = { pasid: 1, code: 0, tag: 0 };
    const results = Array.from({ length: 600 }, () => iommus.completePpr(domain.devices[0] as never, answer));
    expect(results.filter((result) => result.ok)).toHaveLength(509);
    expect(results.at(-1)).toMatchObject({ error: { reason: 'queue-full' } });
  });

  it('stands still at an illegal command until it is switched off and on', () => {
    const { iommus, domain, faults } = group({ pollLimit: 5 });
    faults.add({ kind: 'illegal' });
    expect(iommus.flushPasid(domain, 1).ok).toBe(false);
    iommus.buffers[0]?.enable();
    expect(iommus.flushPasid(domain, 1).ok).toBe(true);
  });
});

describe('guest tables', () => {
  it('pick their levels from the number of PASIDs, up to what the unit can do', () => {
    const { iommus } = group({ mostGuestLevels: 1 });
    const levels = (pasids: number): unknown => iommus.enableGuestTables(new AmdDomain(1), pasids);
    expect([1, 512, 513, 65_536].map(levels)).toMatchObject([0, 0, 1, 1].map((value) => ({ value })));
    expect(levels(2 ** 20)).toMatchObject({ error: { code: 'EINVAL', reason: 'too-many-pasids' } });
  });

  it('need a domain without host paging, a table, and a PASID that fits', () => {
    const { iommus, domain } = group();
    expect(iommus.setGcr3(new AmdDomain(3, { mode: 3, root: 0x1000 }), 1, 0x1000)).toMatchObject({
      error: { reason: 'host-mode' },
    });
    expect(iommus.setGcr3(new AmdDomain(3), 1, 0x1000)).toMatchObject({ error: { reason: 'no-table' } });
    expect(iommus.setGcr3(domain, 512, 0x1000)).toMatchObject({ error: { reason: 'out-of-range' } });
  });

  it('get their notifier before and lose it before the root goes', () => {
    const { machine, iommus, domain } = group();
    iommus.bindProcess(domain, 5, 0x4444_0123);
    const bind = effects(machine);
    machine.bus.clearTrace();
    iommus.unbindProcess(domain, 5);
    const unbind = effects(machine);
    expect([bind[0], bind[1]]).toEqual(['software 0 5', 'M 10028 44440001']);
    expect([unbind[0], unbind[1]]).toEqual(['software 0 5', 'M 10028 0']);
  });
});

describe('the device table', () => {
  it('lets writes pass in a cleared entry that forwards system management messages (erratum 63)', () => {
    const { machine, iommus, device } = group();
    const entry = iommus.table.base + 32 * device.id;
    const { memory } = machine.bus;
    memory.write32(entry + 12, memory.read32(entry + 12) | 0x100);
    iommus.detach(device);
    expect([memory.read32(entry), memory.read32(entry + 4), memory.read32(entry + 12)]).toEqual([
      3, 0x4000_0000, 0x101,
    ]);
  });

  it('is only valid where secure nested paging is in use', () => {
    const { machine, iommus, device } = group({ secureNestedPaging: true });
    iommus.detach(device);
    expect(machine.bus.memory.read32(iommus.table.base + 32 * device.id)).toBe(1);
  });

  it('gives aliases the entry of their device and flushes them behind it', () => {
    const machine = createMachine();
    const iommus = machine.addAmd();
    const domain = new AmdDomain(7);
    iommus.enableGuestTables(domain, 512);
    const device = iommus.addEndpoint({ id: 264, aliases: [272] });
    iommus.attachEntry(domain, device);
    const read = (id: number): number[] =>
      [0, 4, 8, 12].map((at) => machine.bus.memory.read32(iommus.table.base + 32 * id + at));
    expect(read(272)).toEqual(read(264));
    expect(effects(machine).slice(-6)).toEqual(['M 0 108', 'M 8 0', 'W 2008 10', 'M 10 110', 'M 18 0', 'W 2008 20']);
  });

  it('has room for the devices that it was made for', () => {
    const { iommus } = group();
    expect(() => iommus.addEndpoint({ id: 1024 })).toThrow('device 1024: the table has 1024 entries');
    expect(() => iommus.addEndpoint({ id: 1, iommu: 1 })).toThrow('iommu 1: there are 1');
  });
});

describe('flush addresses', () => {
  it('name one page, or the power of two below the highest bit in which both ends differ', () => {
    expect(flushAddress(0x1234, 8)).toEqual({ S: 0, Address: 0x1000 });
    expect(flushAddress(0xe547_5005_0000, 0x2000)).toEqual({ S: 1, Address: 0xe547_5005_0000 });
    expect(flushAddress(0x7000, 0x2000)).toEqual({ S: 1, Address: 0x7000 });
    expect(flushAddress(0x5000, 0x2000)).toEqual({ S: 1, Address: 0x5000 });
    expect(flushAddress(0, 2 ** 52)).toEqual({ S: 1, Address: 2 ** 51 - 4096 });
    expect(flushAddress(2 ** 52 - 4096, 8192)).toMatchObject({ Address: { hi: 0x7fff_ffff } });
  });
});

describe('the PPR log', () => {
  it('takes entries while it is on, until it is full', () => {
    const { machine, iommus } = group();
    const request = { device: 264, pasid: 0xa_0031, address: { lo: 0x7_f000, hi: 1 }, tag: 0x155, flags: 0x104 };
    expect(iommus.device().post(request)).toBe('lost');
    iommus.logs[0]?.enable();
    const seen: unknown[] = [];
    const [log] = iommus.logs;
    if (log === undefined) throw new Error('one log expected');
    log.handler = (entry) => seen.push(entry);
    for (let i = 0; i < 511; i++) expect(iommus.device().post(request)).toBe('queued');
    expect(iommus.device().post(request)).toBe('lost');
    log.poll();
    expect(seen).toHaveLength(511);
    expect(seen[0]).toEqual({
      device: 264,
      pasid: 0xa_0031,
      tag: 0x155,
      flags: 0x104,
      address: { lo: 0x7_f000, hi: 1 },
    });
    expect(machine.bus.memory.read32(log.ring)).toBe(0);
    expect(iommus.device().post(request)).toBe('queued');
  });
});
