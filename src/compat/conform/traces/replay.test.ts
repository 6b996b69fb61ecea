import { describe, expect, it } from 'vitest';
import { TraceArgumentError } from './args.js';
import { compareEvents, compareState } from './compare.js';
import { conformTraces } from './conform.js';
import { TraceHarness } from './harness.js';
import type { TraceOp, TraceSequence } from './model.js';
import type { TracePlayer } from './player-model.js';
import { replaySequence } from './replay.js';

class Died extends Error {}

/** A library with one operation, `say`, that answers its argument; `die` dies, and `part` fires a decision. */
const echo: TracePlayer = {
  side: 'v1',
  variants: ['mainline-6.1'],
  decisions: [
    { id: 'parting', kind: 'state' },
    { id: 'mapping', kind: 'field' },
  ],
  open: () => {
    let fired: TracePlayer['decisions'] = [];
    return {
      apply: (op, args) => {
        if (op === 'die') throw new Died();
        if (op === 'part') fired = [{ id: 'parting', kind: 'state' }];
        else if (op === 'map') fired = [{ id: 'mapping', kind: 'field' }];
        else if (op !== 'say') throw new TraceArgumentError('no such operation');
        return { ret: args['word'] ?? 'void' };
      },
      dump: () => ({ said: true }),
      takeFired: () => {
        const taken = fired;
        fired = [];
        return taken;
      },
      explainField: ({ key }) => (key === 'spid' ? 'mapping' : null),
    };
  },
  isPoison: (error) => error instanceof Died,
};

function sequence(ops: readonly Partial<TraceOp>[], final: TraceSequence['final'] = { said: true }): TraceSequence {
  const whole = ops.map((op) => ({ op: 'say', args: {}, events: [], ...op }));
  return { name: 's', variant: 'mainline-6.1', tags: [], ops: whole, final, line: 3 };
}

const say = (word: string, result = word): Partial<TraceOp> => ({ args: { word }, result: { ret: result } });
const crash = { kind: 'SEGV', where: 'f' };
const replay = (one: TraceSequence) => replaySequence('f', one, echo, 'decided');

describe('replaying a sequence', () => {
  it('agrees to the end, the final state included', () => {
    expect(replay(sequence([say('a'), say('b')])).verdict).toBe('agreed');
  });

  it('names the first operation that differs', () => {
    const { mismatch } = replay(sequence([say('a'), say('b', 'c'), say('d', 'e')]));
    expect(mismatch).toMatchObject({
      sequence: 's',
      line: 3,
      op: 1,
      opName: 'say',
      within: 'result',
      path: 'ret',
      expected: 'c',
      got: 'b',
    });
  });

  it('looks at the final state, at dumps and at events', () => {
    expect(replay(sequence([say('a')], { said: false })).mismatch).toMatchObject({
      op: 1,
      opName: 'final',
      path: 'said',
    });
    expect(replay(sequence([{ op: 'dump', state: { said: 'no' } }])).mismatch).toMatchObject({
      op: 0,
      within: 'state',
    });
    const missing = { ...say('a'), events: [{ ev: 'warn' }] };
    expect(replay(sequence([missing])).mismatch).toMatchObject({ op: 0, within: 'events', path: '0' });
  });

  it('wants a crash where the recording has one, and only there', () => {
    expect(replay(sequence([{ op: 'die', crash }], null)).verdict).toBe('agreed');
    expect(replay(sequence([{ op: 'say', crash }], null)).mismatch).toMatchObject({ within: 'crash', got: 'no crash' });
    expect(replay(sequence([{ op: 'die', result: { ret: 0 } }])).mismatch).toMatchObject({ within: 'crash' });
  });

  it('ends where a decision parts the two, and lets one that fired explain why nothing crashed', () => {
    expect(replay(sequence([say('a'), { op: 'part', result: { ret: 9 } }, say('b', 'c')])).verdict).toBe('deviated');
    expect(replay(sequence([say('a', 'b'), { op: 'part', result: { ret: 9 } }])).verdict).toBe('mismatched');
    expect(
      replay(
        sequence(
          [
            { op: 'map', result: { ret: 'void' } },
            { op: 'say', crash },
          ],
          null,
        ),
      ).verdict,
    ).toBe('deviated');
    expect(replay(sequence([{ op: 'map', result: { ret: 'void' } }, say('b', 'c')])).verdict).toBe('mismatched');
  });

  it('says file, line and operation of an argument that the format does not have', () => {
    expect(() => replay(sequence([{ op: 'sing', result: { ret: 0 } }]))).toThrow(
      'f:3: op 0 (sing) of s: no such operation',
    );
  });
});

describe('comparing', () => {
  const never = (): boolean => false;

  it('passes over log lines and marks of damage, and takes uninitialised memory for anything', () => {
    const recorded = [
      { ev: 'log', level: 'err' },
      { ev: 'notify', token: 'uninit' },
      { ev: 'bug', kind: 'k' },
    ];
    expect(
      compareEvents(
        recorded,
        [
          { ev: 'notify', token: 't0' },
          { ev: 'log', level: 'info' },
        ],
        never,
      ),
    ).toBeNull();
    expect(compareEvents([{ ev: 'warn' }, { ev: 'getter' }], [{ ev: 'getter' }, { ev: 'warn' }], never)).not.toBeNull();
    expect(compareState({ a: { corrupt: true } }, { a: {} }, never)).toBeNull();
    expect(compareState({ a: 'uninit' }, { a: 1 }, never)).not.toBeNull();
  });

  it('compares 32-bit words, however they are printed', () => {
    expect(compareState({ id: 'INVALID', nr: -1 }, { id: 0xffff_ffff, nr: 0xffff_ffff }, never)).toBeNull();
    expect(compareState({ nr: 1 }, { nr: true as never }, never)).not.toBeNull();
  });

  it('finds a key too many, a key too few and a longer list', () => {
    expect(compareState({ a: 1 }, { a: 1, b: 2 }, never)).toMatchObject({ path: 'b' });
    expect(compareState({ a: 1, b: 2 }, { a: 1 }, never)).toMatchObject({ path: 'b' });
    expect(compareState({ a: [1] }, { a: [1, 2] }, never)).toMatchObject({ path: 'a.1' });
  });

  it('asks for the explanation of a field that differs', () => {
    expect(compareState({ ids: [{ spid: 0 }] }, { ids: [{ spid: 7 }] }, ({ key }) => key === 'spid')).toBeNull();
  });
});

describe('counting', () => {
  it('tells what was not replayed, and why', () => {
    const internal = { ...sequence([say('a', 'b')]), tags: ['internal'] };
    const foreign: TraceSequence = { ...sequence([say('a')]), variant: 'ext-late-typed' };
    const parted = sequence([{ op: 'part', result: { ret: 9 } }]);
    const report = conformTraces(
      [{ name: 'f', sequences: [internal, foreign, parted, sequence([say('a')])] }],
      'decided',
      [echo],
    );
    expect(report.totals).toEqual({ agreed: 1, deviated: 1, mismatched: 0, skipped: 1, notCovered: 1 });
    expect(report.files[0]).toMatchObject({
      sequences: 4,
      variant: 'mainline-6.1,ext-late-typed',
      skips: [{ sequences: 1 }],
    });
    expect(report.decisions).toEqual([
      { id: 'parting', side: 'v1', fired: 1 },
      { id: 'mapping', side: 'v1', fired: 0 },
    ]);
  });
});

describe('the surroundings of a recording', () => {
  const invalid = 0xffff_ffff;

  it('hand out ids family by family', () => {
    const { families } = new TraceHarness();
    const ask = (label: string, ...ranges: [number, number][]): number[] =>
      ranges.map(([min, max]) => families.ops(label).alloc(min, max, families.ops(label).pdata));
    expect(ask('first.0', [3, 4], [3, 4], [3, 4], [5, 2])).toEqual([3, 4, invalid, invalid]);
    expect(ask('first.1', [3, 9])).toEqual([5]);
    expect(ask('top.0', [3, 4], [3, 4], [3, 4], [0, invalid], [0, invalid])).toEqual([4, 3, invalid, invalid, invalid]);
    expect(ask('dup.0', [3, 4], [3, 4], [9, 4])).toEqual([3, 3, 9]);
    expect(ask('oob.0', [1, 1], [1, 1])).toEqual([1_000_001, invalid]);
    expect(ask('fail.0', [1, 9])).toEqual([invalid]);
    families.scriptNext([8, 2]);
    expect(ask('script.0', [1, 9], [1, 9], [1, 9])).toEqual([8, 2, invalid]);
    families.ops('oob.0').free(1_000_001, null);
    expect(ask('oob.0', [1, 1])).toEqual([1_000_001]);
    families.ops('mix.0').free(3, null);
    expect(ask('mix.0', [3, 9])).toEqual([6]);
    expect(families.ops('first.0').alloc).toBe(families.ops('first.9').alloc);
  });

  it('fail the allocation after so many, once', () => {
    const { faults, events } = new TraceHarness();
    faults.arm('kzalloc', 1);
    expect([1, 2, 3].map(() => faults.allocate('kzalloc'))).toEqual([true, false, true]);
    expect(events.take()).toEqual([{ ev: 'fault', alloc: 'kzalloc' }]);
  });

  it('run deferred work in order and record what blocks do', () => {
    const harness = new TraceHarness();
    harness.apply('nb_define', { nb: 'nb0', priority: 2, ret: 'STOP', on_bind: 'get', on_free: 'queue' });
    const ran: string[] = [];
    const block = harness.blocks.block('nb0');
    const actions = {
      get: () => ({ set: 's1', ret: '0' }),
      put: () => ({ set: 's1' }),
      queue: () => harness.defer(() => ran.push('work')),
    };
    expect([3, 2, 1].map((command) => harness.blocks.call(block, command, { id: 7 }, actions))).toEqual([
      0x8001, 0x8001, 0x8001,
    ]);
    expect(harness.events.take()).toEqual([
      { ev: 'notify', nb: 'nb0', cmd: 'BIND', id: 7, ret: 'STOP' },
      { ev: 'cb_get_locked', id: 7, set: 's1', ret: '0' },
      { ev: 'notify', nb: 'nb0', cmd: 'FREE', id: 7, ret: 'STOP' },
      { ev: 'queue_work', id: 7, ret: true },
      { ev: 'notify', nb: 'nb0', cmd: 'ALLOC', id: 7, ret: 'STOP' },
    ]);
    expect(harness.apply('flush', {})).toEqual({ ret: 1 });
    expect(ran).toEqual(['work']);
  });
});
