/** Records of ids, as columns. A record is named by its slot; slots are used again. */
import type { SetRecord } from './set-record.js';

export const stateDead = 0;
export const stateActive = 1;
export const stateFreePending = 2;

/** Stands for "no guest id", and for "no id". */
export const invalidId = 0xffff_ffff;

/** What a count reads after an increment or decrement at 0 or below. */
export const saturated = -0x4000_0000;

export class Records {
  id = new Uint32Array(64);
  spid = new Uint32Array(64);
  refs = new Int32Array(64);
  state = new Uint8Array(64);
  /** Grows each time the slot is released: a slot and its generation name one life. */
  generation = new Uint32Array(64);
  /** Neighbours in the list of the set, -1 for none. */
  next = new Int32Array(64);
  previous = new Int32Array(64);
  readonly set: (SetRecord | null)[] = [];
  readonly priv: (object | null)[] = [];
  #free = new Int32Array(64);
  #freeCount = 0;
  #used = 0;

  /** A slot for a new record, its columns not yet set. */
  take(): number {
    if (this.#freeCount > 0) return this.#free[--this.#freeCount]!;
    if (this.#used === this.id.length) this.#grow();
    return this.#used++;
  }

  release(slot: number): void {
    this.state[slot] = stateDead;
    this.generation[slot] = this.generation[slot]! + 1;
    this.set[slot] = null;
    this.priv[slot] = null;
    this.#free[this.#freeCount++] = slot;
  }

  #grow(): void {
    const size = this.id.length * 2;
    this.id = grown(this.id, new Uint32Array(size));
    this.spid = grown(this.spid, new Uint32Array(size));
    this.refs = grown(this.refs, new Int32Array(size));
    this.state = grown(this.state, new Uint8Array(size));
    this.generation = grown(this.generation, new Uint32Array(size));
    this.next = grown(this.next, new Int32Array(size));
    this.previous = grown(this.previous, new Int32Array(size));
    this.#free = grown(this.#free, new Int32Array(size));
  }
}

function grown<A extends Uint32Array | Int32Array | Uint8Array>(old: A, bigger: A): A {
  bigger.set(old);
  return bigger;
}
