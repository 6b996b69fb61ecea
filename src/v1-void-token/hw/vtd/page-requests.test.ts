import { beforeEach, describe, expect, it } from 'vitest';
import { BUS_INTERRUPT, BUS_MEM_WRITE, BUS_SOFTWARE, BusLog } from '../bus.js';
import { STEP_FLUSH_FAULT_QUEUE, STEP_WAIT_FAULT_THREAD } from '../record-codes.js';
import { type VtdEndpoint, VtdIommu } from './iommu.js';
import { drainPrq, enablePrq, pageRequestThread, pageResponse } from './page-request-queue.js';
import type { PageRequest } from './page-request.js';
import * as R from './registers.js';

const request: PageRequest = {
  pp: 1,
  pdp: 0,
  rid: 0x218,
  pasid: 7,
  exr: 0,
  pmr: 0,
  rdr: 1,
  wrr: 0,
  lpig: 1,
  prgi: 3,
  addr: 0x7f00_0000_1000,
  private0: 0,
  private1: 0,
};

let bus: BusLog;
let iommu: VtdIommu;
let endpoint: VtdEndpoint;

function start(config: { fs5lp?: boolean; kernel?: '5.10.198' } = {}): void {
  bus = new BusLog();
  iommu = new VtdIommu(bus, { unit: 0, ...config });
  iommu.boot();
  enablePrq(iommu);
  endpoint = iommu.attachEndpoint({ sid: 0x218, ats: true, pri: true, qdep: 4, pfsid: 0 });
  bus.clearTrace();
}

beforeEach(() => start());

/** First words of the page group responses that were queued. */
function responses(): string[] {
  const { words, length } = bus.trace();
  return Array.from({ length }, (_, index) => 6 * index)
    .filter((at) => (words[at]! & 0xff) === BUS_MEM_WRITE && (words[at + 3]! & 0xf) === 9 && words[at + 1]! % 32 === 0)
    .map((at) => words[at + 3]!.toString(16));
}

function software(): number[] {
  const { words, length } = bus.trace();
  const at = Array.from({ length }, (_, index) => 6 * index).filter((index) => (words[index]! & 0xff) === BUS_SOFTWARE);
  return at.map((index) => words[index + 5]!);
}

function interrupts(): number {
  const { words, length } = bus.trace();
  return Array.from({ length }, (_, index) => words[6 * index]! & 0xff).filter((kind) => kind === BUS_INTERRUPT).length;
}

describe('the page request thread', () => {
  it('gives good requests to the handler and leaves the answer to it', () => {
    expect(iommu.device.pageRequest(request)).toBe('queued');
    const seen: PageRequest[] = [];
    pageRequestThread(iommu, (each) => {
      seen.push(each);
      return 0;
    });
    expect(seen).toEqual([
      { ...request, addr: { lo: 0x1000, hi: 0x7f00 }, private0: { lo: 0, hi: 0 }, private1: { lo: 0, hi: 0 } },
    ]);
    expect(responses()).toEqual([]);
    expect(iommu.device.pqh).toBe(0x20);
    pageResponse(iommu, seen[0]!, 0);
    expect(responses()).toEqual(['2180019']);
  });

  it.each([
    ['nobody takes', {}, -19],
    ['has no PASID', { pp: 0 }, 0],
    ['has no canonical address', { addr: 0x8000_0000_0000 }, 0],
    ['reads with privilege', { pmr: 1 }, 0],
    ['executes and reads', { exr: 1 }, 0],
    ['is a stop marker without PASID', { pp: 0, rdr: 0 }, 0],
  ])('refuses a request that %s', (_, change, answer) => {
    iommu.device.pageRequest({ ...request, ...change });
    pageRequestThread(iommu, () => answer);
    expect(responses()).toEqual([(0x218_1009 | ((change as { pp?: number }).pp === 0 ? 0 : 0x10)).toString(16)]);
  });

  it.each([
    ['is not the last of its group', { pp: 0, lpig: 0 }],
    ['is a stop marker', { rdr: 0 }],
  ])('does not answer one that %s', (_, change) => {
    iommu.device.pageRequest({ ...request, ...change });
    pageRequestThread(iommu, () => -19);
    expect(responses()).toEqual([]);
  });

  it('answers with the private data of the request', () => {
    const data = { pdp: 1, lpig: 0, pp: 0, private0: { lo: 1, hi: 2 }, private1: { lo: 3, hi: 4 } };
    iommu.device.pageRequest({ ...request, ...data });
    pageRequestThread(iommu, () => 0);
    expect([...bus.readMemory(16, 1, 16)]).toEqual([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0]);
  });

  it('knows 57 bits of address where the unit does', () => {
    start({ fs5lp: true });
    iommu.device.pageRequest({ ...request, addr: 0x8000_0000_0000 });
    pageRequestThread(iommu, () => 0);
    expect(responses()).toEqual([]);
  });
});

describe('overflow', () => {
  const fill = () => {
    let queued = 0;
    while (iommu.device.pageRequest(request) === 'queued') queued++;
    return queued;
  };

  it('drops requests from the full ring on; the unit answers the last of a group itself', () => {
    expect(fill()).toBe(2047);
    expect(iommu.device.pageRequest({ ...request, lpig: 0 })).toBe('dropped');
    expect(iommu.device.pageRequest(request)).toBe('answered');
    expect(iommu.device.prs).toBe(R.DMA_PRS_PPR | R.DMA_PRS_PRO);
  });

  it('has the smaller ring of 5.10', () => {
    start({ kernel: '5.10.198' });
    expect(fill()).toBe(127);
  });

  it('ends when the thread has emptied the ring', () => {
    start({ kernel: '5.10.198' });
    fill();
    pageRequestThread(iommu, () => 0);
    expect(software()).toEqual([STEP_FLUSH_FAULT_QUEUE]);
    expect(iommu.device.prs).toBe(0);
    expect(iommu.device.pageRequest(request)).toBe('queued');
  });

  it('makes a drain wait and submit again', () => {
    start({ kernel: '5.10.198' });
    fill();
    drainPrq(iommu, endpoint, 99, 5, { flushFaultQueue: false });
    expect(software()).toEqual([STEP_WAIT_FAULT_THREAD, STEP_FLUSH_FAULT_QUEUE]);
    expect(iommu.device.prs).toBe(0);
  });
});

describe('a drain', () => {
  it('waits for the thread while a request of the PASID is pending', () => {
    iommu.device.pageRequest({ ...request, pasid: 8 });
    iommu.device.pageRequest(request);
    let waits = 0;
    const waitForThread = () => {
      waits++;
      pageRequestThread(iommu, () => 0);
    };
    drainPrq(iommu, endpoint, 7, 5, { flushFaultQueue: true, waitForThread });
    expect(waits).toBe(1);
    expect(software()).toEqual([STEP_WAIT_FAULT_THREAD, STEP_FLUSH_FAULT_QUEUE]);
  });

  it('does not wait for those of others', () => {
    iommu.device.pageRequest({ ...request, pasid: 8 });
    drainPrq(iommu, endpoint, 7, 5, { flushFaultQueue: false });
    expect(software()).toEqual([]);
  });
});

it('raises an interrupt for each request, unless it is masked', () => {
  iommu.device.pageRequest(request);
  expect(interrupts()).toBe(1);
  iommu.writel(R.DMAR_PECTL_REG, 0x8000_0000);
  iommu.device.pageRequest(request);
  expect(interrupts()).toBe(1);
});
