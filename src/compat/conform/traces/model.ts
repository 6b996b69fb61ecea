/** Recorded runs of the real kernel code: the shape of one line and of its operations (the recordings' FORMAT, 'One line = one sequence'). */

export const traceVariants = ['mainline-6.1', 'ext-v1-untyped', 'ext-v2-typed', 'ext-late-typed'] as const;

/** Which kernel code was run. */
export type TraceVariant = (typeof traceVariants)[number];

/** A value as recorded: a u32 or i32, a label of an opaque pointer, null for NULL, a truth value, or a list of values. */
export type TraceValue = number | string | boolean | null | readonly TraceValue[];

export type TraceArgs = Readonly<Record<string, TraceValue>>;

/** What an operation answered: one of `id`, `ptr`, `err`, `ret`, with `sid` or `ids` beside it where the operation has them. */
export type TraceResult = Readonly<Record<string, TraceValue>>;

/** Something that happened during an operation, in order. `ev` names it. */
export interface TraceEvent {
  readonly ev: string;
  readonly [field: string]: TraceValue;
}

/** A dump: nested records and lists. */
export type TraceStateValue = TraceValue | readonly TraceStateValue[] | { readonly [key: string]: TraceStateValue };
export type TraceState = Readonly<Record<string, TraceStateValue>>;

/** Where the real code died: the last operation of a sequence. */
export interface TraceCrash {
  readonly kind: string;
  readonly where: string;
}

export interface TraceOp {
  readonly op: string;
  readonly args: TraceArgs;
  readonly events: readonly TraceEvent[];
  /** Absent for a dump and for the operation that crashed. */
  readonly result?: TraceResult;
  /** Only for a dump. */
  readonly state?: TraceState;
  readonly crash?: TraceCrash;
}

export interface TraceSequence {
  readonly name: string;
  readonly variant: TraceVariant;
  readonly tags: readonly string[];
  readonly ops: readonly TraceOp[];
  /** State after the last operation; null when it crashed. */
  readonly final: TraceState | null;
  /** Line in its file, from 1. */
  readonly line: number;
}

/** The u32 that the recordings write as the word `INVALID`. */
export const invalidId = 0xffff_ffff;

/** Numbers of the event names that `notify` uses. */
export const notifyCommands = { ALLOC: 1, FREE: 2, BIND: 3, UNBIND: 4, SET_ALLOC: 5, SET_FREE: 6 } as const;
export type NotifyCommandName = keyof typeof notifyCommands;

/** What a notifier block can return. */
export const notifyReturns = { DONE: 0, OK: 1, STOP: 0x8001, BAD: 0x8002 } as const;
export type NotifyReturnName = keyof typeof notifyReturns;
