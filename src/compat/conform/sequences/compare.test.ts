import { describe, expect, it } from 'vitest';
import type { SequenceLine, SequenceStep } from '../sequence-model.js';
import { compareSteps } from './compare.js';
import { initialImage } from './image.js';

const store = (phys: string, value: string, how = 'once'): SequenceStep => ({ op: 'mem_write', phys, value, how });
const barrier: SequenceStep = { op: 'barrier', kind: 'dma_wmb' };

const line = (steps: readonly SequenceStep[], memory: readonly unknown[] = []): SequenceLine => ({
  unit: 'vtd',
  operation: 'made',
  chain: 'made-1',
  step: 0,
  config: {},
  regions: [
    { name: 'context_table', phys: '0x100041000', size: 4096 },
    { name: 'root_table', phys: '0x100040000', size: 4096 },
    { name: 'pasid_table', phys: '0x100050000', size: 4096 },
  ],
  initial: { queue: {}, memory },
  steps,
  source: '',
});

const compare = (wanted: SequenceLine, observed: readonly SequenceStep[]) =>
  compareSteps(wanted, observed, initialImage(wanted));

describe('plain stores', () => {
  const wanted = line([store('0x100041000', '0x8', 'plain'), store('0x100040020', '0x41001', 'plain'), barrier]);

  it('are the net change, whatever the order and the steps between', () => {
    const observed = [
      store('0x100040020', '0x41001'),
      store('0x100041000', '0x0'),
      store('0x100041008', '0x0'),
      store('0x100041000', '0x8'),
      barrier,
    ];
    expect(compare(wanted, observed)).toBeUndefined();
  });

  it('differ when a value, a word or a change too many differs', () => {
    const right = [store('0x100041000', '0x8'), store('0x100040020', '0x41001')];
    expect(compare(wanted, [...right, barrier])).toBeUndefined();
    expect(compare(wanted, [store('0x100041000', '0x9'), right[1]!, barrier])).toMatchObject({ step: 0 });
    expect(compare(wanted, [right[0]!, barrier])).toMatchObject({ step: 1, found: 'barrier kind dma_wmb' });
    expect(compare(wanted, [...right, store('0x100041008', '0x1'), barrier])).toBeDefined();
    expect(compare(wanted, [right[0]!, barrier, right[1]!])).toBeDefined();
  });

  it('may store what is there already', () => {
    const live = line([barrier], [{ phys: '0x100041000', value: '0x8' }]);
    expect(compare(live, [store('0x100041000', '0x8'), barrier])).toBeUndefined();
    expect(compare(live, [store('0x100041000', '0x9'), barrier])).toBeDefined();
  });
});

describe('once stores', () => {
  const zero = store('0x100050000', '0x0');
  const one = store('0x100050008', '0x1');

  it('are compared one by one, unchanged values included', () => {
    const wanted = line([zero, one, barrier]);
    expect(compare(wanted, [zero, one, barrier])).toBeUndefined();
    expect(compare(wanted, [one, zero, barrier])).toMatchObject({ step: 0 });
    expect(compare(wanted, [zero, zero, one, barrier])).toBeDefined();
    expect(compare(wanted, [one, barrier])).toBeDefined();
    expect(compare(wanted, [zero, one, one, barrier])).toBeDefined();
  });

  it('end the stretch of the plain ones before them', () => {
    const wanted = line([store('0x100041000', '0x8', 'plain'), store('0x100041000', '0x9')]);
    expect(compare(wanted, [store('0x100041000', '0x8'), store('0x100041000', '0x9')])).toBeUndefined();
    expect(compare(wanted, [store('0x100041000', '0x9')])).toBeDefined();
    expect(compare(wanted, [store('0x100041000', '0x9'), store('0x100041000', '0x8')])).toBeDefined();
  });
});

describe('other steps', () => {
  it('compare every key that is recorded, numbers in any form', () => {
    const write: SequenceStep = { op: 'mmio_write', reg: 'IQT_REG', offset: '0x88', width: 32, value: '0x40' };
    expect(compare(line([write]), [{ op: 'mmio_write', offset: 0x88, width: 32, value: 64 }])).toBeUndefined();
    for (const change of [
      { offset: '0x80' },
      { width: 64 },
      { value: '0x41' },
      { reg: 'IQH_REG' },
      { op: 'mmio_read' },
    ]) {
      expect(compare(line([write]), [{ ...write, ...change }])).toMatchObject({ step: 0 });
    }
    expect(compare(line([write]), [])).toMatchObject({ found: 'end of the sequence' });
    expect(compare(line([]), [write])).toMatchObject({ step: 0, expected: 'end of the sequence' });
  });

  it('tell queue entries apart by place and word', () => {
    const entry: SequenceStep = { op: 'iq_desc', index: 3, qwords: ['0x17', '0x0'] };
    expect(
      compare(line([entry]), [{ op: 'iq_desc', index: 3, qwords: ['0x0000000000000017', '0x0'] }]),
    ).toBeUndefined();
    expect(compare(line([entry]), [{ ...entry, index: 4 }])).toBeDefined();
    expect(compare(line([entry]), [{ ...entry, qwords: ['0x17', '0x1'] }])).toBeDefined();
    expect(compare(line([entry]), [{ ...entry, qwords: ['0x17'] }])).toBeDefined();
  });
});
