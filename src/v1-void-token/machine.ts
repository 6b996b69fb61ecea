/**
 * What the kernel around this witness offers: memory that can run out, a log, a queue for work that may sleep, and the
 * knowledge of the context one runs in. One per simulated machine; the library and the drivers share it.
 */

/** `object`: a record of the library; `index-node`: a node of an id index. */
export type AllocationKind = 'object' | 'index-node';
export type LogLevel = 'err' | 'warn' | 'info';

/** A line of the machine's log; `level` is `splat` for a WARN. */
export interface LogRecord {
  readonly level: LogLevel | 'splat';
  /** What happened, one sentence fragment without values. */
  readonly reason: string;
  /** Values, by name. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface MachineOptions {
  /** Asked at every allocation before it counts; false makes it fail. */
  readonly onAllocate?: (kind: AllocationKind) => boolean;
  /** Told of every log line; without it the lines are kept in `records`. */
  readonly onLog?: (record: LogRecord) => void;
}

/** Lines kept in `records`; what comes after is counted in `droppedRecords`. */
export const logLimit = 4096;

/** A simulated machine without hardware; `hw/` adds the IOMMUs. */
export class Machine {
  /** Allocations asked for so far, failed ones included. */
  allocations = 0;
  readonly records: LogRecord[] = [];
  droppedRecords = 0;
  #failAt = 0;
  readonly #onAllocate: ((kind: AllocationKind) => boolean) | null;
  readonly #onLog: ((record: LogRecord) => void) | null;
  readonly #work: (() => void)[] = [];
  readonly #queued = new Set<() => void>();
  #atomicDepth = 0;

  constructor(options: MachineOptions = {}) {
    this.#onAllocate = options.onAllocate ?? null;
    this.#onLog = options.onLog ?? null;
  }

  /** Makes the `nth` allocation from now fail, once; 1 is the next one. */
  failAllocation(nth: number): void {
    this.#failAt = this.allocations + nth;
  }

  /** Takes back what `failAllocation` asked for; true when it had not struck. */
  cancelFault(): boolean {
    const armed = this.#failAt !== 0;
    this.#failAt = 0;
    return armed;
  }

  /** One allocation: false when there is no memory. */
  allocate(kind: AllocationKind): boolean {
    this.allocations += 1;
    if (this.#onAllocate !== null && !this.#onAllocate(kind)) return false;
    if (this.allocations !== this.#failAt) return true;
    this.#failAt = 0;
    return false;
  }

  /** C: `pr_err`, `pr_warn`, `pr_info`. */
  log(level: LogLevel, reason: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.#keep({ level, reason, facts });
  }

  /** C: `WARN_ON` that fired. */
  warn(reason: string, facts: Readonly<Record<string, unknown>> = {}): void {
    this.#keep({ level: 'splat', reason, facts });
  }

  /** C: `queue_work`. Puts work at the end of the one queue; false when this very work is waiting there already. */
  queueWork(work: () => void): boolean {
    if (this.#queued.has(work)) return false;
    this.#queued.add(work);
    this.#work.push(work);
    return true;
  }

  /** Runs the queue in order, work queued meanwhile included, and returns how many ran. */
  runWork(): number {
    let ran = 0;
    for (let work = this.#work.shift(); work; work = this.#work.shift()) {
      this.#queued.delete(work);
      work();
      ran += 1;
    }
    return ran;
  }

  /** Work that waits in the queue. */
  get pendingWork(): number {
    return this.#work.length;
  }

  /** Runs `body` as if a spin lock were held: `mightSleep` is an error meanwhile. */
  atomically<T>(body: () => T): T {
    this.#atomicDepth += 1;
    try {
      return body();
    } finally {
      this.#atomicDepth -= 1;
    }
  }

  /** C: `might_sleep`. Warns, and says false, where sleeping is not allowed. */
  mightSleep(where: string): boolean {
    if (this.#atomicDepth === 0) return true;
    this.warn('sleeping in atomic context', { where });
    return false;
  }

  #keep(record: LogRecord): void {
    if (this.#onLog !== null) this.#onLog(record);
    else if (this.records.length < logLimit) this.records.push(record);
    else this.droppedRecords += 1;
  }
}
