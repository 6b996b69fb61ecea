import { describe, expect, it } from 'vitest';
import * as commands from './internal.js';
import { MmStruct, PrivateData } from './pointers.js';
import { eventNumbers } from './state.js';
import { shows, type Story } from './decision-story.test-kit.js';
import { anyId, block, word } from './world.test-kit.js';

const stories = {
  'mm-notifier-before-set': {
    story: ({ state }) => commands.registerNotifierMm(state, new MmStruct('A'), block()),
    asPosted: 'PoisonError',
    asDecided: 0,
  },
  'mm-notifier-keeps-set': {
    story(world) {
      const mm = new MmStruct('A');
      const set = world.set(8, mm);
      world.alloc(set);
      return [word(commands.registerNotifierMm(world.state, mm, block())), set.refs];
    },
    asPosted: ['EBUSY', 2],
    asDecided: ['EBUSY', 1],
  },
  'set-slot-window': {
    story({ state }) {
      commands.installCapacity(state, 100);
      return [60, 40].map((quota) => word(commands.ioasidAllocSetRaw(state, null, quota, 1)));
    },
    asPosted: ['set', 'ENOSPC'],
    asDecided: ['set', 'set'],
  },
  'adjust-tests-growth': {
    story(world) {
      commands.installCapacity(world.state, 100);
      const set = world.set(80);
      return [word(commands.adjustSet(world.state, set, 50)), set.quota, world.state.available];
    },
    asPosted: ['ENOSPC', 80, 20],
    asDecided: [0, 50, 50],
  },
  'adjust-below-one': {
    story: (world) => word(commands.adjustSet(world.state, world.set(), 0)),
    asPosted: 0,
    asDecided: 'EINVAL',
  },
  'adjust-dead-set': {
    story(world) {
      const set = world.set(8);
      commands.setPut(world.state, set);
      return [word(commands.adjustSet(world.state, set, 3)), world.state.available];
    },
    asPosted: [0, 0x10_0005],
    asDecided: ['EINVAL', 0x10_0000],
  },
  'set-waits-for-members': {
    story(world) {
      const set = world.set(8);
      const id = world.alloc(set);
      commands.getLocked(world.state, set, id);
      const ended = commands.setPut(world.state, set);
      const { available } = world.state;
      const successor = world.set(8);
      commands.putLocked(world.state, null, id);
      return [ended, available, successor.count, world.state.available];
    },
    asPosted: ['reclaimed', 0x10_0000, -1, 0xf_fff8],
    asDecided: ['held', 0xf_fff8, 0, 0xf_fff8],
  },
  'waiting-order': {
    story(world) {
      const mm = new MmStruct('A');
      const first = world.set(8, mm);
      const seen: string[] = [];
      for (const name of ['one', 'two'])
        commands.registerNotifierMm(
          world.state,
          mm,
          block(() => seen.push(name)),
        );
      commands.setPut(world.state, first);
      world.alloc(world.set(8, mm));
      return seen;
    },
    asPosted: ['two', 'one'],
    asDecided: ['one', 'two'],
  },
  'alloc-payload': {
    story(world) {
      const set = world.set();
      const seen: unknown[] = [];
      commands.registerNotifier(
        world.state,
        set,
        block(({ priv }) => seen.push(priv === null ? 'nothing' : 'the data')),
      );
      world.alloc(set, anyId, new PrivateData());
      return seen;
    },
    asPosted: ['nothing'],
    asDecided: ['the data'],
  },
  'set-free-payload': {
    story(world) {
      const seen: unknown[] = [];
      commands.registerNotifier(
        world.state,
        null,
        block(({ id, spid, priv }) => seen.push(id, spid, priv)),
      );
      commands.setPut(world.state, world.set());
      return seen;
    },
    asPosted: [0, 0, null],
    asDecided: [commands.invalidId, commands.invalidId, null],
  },
  'capacity-with-sets': {
    story(world) {
      world.set(8);
      return [word(commands.installCapacity(world.state, 50)), world.state.available];
    },
    asPosted: [0, 50],
    asDecided: ['EBUSY', 0xf_fff8],
  },
  'mm-set-needs-mm': {
    story: ({ state }) => word(commands.ioasidAllocSetRaw(state, null, 8, 2)),
    asPosted: 'set',
    asDecided: 'EINVAL',
  },
  'null-set': {
    story: ({ state }) => word(commands.alloc(state, null, 1, 9, null)),
    asPosted: 'PoisonError',
    asDecided: 'EINVAL',
  },
  'notify-both-chains': {
    story(world) {
      const seen: string[] = [];
      const set = world.set();
      commands.registerNotifier(
        world.state,
        null,
        block(() => seen.push('global')),
      );
      const id = world.alloc(set);
      commands.registerNotifier(
        world.state,
        set,
        block(() => seen.push('set')),
      );
      commands.notify(world.state, id, eventNumbers.bind, 'both');
      return seen;
    },
    asPosted: ['global'],
    asDecided: ['global', 'set'],
  },
  'one-block-two-chains': {
    story(world) {
      const [one, two] = [world.set(), world.set()];
      const [shared, last] = [block(), block()];
      commands.registerNotifier(world.state, one, shared);
      commands.registerNotifier(world.state, one, last);
      commands.registerNotifier(world.state, two, shared);
      return [one, two].map((set) => set.chain.blocks().length);
    },
    asPosted: [1, 1],
    asDecided: [2, 1],
  },
  'notifier-on-dead-set': {
    story(world) {
      const set = world.set();
      commands.setPut(world.state, set);
      return word(commands.registerNotifier(world.state, set, block()));
    },
    asPosted: 0,
    asDecided: 'EINVAL',
  },
} satisfies Record<string, Story>;

describe('decisions about sets and handlers', () => {
  it.each(Object.entries<Story>(stories))('%s', (id, story) => {
    const { asPosted, asDecided } = story;
    expect(shows(id, story)).toEqual({ asPosted, asDecided, firedAsPosted: [], fired: true });
  });
});
