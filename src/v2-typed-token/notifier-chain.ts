/** A chain of handlers: higher rank first, equal ranks in order of registration. */
import { PoisonError } from './errors.js';

/** Numbers of the answers; one with `stopMask` ends the chain. */
export const answerNumbers = { done: 0, ok: 1, bad: 0x8002, stop: 0x8001 } as const;
const stopMask = 0x8000;

/** A block as the chain sees it: its rank as a number, and what calls it. */
export interface ChainBlock {
  readonly rank: number;
  readonly call: (payload: Payload) => number;
}

/** What a notification carries, in the numbers of the posted series. */
export interface Payload {
  readonly event: number;
  readonly id: number;
  readonly spid: number;
  readonly set: object;
  readonly priv: object | null;
}

/** A link that belongs to the block, as in the posted code: one block, one link, whatever the chain. */
export class Link {
  readonly block: ChainBlock;
  next: Link | null = null;

  constructor(block: ChainBlock) {
    this.block = block;
  }
}

/** More blocks than any chain has: a chain whose links go round has no end. */
const chainLimit = 100_000;

export class NotifierChain {
  #head: Link | null = null;

  get empty(): boolean {
    return this.#head === null;
  }

  /** Puts a link on the chain; false, and nothing changes, when it is there. */
  add(link: Link): boolean {
    let before: Link | null = null;
    let at = this.#head;
    for (let steps = 0; at !== null; steps++) {
      if (at === link) return false;
      if (link.block.rank > at.block.rank) break;
      before = at;
      at = next(at, steps);
    }
    link.next = at;
    if (before === null) this.#head = link;
    else before.next = link;
    return true;
  }

  /** Takes a link off; false when it is not there. */
  remove(link: Link): boolean {
    let before: Link | null = null;
    let at = this.#head;
    for (let steps = 0; at !== null; steps++) {
      if (at === link) {
        if (before === null) this.#head = at.next;
        else before.next = at.next;
        return true;
      }
      before = at;
      at = next(at, steps);
    }
    return false;
  }

  has(link: Link): boolean {
    let at = this.#head;
    for (let steps = 0; at !== null && at !== link; steps++) at = next(at, steps);
    return at !== null;
  }

  /** Calls the blocks in order; the number that the last one answered. */
  call(payload: Payload): number {
    let answer: number = answerNumbers.done;
    let at = this.#head;
    for (let steps = 0; at !== null; steps++) {
      const following = next(at, steps);
      answer = at.block.call(payload);
      if ((answer & stopMask) !== 0) break;
      at = following;
    }
    return answer;
  }

  /** The blocks in order. */
  blocks(): readonly ChainBlock[] {
    const blocks: ChainBlock[] = [];
    let at = this.#head;
    for (let steps = 0; at !== null; steps++) {
      blocks.push(at.block);
      at = next(at, steps);
    }
    return blocks;
  }
}

function next(link: Link, steps: number): Link | null {
  if (steps > chainLimit) throw new PoisonError('a notifier chain has no end');
  return link.next;
}
