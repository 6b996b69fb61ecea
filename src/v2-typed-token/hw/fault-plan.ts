/** One planned misbehaviour of a device: it lets `after` occasions pass and then strikes `times` times. */
export interface PlannedFault<K extends string> {
  readonly kind: K;
  /** Occasions that pass unharmed first, 0 or more. */
  readonly after?: number;
  /** Occasions that are hit, 1 by default. */
  readonly times?: number;
  /** What the fault carries: polls to wait, a status code, an id. */
  readonly value?: number;
}

interface Armed<K extends string> {
  readonly kind: K;
  after: number;
  times: number;
  readonly value: number;
}

/** Counted faults of one device. An empty plan costs one comparison per occasion. */
export class FaultPlan<K extends string> {
  #armed: Armed<K>[] = [];

  /** Arms a fault. Throws RangeError when a count is not a whole number in its range. */
  add(fault: PlannedFault<K>): void {
    const { kind, after = 0, times = 1, value = 0 } = fault;
    if (!Number.isInteger(after) || after < 0) throw new RangeError(`fault ${kind}: after ${after} is not 0 or more`);
    if (!Number.isInteger(times) || times < 1) throw new RangeError(`fault ${kind}: times ${times} is not 1 or more`);
    this.#armed.push({ kind, after, times, value });
  }

  /** Forgets what has not struck yet. */
  clear(): void {
    this.#armed = [];
  }

  /** Number of faults that have not struck for the last time. */
  get pending(): number {
    return this.#armed.length;
  }

  /** Counts one occasion of `kind`; the value of the fault that strikes now, or undefined. */
  strike(kind: K): number | undefined {
    if (this.#armed.length === 0) return undefined;
    let struck: Armed<K> | undefined;
    // Every fault counts every occasion, so that the places of two faults do not depend on each other.
    for (const fault of this.#armed) {
      if (fault.kind !== kind) continue;
      if (fault.after > 0) fault.after--;
      else struck ??= fault;
    }
    if (struck === undefined) return undefined;
    if (--struck.times === 0) this.#armed = this.#armed.filter((other) => other !== struck);
    return struck.value;
  }
}
