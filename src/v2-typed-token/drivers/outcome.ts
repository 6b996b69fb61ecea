/** What drivers answer: the errors of the API and of the hardware as they are, and a few of their own. */
import { InvariantError } from '../errors.js';
import { ok, type ErrnoName, type Result } from '../result.js';

/** Errno names that a driver can answer with. */
export type DriverErrno = ErrnoName | 'ENXIO' | 'EFAULT' | 'EOVERFLOW' | 'ETIMEDOUT';

/** Why a driver refused: the kernel's name, and which of its tests it was. */
export interface DriverError {
  readonly code: DriverErrno;
  readonly reason: string;
}

/** A value, or why a driver refused. */
export type DriverResult<T = void> = Result<T, DriverError>;

/** A refusal of a driver. */
export function refuse(code: DriverErrno, reason: string): { readonly ok: false; readonly error: DriverError } {
  return { ok: false, error: { code, reason } };
}

/** Done, with nothing to tell. */
export const finished: DriverResult = ok(undefined);

/**
 * Lets go of an id that the driver holds. Only an id that was orphaned with its allocator is unknown by then, and there is
 * nothing left to put. Throws `InvariantError` for any other refusal.
 */
export function letGo(put: Result<unknown, { readonly code: string; readonly reason: string }>): void {
  if (!put.ok && put.error.code !== 'ENOENT') throw new InvariantError(`a held id is not put: ${put.error.reason}`);
}

/** The value of a call that cannot be refused. Throws `InvariantError`. */
export function expectOk<T>(result: Result<T, { readonly code: string; readonly reason: string }>): T {
  if (!result.ok) throw new InvariantError(`refused with ${result.error.code}: ${result.error.reason}`);
  return result.value;
}
