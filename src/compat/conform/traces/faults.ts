import type { EventRecorder } from './event-recorder.js';

/** Allocations that a recording can make fail: objects, and nodes of the id index. */
export const allocationKinds = ['kzalloc', 'xanode'] as const;
export type AllocationKind = (typeof allocationKinds)[number];

/** Injected allocation failures: one arm per kind, consumed by its first failure. */
export class Faults {
  readonly #left = new Map<AllocationKind, number>();
  readonly #events: EventRecorder;

  constructor(events: EventRecorder) {
    this.#events = events;
  }

  /** After `after` successful allocations of the kind the next one fails. Replaces an earlier arm of that kind. */
  arm(kind: AllocationKind, after: number): void {
    this.#left.set(kind, after);
  }

  /** Asked by the library at each allocation; false means that it fails, and the failure is recorded. */
  allocate(kind: AllocationKind): boolean {
    const left = this.#left.get(kind);
    if (left === undefined) return true;
    if (left > 0) {
      this.#left.set(kind, left - 1);
      return true;
    }
    this.#left.delete(kind);
    this.#events.record({ ev: 'fault', alloc: kind });
    return false;
  }
}
