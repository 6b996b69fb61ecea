import { NOTIFY_DONE, NOTIFY_STOP_MASK } from './api.js';
import type { IoasidNbArgs, IoasidNotifyCmd, NotifierBlock } from './api.js';
import type { DecisionBook } from './decisions.js';
import type { Machine } from './machine.js';
import { PoisonError } from './poison.js';

interface ChainNode {
  readonly block: NotifierBlock;
  next: ChainNode | null;
}

/** C: a blocking notifier chain. Higher priority first, equal ones in order of registration. */
export class NotifierChain {
  #head: ChainNode | null = null;
  /** A block has one `next` pointer, as in C. */
  readonly #nodes = new Map<NotifierBlock, ChainNode>();
  readonly #machine: Machine;
  readonly #decisions: DecisionBook;

  constructor(machine: Machine, decisions: DecisionBook) {
    this.#machine = machine;
    this.#decisions = decisions;
  }

  get isEmpty(): boolean {
    return this.#head === null;
  }

  /** The blocks in the order of calls. */
  blocks(): NotifierBlock[] {
    return [...this.#walk('inspect')].map((node) => node.block);
  }

  add(block: NotifierBlock): number {
    const known = this.#nodes.get(block);
    const node: ChainNode = known ?? { block, next: null };
    let before: ChainNode | null = null;
    for (const other of this.#walk('ioasid_add_notifier')) {
      if (other === node) return this.#refuse();
      if (block.priority > other.block.priority) break;
      before = other;
    }
    if (known && this.#decisions.takes('notifier-once-on-chain')) return this.#refuse();
    this.#nodes.set(block, node);
    const after: ChainNode | null = before === null ? this.#head : before.next;
    node.next = after;
    if (before === null) this.#head = node;
    else before.next = node;
    return 0;
  }

  remove(block: NotifierBlock): void {
    let before: ChainNode | null = null;
    for (const node of this.#walk('ioasid_remove_notifier')) {
      if (node.block === block) {
        if (before === null) this.#head = node.next;
        else before.next = node.next;
        this.#nodes.delete(block);
        return;
      }
      before = node;
    }
  }

  /** Calls the blocks until one stops the chain; returns what the last one returned. */
  call(cmd: IoasidNotifyCmd, args: IoasidNbArgs, where: string): number {
    let result: number = NOTIFY_DONE;
    let calls = 0;
    for (let node = this.#head; node !== null; node = node.next) {
      calls += 1;
      if (calls > this.#nodes.size) throw new PoisonError('hang', where);
      result = node.block.notifierCall(cmd, args);
      if ((result & NOTIFY_STOP_MASK) !== 0) break;
    }
    return result;
  }

  #refuse(): number {
    this.#machine.warn('notifier block is on the chain already');
    return 0;
  }

  *#walk(where: string): Generator<ChainNode> {
    const seen = new Set<ChainNode>();
    for (let node = this.#head; node !== null; node = node.next) {
      if (seen.has(node)) throw new PoisonError('hang', where);
      seen.add(node);
      yield node;
    }
  }
}
