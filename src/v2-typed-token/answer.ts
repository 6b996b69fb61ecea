/** Answers of commands before they become results: a value from 0, or minus the number of a refusal. */
import { err, ok, type ErrnoName, type IoasidError, type Result } from './result.js';

/** Numbers only serve to tell refusals from values inside; the names are the kernel's. */
const refusals = [
  ['EINVAL', 'unknown-set'],
  ['EINVAL', 'unknown-id'],
  ['ENOENT', 'unknown-id'],
  ['EACCES', 'other-set'],
  ['EBUSY', 'free-pending'],
  ['ENOSPC', 'capacity-exhausted'],
  ['ENOSPC', 'quota-exhausted'],
  ['ENOSPC', 'range-exhausted'],
  ['ENOSPC', 'no-set-number'],
  ['EINVAL', 'empty-range'],
  ['EINVAL', 'unknown-kind'],
  ['EINVAL', 'token-not-wanted'],
  ['EINVAL', 'token-missing'],
  ['EINVAL', 'quota-zero'],
  ['EINVAL', 'quota-below-one'],
  ['EINVAL', 'quota-below-use'],
  ['EEXIST', 'mm-has-set'],
  ['EEXIST', 'token-has-set'],
  ['ENOMEM', 'no-memory'],
  ['EAGAIN', 'ids-outstanding'],
  ['EAGAIN', 'charge-refused'],
  ['EEXIST', 'registered-already'],
  ['ENOENT', 'not-registered'],
  ['EBUSY', 'sets-exist'],
  ['EBUSY', 'listed-already'],
  ['EBUSY', 'set-not-empty'],
  ['EBUSY', 'listed-by-mm'],
  ['EINVAL', 'mm-missing'],
  ['ENOENT', 'no-such-token'],
  ['ENOENT', 'no-such-guest-id'],
  ['EINVAL', 'guest-id-taken'],
  ['EINVAL', 'guest-id-invalid'],
  ['ENOENT', 'no-guest-id'],
  ['ENOENT', 'no-data'],
  ['EINVAL', 'is-mm'],
  ['EINVAL', 'no-mm-there'],
  ['EINVAL', 'not-an-mm-set'],
  ['EPERM', 'other-owner'],
  ['EBUSY', 'duplicate-from-allocator'],
  ['ENOENT', 'set-empty'],
  ['ENOTSUPP', 'not-built'],
] as const satisfies readonly (readonly [ErrnoName, string])[];

export type RefusalReason = (typeof refusals)[number][1];

const numbers = new Map<string, number>(refusals.map(([code, reason], index) => [`${code} ${reason}`, -(index + 1)]));

/** Number of a refusal; a pair that the table lacks is a mistake of this library. */
export function refusal(code: ErrnoName, reason: RefusalReason): number {
  const number = numbers.get(`${code} ${reason}`);
  if (number === undefined) throw new TypeError(`no refusal ${code} ${reason}`);
  return number;
}

/** Every pair of code and reason that a call may answer with. */
export const refusalReasons: readonly (readonly [ErrnoName, RefusalReason])[] = refusals;

const errors = refusals.map(([code, reason]) => err(code, reason));

/** The refusal as a result. */
export function refused(number: number): { readonly ok: false; readonly error: IoasidError } {
  return errors[-number - 1]!;
}

const done = ok(undefined);

/** 0 or more is done. */
export function toResult(answer: number): Result<void> {
  return answer < 0 ? refused(answer) : done;
}
