import type { Machine } from './machine.js';

/** Slots of a node; six bits of an id each. */
export const nodeSlots = 64;
export const nodeShift = 6;
export const nodeMask = nodeSlots - 1;

/**
 * Memory of all the id trees of one instance, in typed arrays. A node is a number from 1; 0 is no node. Nodes on the free
 * list are all zero, so taking one needs no clearing.
 */
export class IndexNodes {
  /** 64 slots a node: a value in a leaf, a child in an inner node, 0 for nothing. */
  slots = new Int32Array(nodeSlots * 16);
  /** Marks per node: slot 0-31 and 32-63 is occupied (leaf) or its child is full (inner node). */
  fullLow = new Int32Array(16);
  fullHigh = new Int32Array(16);
  /** Slots in use per node. */
  used = new Uint8Array(16);
  #free = new Int32Array(16);
  #freeCount = 0;
  #next = 1;
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  /** Room for the nodes from a root to a leaf, for whoever walks. */
  readonly path = new Int32Array(6);

  /** Nodes in use, so that a test can see a leak. */
  get live(): number {
    return this.#next - 1 - this.#freeCount;
  }

  isFull(node: number): boolean {
    return this.fullLow[node] === -1 && this.fullHigh[node] === -1;
  }

  mark(node: number, slot: number): void {
    const marks = slot < 32 ? this.fullLow : this.fullHigh;
    marks[node] = (marks[node] as number) | (1 << (slot & 31));
  }

  unmark(node: number, slot: number): void {
    const marks = slot < 32 ? this.fullLow : this.fullHigh;
    marks[node] = (marks[node] as number) & ~(1 << (slot & 31));
  }

  /** Takes a node; 0 when there is no memory. */
  take(): number {
    if (!this.#machine.allocate('index-node')) return 0;
    if (this.#freeCount > 0) {
      this.#freeCount -= 1;
      return this.#free[this.#freeCount] as number;
    }
    if (this.#next === this.used.length) this.#grow();
    const node = this.#next;
    this.#next = node + 1;
    return node;
  }

  /** Gives a node back; it must be all zero. */
  release(node: number): void {
    this.#free[this.#freeCount] = node;
    this.#freeCount += 1;
  }

  #grow(): void {
    const size = this.used.length * 2;
    const grown = <A extends Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(larger: A, old: A): A => {
      larger.set(old);
      return larger;
    };
    this.slots = grown(new Int32Array(size * nodeSlots), this.slots);
    this.fullLow = grown(new Int32Array(size), this.fullLow);
    this.fullHigh = grown(new Int32Array(size), this.fullHigh);
    this.used = grown(new Uint8Array(size), this.used);
    this.#free = grown(new Int32Array(size), this.#free);
  }
}
