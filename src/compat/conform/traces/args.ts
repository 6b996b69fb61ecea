import { invalidId, notifyCommands } from './model.js';
import type { TraceArgs, TraceValue } from './model.js';

/** An operation whose arguments are not what the format says; the reader of the file adds file and line. */
export class TraceArgumentError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'TraceArgumentError';
  }
}

function wrong(args: TraceArgs, key: string, expected: string): TraceArgumentError {
  return new TraceArgumentError(`argument "${key}" is ${JSON.stringify(args[key])}, expected ${expected}`);
}

/** A u32 argument; the word INVALID is 4294967295. */
export function u32(args: TraceArgs, key: string): number {
  const value = args[key];
  if (value === 'INVALID') return invalidId;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > invalidId) {
    throw wrong(args, key, 'a number below 2^32 or "INVALID"');
  }
  return value;
}

/** An i32 argument: `sid`, `type`, and the quota of `adjust_set`. The word INVALID and other u32 values wrap as in C. */
export function i32(args: TraceArgs, key: string): number {
  const value = args[key] === 'INVALID' ? invalidId : args[key];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < -0x8000_0000 || value > invalidId) {
    throw wrong(args, key, 'a 32-bit number');
  }
  return value | 0;
}

/** A label argument. */
export function label(args: TraceArgs, key: string): string {
  const value = args[key];
  if (typeof value !== 'string') throw wrong(args, key, 'a label');
  return value;
}

/** A label argument that may be null or absent: both are the NULL pointer. */
export function labelOrNull(args: TraceArgs, key: string): string | null {
  const value = args[key] ?? null;
  if (value !== null && typeof value !== 'string') throw wrong(args, key, 'a label or null');
  return value;
}

export function flag(args: TraceArgs, key: string): boolean {
  const value = args[key];
  if (typeof value !== 'boolean') throw wrong(args, key, 'true or false');
  return value;
}

/** One of a few words; absent gives `absent` when that is given. */
export function word<W extends string>(args: TraceArgs, key: string, words: readonly W[], absent?: W): W {
  const value = args[key] ?? absent;
  const found = words.find((candidate) => candidate === value);
  if (found === undefined) throw wrong(args, key, `one of ${words.join(', ')}`);
  return found;
}

/** A list of u32. */
export function u32List(args: TraceArgs, key: string): number[] {
  const value = args[key];
  if (!Array.isArray(value)) throw wrong(args, key, 'a list of numbers');
  return (value as readonly TraceValue[]).map((item) => u32({ [key]: item }, key));
}

/** An event number: one of the names, or a number written as a word, as recorded for numbers without a name. */
export function notifyCommand(args: TraceArgs, key: string): number {
  const value = label(args, key);
  const named = notifyCommands[value as keyof typeof notifyCommands] as number | undefined;
  if (named !== undefined) return named;
  if (!/^\d{1,9}$/.test(value)) throw wrong(args, key, `one of ${Object.keys(notifyCommands).join(', ')} or a number`);
  return Number(value);
}

/** The name of an event number, or its digits when it has none. */
export function notifyCommandName(command: number): string {
  return Object.entries(notifyCommands).find(([, number]) => number === command)?.[0] ?? String(command);
}
