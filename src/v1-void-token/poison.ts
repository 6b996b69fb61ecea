/** How the real code died where this error is thrown. */
export type PoisonKind = 'use-after-free' | 'double-free' | 'wild-pointer' | 'hang' | 'deadlock';

/**
 * Thrown where the kernel would have touched freed memory, followed a wild pointer or never come back. The instance is in
 * the state of the kernel at that moment: nothing after it means anything.
 */
export class PoisonError extends Error {
  readonly kind: PoisonKind;
  /** The function of the API that was running. */
  readonly where: string;

  constructor(kind: PoisonKind, where: string) {
    super(`${kind} in ${where}`);
    this.name = 'PoisonError';
    this.kind = kind;
    this.where = where;
  }
}
