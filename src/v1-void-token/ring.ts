import { PoisonError } from './poison.js';

/** Whether the record that a link lies in was freed. */
export interface Memory {
  freed: boolean;
}

/**
 * A node of a circular doubly linked list (C: `struct list_head`). Pointers are kept as the kernel keeps them, damage
 * included: moving a node without taking it off its list first leaves the old list as it would be left there.
 */
export class Link<T> {
  /** What the link is a part of; null for a list's head. */
  readonly owner: T | null;
  readonly memory: Memory;
  next: Link<T> | null = this;
  prev: Link<T> | null = this;

  constructor(owner: T | null, memory: Memory) {
    this.owner = owner;
    this.memory = memory;
  }
}

/** C: `list_add_tail`. Says nothing and does not look when `link` is on a list already. */
export function addTail<T>(link: Link<T>, head: Link<T>, where: string): void {
  const last = touch(head.prev, where);
  head.prev = link;
  link.next = head;
  link.prev = last;
  last.next = link;
}

/** C: `list_del`. */
export function removeLink<T>(link: Link<T>, where: string): void {
  const { next, prev } = link;
  touch(next, where).prev = prev;
  touch(prev, where).next = next;
  link.next = null;
  link.prev = null;
}

/** C: `list_is_singular`. */
export function isSingular<T>(head: Link<T>): boolean {
  return head.next !== head && head.next === head.prev;
}

/** The owners on a list from the front. Ends where the kernel would die: freed memory, a taken-off node, an endless loop. */
export function* walk<T>(head: Link<T>, where: string): Generator<T> {
  const seen = new Set<Link<T>>();
  for (let link = head.next; link !== head; link = touch(link, where).next) {
    if (link === null) throw new PoisonError('wild-pointer', where);
    if (seen.has(link)) throw new PoisonError('hang', where);
    seen.add(link);
    if (link.owner !== null) yield link.owner;
  }
}

/** The owners that can be reached before the list is damaged, for looking at it. */
export function reachable<T>(head: Link<T>): { readonly owners: T[]; readonly damaged: boolean } {
  const owners: T[] = [];
  const seen = new Set<Link<T>>();
  for (let link = head.next; link !== head; link = link.next) {
    if (link === null || link.memory.freed || seen.has(link)) return { owners, damaged: true };
    seen.add(link);
    if (link.owner !== null) owners.push(link.owner);
  }
  return { owners, damaged: false };
}

function touch<T>(link: Link<T> | null, where: string): Link<T> {
  if (link === null) throw new PoisonError('wild-pointer', where);
  if (link.memory.freed) throw new PoisonError('use-after-free', where);
  return link;
}
