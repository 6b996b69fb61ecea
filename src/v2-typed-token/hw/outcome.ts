import { ok, type Result } from '../result.js';

/** Why a hardware operation was refused or given up. */
export type HwReason =
  | 'entry-present'
  | 'invalid-descriptor'
  | 'wait-time-out'
  | 'queue-full'
  | 'no-nesting'
  | 'domain-not-nesting'
  | 'address-width'
  | 'guest-root-range'
  | 'flag-not-supported'
  | 'memory-type'
  | 'no-pasid'
  | 'command-refused'
  | 'out-of-range'
  | 'no-table'
  | 'host-mode'
  | 'too-many-pasids'
  | 'not-bound'
  | 'register-time-out';

export interface HwError {
  readonly code: 'EBUSY' | 'EINVAL' | 'ENOSPC' | 'ENODEV' | 'ETIMEDOUT';
  readonly reason: HwReason;
}

/** A value, or why the operation did not happen. */
export type HwResult<T = undefined> = Result<T, HwError>;

/** The answer of an operation that yields nothing. */
export const done = ok(undefined);

/** Answers by reason, made once: errors are common in fault runs. */
function refusal(code: HwError['code'], reason: HwReason): { readonly ok: false; readonly error: HwError } {
  return { ok: false, error: { code, reason } };
}

export const refused = {
  entryPresent: refusal('EBUSY', 'entry-present'),
  invalidDescriptor: refusal('EINVAL', 'invalid-descriptor'),
  waitTimeOut: refusal('ETIMEDOUT', 'wait-time-out'),
  queueFull: refusal('ETIMEDOUT', 'queue-full'),
  registerTimeOut: refusal('ETIMEDOUT', 'register-time-out'),
  noNesting: refusal('EINVAL', 'no-nesting'),
  domainNotNesting: refusal('EINVAL', 'domain-not-nesting'),
  addressWidth: refusal('EINVAL', 'address-width'),
  guestRootRange: refusal('EINVAL', 'guest-root-range'),
  flagNotSupported: refusal('EINVAL', 'flag-not-supported'),
  memoryType: refusal('EINVAL', 'memory-type'),
  noPasid: refusal('ENOSPC', 'no-pasid'),
  commandRefused: refusal('ENODEV', 'command-refused'),
  outOfRange: refusal('EINVAL', 'out-of-range'),
  noTable: refusal('EINVAL', 'no-table'),
  hostMode: refusal('EINVAL', 'host-mode'),
  tooManyPasids: refusal('EINVAL', 'too-many-pasids'),
  notBound: refusal('EINVAL', 'not-bound'),
} as const;
