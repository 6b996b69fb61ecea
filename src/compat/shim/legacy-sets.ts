/** Sets of old callers, each with the set of the new version that stands behind it. */
import type { IoasidSet as OldSet } from '../../v1-void-token/index.js';
import type { IoasidSet, SetToken } from '../../v2-typed-token/index.js';
import { anyToken, noToken } from '../../v2-typed-token/index.js';

export class LegacySet implements OldSet {
  readonly id: number;
  readonly token: unknown;
  readonly set: IoasidSet;

  constructor(id: number, token: unknown, set: IoasidSet) {
    this.id = id;
    this.token = token;
    this.set = set;
  }
}

export class LegacySets {
  /** By number; the lowest free number is given out again, as the old version does. */
  readonly #sets: (LegacySet | undefined)[] = [];

  add(token: unknown, set: IoasidSet): LegacySet {
    let id = this.#sets.indexOf(undefined);
    if (id < 0) id = this.#sets.length;
    const legacy = new LegacySet(id, token, set);
    this.#sets[id] = legacy;
    return legacy;
  }

  remove(legacy: LegacySet): void {
    if (this.#sets[legacy.id] === legacy) this.#sets[legacy.id] = undefined;
  }

  /** The living set that an old caller holds, or undefined for a stranger or a dead one. */
  living(set: OldSet | null): LegacySet | undefined {
    if (!(set instanceof LegacySet)) return undefined;
    return this.#sets[set.id] === set ? set : undefined;
  }

  /** By identity of the token: all that an untyped token allows. */
  findByToken(token: unknown): LegacySet | null {
    return this.#sets.find((set) => set !== undefined && set.token === token) ?? null;
  }
}

/** An old token in the new types: null is none, everything else is of no particular kind, so that it may repeat. */
export function legacyToken(token: unknown): SetToken {
  if (token === null || token === undefined) return noToken;
  return anyToken(typeof token === 'object' ? token : { value: token });
}
