import { describe, expect, it } from 'vitest';
import * as commands from './internal.js';
import type { Payload } from './notifier-chain.js';
import { eventNumbers } from './state.js';
import { shows, type Story } from './decision-story.test-kit.js';
import { block, customOps, word } from './world.test-kit.js';

const stories = {
  'failed-alloc-returns-id': {
    story(world) {
      commands.registerAllocator(world.state, customOps([7, 7], []));
      const set = world.set();
      return [word(world.alloc(set)), word(world.alloc(set)), set.count];
    },
    asPosted: [7, 7, 1],
    asDecided: [7, 'EBUSY', 1],
  },
  'second-free': {
    story(world) {
      const set = world.set();
      const id = world.alloc(set);
      commands.getLocked(world.state, set, id);
      return [commands.free(world.state, set, id), commands.free(world.state, set, id), set.count];
    },
    asPosted: ['pending', 'reclaimed', 0],
    asDecided: ['pending', 'pending', 1],
  },
  'put-in-free-handler': {
    story(world) {
      const set = world.set();
      const id = world.alloc(set);
      const put = ({ event }: Payload) => event === eventNumbers.free && commands.putLocked(world.state, set, id);
      commands.registerNotifier(world.state, set, block(put));
      return [commands.free(world.state, set, id), world.machine.remarks.map(({ level }) => level)];
    },
    asPosted: ['reclaimed', ['warn-on']],
    asDecided: ['reclaimed', []],
  },
  'default-spid': {
    story(world) {
      const seen: number[] = [];
      const set = world.set();
      const id = world.alloc(set);
      commands.registerNotifier(
        world.state,
        set,
        block(({ spid }) => seen.push(spid)),
      );
      commands.notify(world.state, id, eventNumbers.bind, 'set');
      return seen;
    },
    asPosted: [0],
    asDecided: [commands.invalidId],
  },
  'spid-zero-lookup': {
    story(world) {
      const set = world.set();
      world.alloc(set);
      return word(commands.findBySpid(world.state, set, 0));
    },
    asPosted: 1,
    asDecided: 'ENOENT',
  },
  'spid-unique': {
    story(world) {
      const set = world.set();
      const ids = [world.alloc(set), world.alloc(set)];
      const answers = ids.map((id) => word(commands.attachSpid(world.state, id, 7)));
      return [...answers, commands.findBySpid(world.state, set, 7)];
    },
    asPosted: [0, 0, 1],
    asDecided: [0, 'EINVAL', 1],
  },
  'spid-must-be-valid': {
    story(world) {
      const set = world.set();
      const attached = word(commands.attachSpid(world.state, world.alloc(set), commands.invalidId));
      return [attached, word(commands.findBySpid(world.state, set, commands.invalidId))];
    },
    asPosted: [0, 1],
    asDecided: ['EINVAL', 'ENOENT'],
  },
  'spid-finds-pending': {
    story(world) {
      const set = world.set();
      const id = world.alloc(set);
      commands.attachSpid(world.state, id, 7);
      commands.getLocked(world.state, set, id);
      commands.free(world.state, set, id);
      return word(commands.findBySpid(world.state, set, 7));
    },
    asPosted: 1,
    asDecided: 'EBUSY',
  },
  'invalid-id-range': {
    story(world) {
      const last = { min: commands.invalidId, max: commands.invalidId };
      const answer = word(world.alloc(world.set(), last));
      return [answer, word(commands.getLocked(world.state, null, commands.invalidId))];
    },
    asPosted: 'PoisonError',
    asDecided: ['ENOSPC', 'EINVAL'],
  },
  'custom-duplicate-kept': {
    story(world) {
      const log: string[] = [];
      commands.registerAllocator(world.state, customOps([7, 7], log));
      const set = world.set();
      world.alloc(set);
      world.alloc(set);
      return log;
    },
    asPosted: ['free 7'],
    asDecided: [],
  },
  'custom-range-checked': {
    story(world) {
      const log: string[] = [];
      commands.registerAllocator(world.state, customOps([100], log));
      return [word(world.alloc(world.set())), log];
    },
    asPosted: [100, []],
    asDecided: ['ENOSPC', ['free 100']],
  },
  'allocator-double-first': {
    story({ state }) {
      const first = customOps([], []);
      const second = { ...first };
      const third = { ...first };
      const answers = [first, second, first].map((ops) => word(commands.registerAllocator(state, ops)));
      commands.unregisterAllocator(state, third);
      commands.unregisterAllocator(state, first);
      commands.unregisterAllocator(state, second);
      return [...answers, state.allocators.groups.length];
    },
    asPosted: 'PoisonError',
    asDecided: [0, 0, 'EEXIST', 0],
  },
  'allocator-double-member': {
    story({ state }) {
      const first = customOps([], []);
      const second = { ...first };
      return [first, second, second].map((ops) => word(commands.registerAllocator(state, ops)));
    },
    asPosted: [0, 0, 0],
    asDecided: [0, 0, 'EEXIST'],
  },
  'allocator-foreign': {
    story({ state }) {
      const first = customOps([], []);
      commands.registerAllocator(state, first);
      commands.unregisterAllocator(state, { ...first });
      return state.allocators.groups.length;
    },
    asPosted: 0,
    asDecided: 1,
  },
  'allocator-first-leaves': {
    story({ state }) {
      const first = customOps([], []);
      const second = { ...first };
      for (const ops of [first, second]) commands.registerAllocator(state, ops);
      commands.unregisterAllocator(state, first);
      return state.active?.ops === first ? 'of the first' : 'of the second';
    },
    asPosted: 'of the first',
    asDecided: 'of the second',
  },
  'orphans-leave-sets': {
    story(world) {
      const ops = customOps([5], []);
      commands.registerAllocator(world.state, ops);
      const set = world.set();
      world.alloc(set);
      commands.unregisterAllocator(world.state, ops);
      return set.count;
    },
    asPosted: 1,
    asDecided: 0,
  },
} satisfies Record<string, Story>;

describe('decisions about ids and allocators', () => {
  it.each(Object.entries<Story>(stories))('%s', (id, story) => {
    const { asPosted, asDecided } = story;
    expect(shows(id, story)).toEqual({ asPosted, asDecided, firedAsPosted: [], fired: true });
  });
});
