import { describe, expect, it } from 'vitest';
import { FaultPlan } from './fault-plan.js';

const strikes = (plan: FaultPlan<'a' | 'b'>, count: number): (number | undefined)[] =>
  Array.from({ length: count }, () => plan.strike('a'));

describe('a fault plan', () => {
  it('lets occasions pass, strikes as often as asked, and is done', () => {
    const plan = new FaultPlan<'a' | 'b'>();
    plan.add({ kind: 'a', after: 2, times: 2, value: 9 });
    expect(strikes(plan, 6)).toEqual([undefined, undefined, 9, 9, undefined, undefined]);
    expect(plan.pending).toBe(0);
  });

  it('counts occasions of each kind, and of each fault, on their own', () => {
    const plan = new FaultPlan<'a' | 'b'>();
    plan.add({ kind: 'b', after: 1, value: 5 });
    plan.add({ kind: 'a', value: 1 });
    plan.add({ kind: 'a', after: 1, value: 2 });
    expect(strikes(plan, 3)).toEqual([1, 2, undefined]);
    expect([plan.strike('b'), plan.strike('b')]).toEqual([undefined, 5]);
  });

  it('can be cleared, and refuses counts that are none', () => {
    const plan = new FaultPlan<'a'>();
    plan.add({ kind: 'a' });
    plan.clear();
    expect(plan.strike('a')).toBeUndefined();
    expect(() => plan.add({ kind: 'a', after: -1 })).toThrow('fault a: after -1');
    expect(() => plan.add({ kind: 'a', times: 0 })).toThrow('fault a: times 0');
  });
});
