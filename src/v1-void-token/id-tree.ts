import { nodeMask, nodeShift, nodeSlots } from './index-nodes.js';
import type { IndexNodes } from './index-nodes.js';

/** `claimLowest` found no free id in the range. */
export const noFreeId = -1;
/** There was no memory for a node; the tree is as before. */
export const noNode = -2;

/** Levels that cover 32 bits. */
const tallest = 6;

/**
 * An ordered index from u32 ids to positive numbers: the shape of the kernel's xarray with free marks, a 64-ary tree in
 * typed arrays. Marks say which subtrees are full, so the lowest free id is found in one descent.
 */
export class IdTree {
  #root = 0;
  /** Levels; the tree covers ids below 64^levels. */
  #levels = 0;
  readonly #nodes: IndexNodes;
  readonly #path = new Int32Array(tallest);

  constructor(nodes: IndexNodes) {
    this.#nodes = nodes;
  }

  get isEmpty(): boolean {
    return this.#root === 0;
  }

  /** The value of an id, 0 when it has none. */
  load(id: number): number {
    let node = this.#root;
    let shift = (this.#levels - 1) * nodeShift;
    if (node === 0 || this.#isBeyond(id)) return 0;
    const slots = this.#nodes.slots;
    for (; shift > 0; shift -= nodeShift) {
      node = slots[node * nodeSlots + ((id >>> shift) & nodeMask)] as number;
      if (node === 0) return 0;
    }
    return slots[node * nodeSlots + (id & nodeMask)] as number;
  }

  /** Gives an id a value, replacing an earlier one; false when there is no memory. */
  store(id: number, value: number): boolean {
    const nodes = this.#nodes;
    if (!this.#reach(id)) return false;
    let node = this.#root;
    let level = 0;
    for (let shift = (this.#levels - 1) * nodeShift; shift > 0; shift -= nodeShift) {
      this.#path[level] = node;
      level += 1;
      const at = node * nodeSlots + ((id >>> shift) & nodeMask);
      let child = nodes.slots[at] as number;
      if (child === 0) {
        child = nodes.take();
        if (child === 0) {
          this.#prune(id, level - 1);
          return false;
        }
        nodes.slots[at] = child;
        nodes.used[node] = (nodes.used[node] as number) + 1;
      }
      node = child;
    }
    this.#path[level] = node;
    const at = node * nodeSlots + (id & nodeMask);
    if (nodes.slots[at] === 0) nodes.used[node] = (nodes.used[node] as number) + 1;
    nodes.slots[at] = value;
    this.#markFull(id, level);
    return true;
  }

  /** Takes the value of an id away and returns it; 0 when it had none. */
  erase(id: number): number {
    const { slots, used, fullLow, fullHigh } = this.#nodes;
    if (this.#root === 0 || this.#isBeyond(id)) return 0;
    let node = this.#root;
    let level = 0;
    for (let shift = (this.#levels - 1) * nodeShift; shift > 0; shift -= nodeShift) {
      this.#path[level] = node;
      level += 1;
      node = slots[node * nodeSlots + ((id >>> shift) & nodeMask)] as number;
      if (node === 0) return 0;
    }
    this.#path[level] = node;
    const at = node * nodeSlots + (id & nodeMask);
    const value = slots[at] as number;
    if (value === 0) return 0;
    slots[at] = 0;
    used[node] = (used[node] as number) - 1;
    // A full node on the way up is full no more; the first one that was not ends the walk.
    for (let up = level, shift = 0; up >= 0; up -= 1, shift += nodeShift) {
      const marked = this.#path[up] as number;
      const slot = (id >>> shift) & nodeMask;
      const bit = 1 << (slot & 31);
      const marks = slot < 32 ? fullLow : fullHigh;
      const old = marks[marked] as number;
      if ((old & bit) === 0) break;
      marks[marked] = old & ~bit;
    }
    if (used[node] === 0) this.#prune(id, level);
    return value;
  }

  /** Gives the lowest id without a value in min..max, both included, this value. Returns the id, `noFreeId` or `noNode`. */
  claimLowest(min: number, max: number, value: number): number {
    const id = this.#lowestFree(min);
    if (id < 0 || id > max) return noFreeId;
    return this.store(id, value) ? id : noNode;
  }

  /** The lowest id with a value from `from` on, `noFreeId` when there is none. */
  next(from: number): number {
    if (this.#root === 0 || from > 0xffff_ffff || this.#isBeyond(from)) return noFreeId;
    return this.#nextIn(this.#root, this.#levels - 1, 0, from);
  }

  #isBeyond(id: number): boolean {
    return this.#levels < tallest && id >>> (this.#levels * nodeShift) !== 0;
  }

  #nextIn(node: number, level: number, base: number, from: number): number {
    const { slots } = this.#nodes;
    const span = 64 ** level;
    const first = from <= base ? 0 : Math.floor((from - base) / span);
    for (let slot = first; slot < nodeSlots; slot += 1) {
      const child = slots[node * nodeSlots + slot] as number;
      if (child === 0) continue;
      const start = base + slot * span;
      if (level === 0) return start;
      const found = this.#nextIn(child, level - 1, start, from);
      if (found >= 0) return found;
    }
    return noFreeId;
  }

  /** Makes the tree tall enough for an id. */
  #reach(id: number): boolean {
    const nodes = this.#nodes;
    if (this.#root === 0) {
      const root = nodes.take();
      if (root === 0) return false;
      this.#root = root;
      this.#levels = 1;
      while (this.#isBeyond(id)) this.#levels += 1;
      return true;
    }
    while (this.#isBeyond(id)) {
      const root = nodes.take();
      if (root === 0) return false;
      nodes.slots[root * nodeSlots] = this.#root;
      nodes.used[root] = 1;
      if (this.#isFull(this.#root)) nodes.fullLow[root] = 1;
      this.#root = root;
      this.#levels += 1;
    }
    return true;
  }

  #isFull(node: number): boolean {
    return this.#nodes.fullLow[node] === -1 && this.#nodes.fullHigh[node] === -1;
  }

  /** Marks an id as taken in its leaf, and each node that became full in its parent. */
  #markFull(id: number, leaf: number): void {
    const { fullLow, fullHigh } = this.#nodes;
    for (let level = leaf, shift = 0; level >= 0; level -= 1, shift += nodeShift) {
      const node = this.#path[level] as number;
      const slot = (id >>> shift) & nodeMask;
      const marks = slot < 32 ? fullLow : fullHigh;
      marks[node] = (marks[node] as number) | (1 << (slot & 31));
      if (!this.#isFull(node)) return;
    }
  }

  /** Gives back the empty nodes on the path of an id, from `level` upwards. */
  #prune(id: number, level: number): void {
    const nodes = this.#nodes;
    let shift = (this.#levels - 1 - level) * nodeShift;
    for (let up = level; up >= 0; up -= 1) {
      const node = this.#path[up] as number;
      if (nodes.used[node] !== 0) return;
      nodes.release(node);
      shift += nodeShift;
      if (up === 0) {
        this.#root = 0;
        this.#levels = 0;
        return;
      }
      const parent = this.#path[up - 1] as number;
      nodes.slots[parent * nodeSlots + ((id >>> shift) & nodeMask)] = 0;
      nodes.used[parent] = (nodes.used[parent] as number) - 1;
    }
  }

  /** The lowest id from `min` on that has no value; may lie beyond the tree; `noFreeId` when all to 2^32-1 are taken. */
  #lowestFree(min: number): number {
    if (this.#root === 0 || this.#isBeyond(min)) return min;
    const { slots, fullLow, fullHigh } = this.#nodes;
    const path = this.#path;
    let node = this.#root;
    let level = 0;
    let shift = (this.#levels - 1) * nodeShift;
    /** Lower bound of what is searched; its bits below `shift` count only on the path of `min` itself. */
    let bound = min;
    for (;;) {
      const slot = lowestClear(fullLow[node] as number, fullHigh[node] as number, (bound >>> shift) & nodeMask);
      if (slot < nodeSlots) {
        const found = placeSlot(bound, shift, slot);
        if (found < 0) return noFreeId;
        bound = found;
        if (shift === 0) return bound;
        const child = slots[node * nodeSlots + slot] as number;
        if (child === 0) return bound;
        path[level] = node;
        level += 1;
        node = child;
        shift -= nodeShift;
        continue;
      }
      // Nothing here: go on with the first slot after this subtree, in the nearest ancestor that has one.
      do {
        shift += nodeShift;
        level -= 1;
        if (level < 0) return shift < 32 && this.#levels < tallest ? 2 ** shift : noFreeId;
        node = path[level] as number;
      } while (((bound >>> shift) & nodeMask) === nodeMask);
      const after = placeSlot(bound, shift, ((bound >>> shift) & nodeMask) + 1);
      if (after < 0) return noFreeId;
      bound = after;
    }
  }
}

/** First slot from `from` on whose mark is clear; 64 when there is none. */
function lowestClear(low: number, high: number, from: number): number {
  if (from < 32) {
    const clear = ~low & (-1 << from);
    if (clear !== 0) return 31 - Math.clz32(clear & -clear);
    return high === -1 ? nodeSlots : 63 - Math.clz32(~high & (high + 1));
  }
  const clear = ~high & (-1 << (from - 32));
  return clear === 0 ? nodeSlots : 63 - Math.clz32(clear & -clear);
}

/**
 * `bound` with its slot at `shift` set to `slot`; when that moves it, the bits below start from 0. Negative when the id would
 * not fit 32 bits.
 */
function placeSlot(bound: number, shift: number, slot: number): number {
  if (((bound >>> shift) & nodeMask) === slot) return bound;
  if (shift === 30 && slot > 3) return noFreeId;
  const above = shift === 30 ? 0 : (bound >>> (shift + nodeShift)) << (shift + nodeShift);
  return (above | (slot << shift)) >>> 0;
}
