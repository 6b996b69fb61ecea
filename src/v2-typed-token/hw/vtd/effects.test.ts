import { describe, expect, it } from 'vitest';
import { createMachine, type Machine } from '../machine.js';
import type { VtdConfig } from './config.js';

/** What hardware could notice, without the stores into the queue: registers, tables, barriers, cache flushes. */
function effects(machine: Machine): string[] {
  const { words, length } = machine.bus.trace();
  const hex = (value: number | undefined): string => (value ?? 0).toString(16);
  const seen: string[] = [];
  for (let at = 0; at < 6 * length; at += 6) {
    const [head = 0, address = 0, , value = 0] = words.subarray(at, at + 4);
    const kind = ['', 'W', 'R', 'M', '', 'flush', 'barrier'][head & 0xff];
    if (kind === 'M' && address < 0x2000) {
      if (address % 32 === 0) seen.push(`Q ${hex(value)}`);
    } else if (kind) {
      seen.push(kind === 'barrier' ? kind : `${kind} ${hex(address)} ${hex(value)}`);
    }
  }
  return seen;
}

function unit(config: Partial<VtdConfig> = {}) {
  const machine = createMachine();
  const iommu = machine.addVtd(config);
  const endpoint = iommu.addEndpoint({ sid: 0x218 });
  machine.bus.clearTrace();
  return { machine, iommu, endpoint };
}

describe('bringing a scalable unit up', () => {
  it('enables a queue of 256-bit descriptors, then drops contexts, PASID entries and translations', () => {
    const { machine, iommu } = unit({ running: false });
    expect(iommu.enableQueue().ok).toBe(true);
    expect(iommu.setRootTable().ok).toBe(true);
    expect(effects(machine)).toEqual([
      'W 88 0',
      'W 90 801',
      'W 18 4000000',
      'R 1c 4000000',
      'W 20 40400',
      'W 18 44000000',
      'R 1c 44000000',
      'Q 11',
      'Q 25',
      'W 88 40',
      'Q 37',
      'Q 25',
      'W 88 80',
      'Q 12',
      'Q 25',
      'W 88 c0',
    ]);
    expect(iommu.device.rootTable).toBe(0x1_0004_0000);
    expect(iommu.device.queue.scalable).toBe(true);
  });

  it('drains reads and writes where the unit can', () => {
    const { machine, iommu } = unit({ drainReads: true, drainWrites: true });
    iommu.core.invalidate.domainTranslations(9);
    expect(effects(machine)[0]).toBe('Q 900e2');
  });

  it('tells what it can do in CAP and ECAP', () => {
    const { iommu } = unit({ cachingMode: true, fiveLevel: true, virtualCommands: true });
    const read = [0x08, 0x10].map((offset) => [iommu.device.readHigh(offset), iommu.device.readLow(offset)]);
    const hex = (word: (number | undefined)[] | undefined): string[] =>
      (word ?? []).map((half) => (half ?? 0).toString(16));
    expect(hex(read[0])).toEqual(['11120080', '2f0486']);
    expect(hex(read[1])).toEqual(['1d998', 'a4000007']);
    expect(iommu.device.readLow(0xe30)).toBe(1);
  });
});

describe('tearing an entry down', () => {
  it('of a PASID that was never set up only fills the directory', () => {
    const { machine, endpoint, iommu } = unit();
    expect(endpoint.tearDown(0x1000).ok).toBe(true);
    expect(effects(machine)).toEqual(['M 20200 40001']);
    expect(iommu.core.queue.index).toBe(0);
    machine.bus.clearTrace();
    expect(endpoint.tearDown(0x1001).ok).toBe(true);
    expect(effects(machine)).toEqual([]);
  });

  it('writes the new table page back before it is reachable', () => {
    const { machine, endpoint } = unit({ coherent: false });
    endpoint.tearDown(1);
    expect(effects(machine)).toEqual(['flush 40000 1000', 'M 20000 40001', 'flush 20000 8']);
  });

  it('is refused for page snoop control of an entry that is not there', () => {
    const { endpoint } = unit();
    expect(endpoint.setPageSnoop(3)).toMatchObject({ ok: false, error: { code: 'EINVAL' } });
  });
});

describe('a supervisor entry of a five-level table', () => {
  it('gets each bit by a store of its own', () => {
    const { machine, endpoint } = unit();
    const options = { pasid: 1, did: 7, supervisor: true, fiveLevel: true, pageSnoop: true };
    expect(endpoint.setupFirstStage(0x12345000, options).ok).toBe(true);
    expect(effects(machine).slice(9)).toEqual([
      'M 40050 12345000',
      'M 40050 12345001',
      'M 40050 12345011',
      'M 40050 12345015',
      'M 40048 1000000',
      'M 40048 1000007',
      'M 40040 8',
      'M 40048 1800007',
      'M 40050 12345035',
      'M 40040 48',
      'barrier',
      'M 40040 49',
    ]);
  });
});

describe('shared virtual memory', () => {
  it('drops ranges in chunks of a power of two, on every device of the process', () => {
    const { machine, iommu, endpoint } = unit();
    const other = iommu.addEndpoint({ sid: 0x300, ats: true });
    for (const device of [endpoint, other]) iommu.sva.bind(device, { pasid: 5, root: 0x5000 });
    machine.bus.clearTrace();
    expect(iommu.sva.invalidateRange(5, { start: 0x3000, end: 0x6000 }).ok).toBe(true);
    const queued = effects(machine).filter((effect) => effect.startsWith('Q') && effect !== 'Q 25');
    expect(queued).toEqual(['Q 10036', 'Q 3000048', 'Q 10036', 'Q 3000048', 'Q 10036', 'Q 10036']);
    expect(() => iommu.sva.invalidateRange(5, { start: 2, end: 2 })).toThrow('range 2 to 2');
    expect(iommu.sva.unbind(endpoint, { pasid: 6, did: 1 })).toMatchObject({ error: { reason: 'not-bound' } });
  });
});
