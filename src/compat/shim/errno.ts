/** The only place where the two ways to say "no" meet: names of the new version, numbers of the old one. */
import { Errno, ErrPtr } from '../../v1-void-token/index.js';
import type { ErrnoName, IoasidError } from '../../v2-typed-token/index.js';

const numbers = {
  EPERM: Errno.EPERM,
  ENOENT: Errno.ENOENT,
  EAGAIN: Errno.EAGAIN,
  ENOMEM: Errno.ENOMEM,
  EACCES: Errno.EACCES,
  EBUSY: Errno.EBUSY,
  EEXIST: Errno.EEXIST,
  EINVAL: Errno.EINVAL,
  ENOSPC: Errno.ENOSPC,
  ENODEV: Errno.ENODEV,
  EOPNOTSUPP: Errno.EOPNOTSUPP,
  ENOTSUPP: Errno.ENOTSUPP,
} as const satisfies Record<ErrnoName, number>;

/** Positive number of an error of the new version. */
export function errnoOf(error: IoasidError): number {
  return numbers[error.code];
}

/** Encoded error of the old version. */
export function errPtrOf(error: IoasidError): ErrPtr {
  return new ErrPtr(errnoOf(error));
}

/** Name of a positive error number, or null for one that the new version has not. */
export function errnoName(errno: number): ErrnoName | null {
  const found = Object.entries(numbers).find(([, number]) => number === errno);
  return found === undefined ? null : (found[0] as ErrnoName);
}
