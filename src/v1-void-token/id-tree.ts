import { nodeMask, nodeShift, nodeSlots } from './index-nodes.js';
import type { IndexNodes } from './index-nodes.js';
import { lowestClear, placeSlot } from './id-bits.js';

/** `claimLowest` found no free id in the range, `next` no id with a value. */
export const noFreeId = -1;
/** There was no memory for a node; the tree is as before. */
export const noNode = -2;

/** Levels that cover 32 bits. */
const tallest = 6;

/**
 * An ordered index from u32 ids to positive numbers: the shape of the kernel's xarray with free marks, a 64-ary tree in
 * typed arrays. Marks say which subtrees are full, so the lowest free id is found in one descent. The leaf that was used
 * last and the range that is known to be full are remembered, so that a run of neighbouring ids needs no descent at all.
 */
export class IdTree {
  #root = 0;
  /** Levels; the tree covers ids below 64^levels. */
  #levels = 0;
  #leaf = 0;
  /** `id >>> 6` of the ids in `#leaf`; -1 when there is none. */
  #leafKey = -1;
  /** Every id from `#fullFrom` up to, not including, `#fullTo` has a value. */
  #fullFrom = 0;
  #fullTo = 0;
  readonly #nodes: IndexNodes;

  constructor(nodes: IndexNodes) {
    this.#nodes = nodes;
  }

  get isEmpty(): boolean {
    return this.#root === 0;
  }

  /** The value of an id, 0 when it has none. */
  load(id: number): number {
    const leaf = id >>> nodeShift === this.#leafKey ? this.#leaf : this.#findLeaf(id);
    return leaf === 0 ? 0 : (this.#nodes.slots[leaf * nodeSlots + (id & nodeMask)] as number);
  }

  /** Gives an id a value, replacing an earlier one; false when there is no memory. */
  store(id: number, value: number): boolean {
    const leaf = id >>> nodeShift === this.#leafKey ? this.#leaf : this.#makeLeaf(id);
    if (leaf === 0) return false;
    const { slots, used, fullLow, fullHigh } = this.#nodes;
    const slot = id & nodeMask;
    const at = leaf * nodeSlots + slot;
    if (slots[at] === 0) {
      used[leaf] = (used[leaf] as number) + 1;
      const marks = slot < 32 ? fullLow : fullHigh;
      marks[leaf] = (marks[leaf] as number) | (1 << (slot & 31));
      if (used[leaf] === nodeSlots) this.#spreadFull(id);
    }
    slots[at] = value;
    return true;
  }

  /** Takes the value of an id away and returns it; 0 when it had none. */
  erase(id: number): number {
    const leaf = id >>> nodeShift === this.#leafKey ? this.#leaf : this.#findLeaf(id);
    if (leaf === 0) return 0;
    const { slots, used, fullLow, fullHigh } = this.#nodes;
    const slot = id & nodeMask;
    const at = leaf * nodeSlots + slot;
    const value = slots[at] as number;
    if (value === 0) return 0;
    slots[at] = 0;
    const left = (used[leaf] as number) - 1;
    used[leaf] = left;
    const marks = slot < 32 ? fullLow : fullHigh;
    marks[leaf] = (marks[leaf] as number) & ~(1 << (slot & 31));
    if (id >= this.#fullFrom && id < this.#fullTo) this.#fullTo = id;
    if (left === nodeSlots - 1) this.#spreadNotFull(id);
    else if (left === 0) this.#prune(id, this.#fillPath(id));
    return value;
  }

  /** Gives the lowest id without a value in min..max, both included, this value. Returns the id, `noFreeId` or `noNode`. */
  claimLowest(min: number, max: number, value: number): number {
    const isKnown = min >= this.#fullFrom && min <= this.#fullTo;
    const id = this.#lowestFree(isKnown ? this.#fullTo : min);
    if (id < 0 || id > max) return noFreeId;
    if (!this.store(id, value)) return noNode;
    if (!isKnown) this.#fullFrom = min;
    this.#fullTo = id + 1;
    return id;
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

  /** The leaf of an id, 0 when there is none. */
  #findLeaf(id: number): number {
    let node = this.#root;
    if (node === 0 || this.#isBeyond(id)) return 0;
    const { slots } = this.#nodes;
    for (let shift = (this.#levels - 1) * nodeShift; shift > 0; shift -= nodeShift) {
      node = slots[node * nodeSlots + ((id >>> shift) & nodeMask)] as number;
      if (node === 0) return 0;
    }
    return this.#remember(node, id);
  }

  /** The leaf of an id, made when there is none; 0 when there is no memory for it. */
  #makeLeaf(id: number): number {
    if (!this.#reach(id)) return 0;
    const nodes = this.#nodes;
    let node = this.#root;
    let level = 0;
    for (let shift = (this.#levels - 1) * nodeShift; shift > 0; shift -= nodeShift) {
      const slot = (id >>> shift) & nodeMask;
      nodes.path[level] = node;
      let child = nodes.slots[node * nodeSlots + slot] as number;
      if (child === 0) {
        child = nodes.take();
        if (child === 0) {
          this.#prune(id, level);
          return 0;
        }
        nodes.slots[node * nodeSlots + slot] = child;
        nodes.used[node] = (nodes.used[node] as number) + 1;
      }
      node = child;
      level += 1;
    }
    return this.#remember(node, id);
  }

  #remember(leaf: number, id: number): number {
    this.#leaf = leaf;
    this.#leafKey = id >>> nodeShift;
    return leaf;
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
      if (nodes.isFull(this.#root)) nodes.mark(root, 0);
      this.#root = root;
      this.#levels += 1;
    }
    return true;
  }

  /** Writes the nodes from the root to the leaf of an id into `path`; returns the index of the leaf. */
  #fillPath(id: number): number {
    const { slots, path } = this.#nodes;
    let node = this.#root;
    let level = 0;
    for (let shift = (this.#levels - 1) * nodeShift; shift > 0; shift -= nodeShift) {
      path[level] = node;
      level += 1;
      node = slots[node * nodeSlots + ((id >>> shift) & nodeMask)] as number;
    }
    path[level] = node;
    return level;
  }

  /** The leaf of an id has become full: so has its slot in the parent, and perhaps the parent itself. */
  #spreadFull(id: number): void {
    const nodes = this.#nodes;
    for (let level = this.#fillPath(id) - 1, shift = nodeShift; level >= 0; level -= 1, shift += nodeShift) {
      const node = nodes.path[level] as number;
      nodes.mark(node, (id >>> shift) & nodeMask);
      if (!nodes.isFull(node)) return;
    }
  }

  #spreadNotFull(id: number): void {
    const nodes = this.#nodes;
    for (let level = this.#fillPath(id) - 1, shift = nodeShift; level >= 0; level -= 1, shift += nodeShift) {
      const node = nodes.path[level] as number;
      const wasFull = nodes.isFull(node);
      nodes.unmark(node, (id >>> shift) & nodeMask);
      if (!wasFull) return;
    }
  }

  /** Gives back the empty nodes on the path of an id, from index `level` of `path` upwards. */
  #prune(id: number, level: number): void {
    const nodes = this.#nodes;
    let shift = (this.#levels - 1 - level) * nodeShift;
    for (let up = level; up >= 0; up -= 1) {
      const node = nodes.path[up] as number;
      if (nodes.used[node] !== 0) return;
      if (node === this.#leaf) this.#leafKey = -1;
      nodes.release(node);
      if (up === 0) {
        this.#root = 0;
        this.#levels = 0;
        return;
      }
      shift += nodeShift;
      const parent = nodes.path[up - 1] as number;
      nodes.slots[parent * nodeSlots + ((id >>> shift) & nodeMask)] = 0;
      nodes.used[parent] = (nodes.used[parent] as number) - 1;
    }
  }

  /** The lowest id from `min` on that has no value; may lie beyond the tree; `noFreeId` when all to 2^32-1 are taken. */
  #lowestFree(min: number): number {
    if (min > 0xffff_ffff) return noFreeId;
    const { slots, fullLow, fullHigh, path } = this.#nodes;
    if (min >>> nodeShift === this.#leafKey) {
      const slot = lowestClear(fullLow[this.#leaf] as number, fullHigh[this.#leaf] as number, min & nodeMask);
      if (slot < nodeSlots) return ((min & ~nodeMask) | slot) >>> 0;
    }
    if (this.#root === 0 || this.#isBeyond(min)) return min;
    let node = this.#root;
    let level = 0;
    let shift = (this.#levels - 1) * nodeShift;
    /** Lower bound of what is searched; its bits below `shift` count only on the path of `min` itself. */
    let bound = min;
    for (;;) {
      const slot = lowestClear(fullLow[node] as number, fullHigh[node] as number, (bound >>> shift) & nodeMask);
      if (slot < nodeSlots) {
        bound = placeSlot(bound, shift, slot);
        if (bound < 0) return noFreeId;
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
        if (level < 0) return this.#levels < tallest ? 2 ** shift : noFreeId;
        node = path[level] as number;
      } while (((bound >>> shift) & nodeMask) === nodeMask);
      bound = placeSlot(bound, shift, ((bound >>> shift) & nodeMask) + 1);
      if (bound < 0) return noFreeId;
    }
  }
}
