/** Where the posted code dies, profile `as-posted` throws: use after free, lists without end, null pointers. */
import { describe, expect, it } from 'vitest';
import { PoisonError } from './errors.js';
import * as commands from './internal.js';
import type { Machine } from './machine.js';
import { MmStruct } from './pointers.js';
import type { SetRecord } from './set-record.js';
import { State } from './state.js';
import { block, customOps, TestWorld, word } from './world.test-kit.js';

const invalid = commands.invalidId;

/** A world where what was released is really gone after each call. */
function drained() {
  const machine: Machine = {
    allocate: () => true,
    remark: () => undefined,
    queueWork: () => undefined,
    drained: true,
  };
  const state = new State(machine, 'as-posted', () => undefined);
  const set = commands.ioasidAllocSetRaw(state, new MmStruct('A'), 8, 2) as SetRecord;
  return { state, set };
}

/** An id that outlives its set, as the posted code lets it. */
function orphanedById() {
  const { state, set } = drained();
  const id = commands.alloc(state, set, 1, 9, null);
  commands.getLocked(state, set, id);
  commands.setPut(state, set);
  return { state, set, id };
}

const uses: Readonly<Record<string, () => unknown>> = {
  'the last put of an id whose set is gone'() {
    const { state, id } = orphanedById();
    return commands.putLocked(state, null, id);
  },
  'a free of an id whose set is gone'() {
    const { state, set, id } = orphanedById();
    return commands.free(state, set, id);
  },
  'a notification on the chain of a set that is gone'() {
    const { state, id } = orphanedById();
    return commands.notify(state, id, 3, 'set');
  },
  'a get of a set that is gone'() {
    const { state, set } = orphanedById();
    return commands.setGet(state, set);
  },
  'an allocation in a set that is gone'() {
    const { state, set } = orphanedById();
    return commands.alloc(state, set, 1, 9, null);
  },
  'a new quota for a set that is gone'() {
    const { state, set } = orphanedById();
    return commands.adjustSet(state, set, 3);
  },
  'a handler for a set that is gone'() {
    const { state, set } = orphanedById();
    return commands.registerNotifier(state, set, block());
  },
  ...Object.fromEntries(
    (['getLocked', 'putLocked', 'find'] as const).map((name) => [
      `${name} of the invalid id that was handed out`,
      () => {
        const world = new TestWorld('as-posted');
        world.alloc(world.set(), { min: invalid, max: invalid });
        return commands[name](world.state, null, invalid);
      },
    ]),
  ),
  'the end of a group whose second member was registered twice'() {
    const { state } = new TestWorld('as-posted');
    const first = customOps([], []);
    const second = { ...first };
    for (const ops of [first, second, second]) commands.registerAllocator(state, ops);
    return commands.unregisterAllocator(state, { ...first });
  },
  'a chain that goes round because a rank rose'() {
    const { state } = new TestWorld('as-posted');
    const rising = { ...block(), rank: 0 };
    commands.registerNotifier(state, null, block(undefined, 2));
    commands.registerNotifier(state, null, rising);
    rising.rank = 3;
    commands.registerNotifier(state, null, rising);
    return state.globalChain.call({ event: 1, id: 1, spid: 0, set: {}, priv: null });
  },
  ...Object.fromEntries(
    Object.entries({
      'set get': (state: State) => commands.setGet(state, null),
      'set put': (state: State) => commands.setPut(state, null),
      adjust: (state: State) => commands.adjustSet(state, null, 4),
      walk: (state: State) => commands.forEachId(state, null, () => undefined),
      'find by guest id': (state: State) => commands.findBySpid(state, null, 4),
    }).map(([name, call]) => [`${name} of a null set`, () => call(new TestWorld('as-posted').state)]),
  ),
};

describe('profile as-posted dies of', () => {
  it.each(Object.keys(uses))('%s', (name) => {
    expect(uses[name]).toThrow(PoisonError);
  });
});

describe('profile decided', () => {
  it('survives the same with held members, null sets and raised ranks', () => {
    const world = new TestWorld('decided');
    const set = world.set();
    const id = world.alloc(set);
    commands.getLocked(world.state, set, id);
    expect(commands.setPut(world.state, set)).toBe('held');
    expect(commands.putLocked(world.state, null, id)).toBe('reclaimed');
    expect(set.alive).toBe(false);
    expect(word(commands.setGet(world.state, null))).toBe('EINVAL');
    expect(word(commands.setPut(world.state, null))).toBe('EINVAL');
  });
});
