/** One instance in the numbers of C, with what the tests of this folder need around it. */
import type { Profile } from './decisions.js';
import * as commands from './internal.js';
import { createMachine } from './machine.js';
import type { ChainBlock, Payload } from './notifier-chain.js';
import type { MmStruct } from './pointers.js';
import type { SetRecord } from './set-record.js';
import { State } from './state.js';

export const anyId = { min: 1, max: 99 };

/** An instance of a profile, and the decisions that fired in it. */
export class TestWorld {
  readonly machine = createMachine();
  readonly state: State;
  readonly fired = new Set<string>();

  constructor(profile: Profile) {
    this.state = new State(this.machine, profile, (id) => this.fired.add(id));
  }

  /** A set of a process, or one without a token. Throws where there is none. */
  set(quota = 8, mm: MmStruct | null = null): SetRecord {
    const made = commands.ioasidAllocSetRaw(this.state, mm, quota, mm === null ? 1 : 2);
    if (typeof made === 'number') throw new Error(String(word(made)));
    return made;
  }

  alloc(set: SetRecord, { min, max } = anyId, priv: object | null = null): number {
    return commands.alloc(this.state, set, min, max, priv);
  }
}

/** A number as it is, a refusal by its name, a set as `set`. */
export function word(answer: number | string | SetRecord): number | string {
  if (typeof answer === 'string') return answer;
  if (typeof answer !== 'number') return 'set';
  return answer < 0 ? commands.refused(answer).error.code : answer;
}

/** A handler that answers OK. */
export function block(call: (payload: Payload) => void = () => undefined, rank = 0): ChainBlock {
  return {
    rank,
    call(payload) {
      call(payload);
      return 1;
    },
  };
}

/** An allocator that hands out the given ids and tells of frees. */
export function customOps(ids: number[], log: string[]) {
  return {
    alloc: () => ids.shift() ?? null,
    free: (id: number) => void log.push(`free ${id}`),
    data: null,
  };
}
