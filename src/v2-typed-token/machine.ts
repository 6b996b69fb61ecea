/**
 * What surrounds one instance of the allocator: memory that can run out, a log, deferred work. Nothing here is shared
 * with the other version, on purpose: a common mistake would agree with itself.
 */

/** What an allocation is for; every one of them can be made to fail. */
export type AllocationSite = 'id-record' | 'set' | 'allocator' | 'mm-notifier';

/** A warning or a log line; `facts` are for people. */
export interface Remark {
  readonly level: 'warn-on' | 'error' | 'warning' | 'info';
  readonly reason: string;
}

/** Services that the allocator asks for. */
export interface Machine {
  /** False: this allocation fails. */
  allocate(site: AllocationSite): boolean;
  remark(level: Remark['level'], reason: string): void;
  /** Puts work at the end of the one ordered queue. */
  queueWork(work: () => void): void;
  /** True where released objects are really gone after the call that released them (as-posted profile only). */
  readonly drained?: boolean;
}

/** A machine with its own log and queue, and failures by number. */
export interface SimulatedMachine extends Machine {
  readonly remarks: readonly Remark[];
  /** Number of allocations so far, failed ones included. */
  readonly allocations: number;
  /** Lets the `nth` allocation from now on fail, once; 1 is the next. */
  failAllocation(nth: number): void;
  /** Runs queued work, also what it queues in turn, and returns how many ran. */
  runWork(): number;
}

/** A fresh machine. */
export function createMachine(): SimulatedMachine {
  const remarks: Remark[] = [];
  const queue: (() => void)[] = [];
  let allocations = 0;
  let failing = 0;
  return {
    remarks,
    get allocations() {
      return allocations;
    },
    allocate() {
      allocations++;
      return allocations !== failing;
    },
    remark(level, reason) {
      remarks.push({ level, reason });
    },
    queueWork(work) {
      queue.push(work);
    },
    failAllocation(nth) {
      failing = allocations + nth;
    },
    runWork() {
      let ran = 0;
      for (let work = queue.shift(); work !== undefined; work = queue.shift()) {
        work();
        ran++;
      }
      return ran;
    },
  };
}
