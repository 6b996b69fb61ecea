/** Errno names that this API can answer with. */
export type ErrnoName =
  | 'EPERM'
  | 'ENOENT'
  | 'EAGAIN'
  | 'ENOMEM'
  | 'EACCES'
  | 'EBUSY'
  | 'EEXIST'
  | 'EINVAL'
  | 'ENOSPC'
  | 'ENODEV'
  | 'EOPNOTSUPP'
  | 'ENOTSUPP';

/** Why a call was refused. `code` is the kernel's name, `reason` says which of its tests refused. */
export interface IoasidError<C extends ErrnoName = ErrnoName> {
  readonly code: C;
  /** A kebab-case word, such as `quota-exhausted`. */
  readonly reason: string;
}

/** A value, or the reason why there is none. Nothing can be read from it before `ok` is tested. */
export type Result<T, E = IoasidError> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** A result that carries `value`. */
export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** A result that carries an error. */
export function err<C extends ErrnoName>(
  code: C,
  reason: string,
): { readonly ok: false; readonly error: IoasidError<C> } {
  return { ok: false, error: { code, reason } };
}
