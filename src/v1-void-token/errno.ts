/** Error numbers as the kernel's headers give them (reference 2.0). Functions return them negative. */
export const Errno = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  ENXIO: 6,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  EINVAL: 22,
  ENOTTY: 25,
  ENOSPC: 28,
  EOVERFLOW: 75,
  EOPNOTSUPP: 95,
  ENOTSUPP: 524,
} as const;

export type ErrnoName = keyof typeof Errno;

/** A pointer that encodes an error (C: `ERR_PTR`). It is neither null nor the thing that was asked for, and truthy. */
export class ErrPtr {
  /** Positive error number. */
  readonly errno: number;

  constructor(errno: number) {
    this.errno = errno;
  }
}

/** True for an encoded error (C: `IS_ERR`). */
export function isErr(pointer: unknown): pointer is ErrPtr {
  return pointer instanceof ErrPtr;
}

/** Negative error number inside an encoded error (C: `PTR_ERR`). */
export function ptrErr(pointer: ErrPtr): number {
  return -pointer.errno;
}
