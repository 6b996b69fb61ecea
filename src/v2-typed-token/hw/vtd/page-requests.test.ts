import { describe, expect, it } from 'vitest';
import { createMachine } from '../machine.js';
import { register } from './registers.js';

function unit() {
  const machine = createMachine();
  const iommu = machine.addVtd();
  const endpoint = iommu.addEndpoint({ sid: 0x218, ats: true, pri: true });
  iommu.pageRequests.enable();
  machine.bus.clearTrace();
  const groups: number[] = [];
  iommu.pageRequests.handler = (request) => {
    groups.push(request.group);
    return 'taken';
  };
  return { machine, iommu, endpoint, groups, ring: iommu.device.pageRequests };
}

const request = { rid: 0x218, pasid: 5, address: 0x7f00_0000_1000, read: true, last: true, group: 3 };

/** Software steps of a trace. */
function steps(words: Uint32Array): number[] {
  const found: number[] = [];
  for (let at = 0; at < words.length; at += 6)
    if ((words[at] as number) % 256 === 11) found.push(words[at + 5] as number);
  return found;
}

describe('page requests', () => {
  it('reach the handler as they were sent, and stay unanswered until it answers', () => {
    const { iommu, ring } = unit();
    const seen: unknown[] = [];
    iommu.pageRequests.handler = (one) => {
      seen.push(one);
      iommu.pageRequests.respond(one, 0);
      return 'taken';
    };
    const privateData = [
      { lo: 1, hi: 2 },
      { lo: 3, hi: 4 },
    ] as const;
    ring.post({ ...request, privateData });
    expect(ring.unanswered).toBe(1);
    iommu.pageRequests.run();
    expect(seen).toMatchObject([{ rid: 0x218, pasid: 5, address: 0x7f00_0000_1000, last: true, group: 3, read: true }]);
    expect(ring.unanswered).toBe(0);
    const answer = iommu.core.bus.memory;
    const at = iommu.core.queue.ring;
    const words = [0, 1, 2, 3, 4, 5, 6, 7].map((word) => answer.read32(at + 4 * word));
    expect(words).toEqual([0x0218_0039, 5, 0x1c, 0, 1, 2, 3, 4]);
  });

  it.each([
    ['without PASID', { ...request, pasid: undefined }],
    ['at a hole in the address space', { ...request, address: 0x8000_0000_0000 }],
    ['with privilege', { ...request, privileged: true }],
    ['for execution', { ...request, execute: true }],
  ])('are refused with an invalid response %s', (_, spoiled) => {
    const { iommu, ring, groups } = unit();
    const { pasid, ...rest } = spoiled;
    ring.post(pasid === undefined ? rest : { ...rest, pasid });
    iommu.pageRequests.run();
    expect(groups).toEqual([]);
    expect(ring.unanswered).toBe(0);
    expect(iommu.core.bus.memory.read32(iommu.core.queue.ring) & 0xf00f).toBe(0x1009);
  });

  it('are dropped unanswered when they are stop markers, or refused in the middle of a group', () => {
    const { iommu, ring, groups } = unit();
    ring.post({ ...request, read: false });
    ring.post({ ...request, last: false, privileged: true });
    iommu.pageRequests.run();
    expect(groups).toEqual([]);
    expect(iommu.core.queue.index).toBe(0);
  });

  it('are lost by a full ring, with an answer from hardware for the last one of a group', () => {
    const { iommu, ring, groups } = unit();
    for (let group = 0; group < 2047; group++) expect(ring.post({ ...request, group: group % 512 })).toBe('queued');
    expect(ring.post(request)).toBe('dropped');
    expect(ring.post({ ...request, last: false })).toBe('dropped');
    expect([ring.autoResponses, ring.lost, ring.status]).toEqual([1, 2, 3]);
    iommu.pageRequests.run();
    expect(groups).toHaveLength(2047);
    expect(iommu.device.readLow(register.PRS)).toBe(0);
    expect(ring.post(request)).toBe('queued');
  });

  it('are dropped as long as the overflow is not acknowledged', () => {
    const { iommu, ring } = unit();
    iommu.device.faults.add({ kind: 'prq-overflow' });
    expect([ring.post(request), ring.post(request)]).toEqual(['dropped', 'dropped']);
    iommu.pageRequests.run();
    expect(ring.post(request)).toBe('queued');
  });

  it('raise an interrupt once, and none while they are masked', () => {
    const { machine, iommu, ring } = unit();
    const interrupts = (): number => {
      const { words } = machine.bus.trace();
      return words.filter((word, at) => at % 6 === 0 && (word & 0xff) === 9).length;
    };
    ring.post(request);
    ring.post(request);
    expect(interrupts()).toBe(1);
    iommu.device.writeRegister(register.PECTL, 0x8000_0000, 0);
    iommu.pageRequests.run();
    ring.post(request);
    expect(interrupts()).toBe(1);
  });
});

describe('a drain', () => {
  it('waits until no request of the PASID is pending', () => {
    const { machine, iommu, endpoint, ring, groups } = unit();
    ring.post({ ...request, group: 1 });
    ring.post({ ...request, pasid: 6, group: 2 });
    machine.bus.clearTrace();
    expect(iommu.drain(endpoint, { pasid: 5, did: 9 }).ok).toBe(true);
    expect(groups).toEqual([1, 2]);
    expect(steps(machine.bus.trace().words)).toEqual([2, 1]);
  });

  it('leaves requests of other PASIDs where they are', () => {
    const { machine, iommu, endpoint, ring, groups } = unit();
    ring.post({ ...request, pasid: 6 });
    iommu.drain(endpoint, { pasid: 5, did: 9 });
    expect(groups).toEqual([]);
    expect(steps(machine.bus.trace().words)).toEqual([1]);
  });

  it('is repeated after an overflow', () => {
    const { machine, iommu, endpoint, ring } = unit();
    iommu.device.faults.add({ kind: 'prq-overflow' });
    ring.post(request);
    machine.bus.clearTrace();
    expect(iommu.drain(endpoint, { pasid: 5, did: 9 }).ok).toBe(true);
    expect(iommu.core.queue.index).toBe(8);
    expect(steps(machine.bus.trace().words)).toEqual([1, 2, 1]);
  });
});
