/** What failure of a call looks like, and which tests see it. */
import type { Role } from '../../../src/compat/pair-model.js';
import type { FlowAssumption, Test } from '../model.js';

export interface FailureForms {
  readonly errorPointer: boolean;
  readonly sentinel: string | null;
  readonly negative: boolean;
  readonly result: boolean;
  readonly orNull: boolean;
}

export function failureForms(roles: readonly Role[]): FailureForms {
  const has = (kind: Role['kind']) => roles.some((role) => role.kind === kind);
  const sentinel = roles.find((role) => role.kind === 'returns-sentinel');
  return {
    errorPointer: has('returns-error-pointer'),
    sentinel: sentinel?.kind === 'returns-sentinel' ? sentinel.sentinel : null,
    negative: has('returns-negative-errno'),
    result: has('returns-result'),
    orNull: has('returns-null-or-value'),
  };
}

export function canFail(forms: FailureForms): boolean {
  return forms.errorPointer || forms.sentinel !== null || forms.negative || forms.result || forms.orNull;
}

/** The outcome that a test shows: the call failed, it did not, or the test says nothing about it. */
export function outcome(forms: FailureForms, assumption: FlowAssumption): 'failed' | 'fine' | 'unknown' {
  const { test, holds, value } = assumption;
  const shown = (isFailure: boolean) => (isFailure ? 'failed' : 'fine');
  if (test === 'error-pointer' && forms.errorPointer) return shown(holds);
  if (test === 'ok' && forms.result) return shown(!holds);
  if (test === 'sentinel' && forms.sentinel !== null) {
    return value === undefined || value === forms.sentinel ? shown(holds) : 'unknown';
  }
  if (forms.negative && (test === 'negative' || test === 'nonzero' || test === 'truthy')) return shown(holds);
  if (test === 'null' && holds && !forms.negative && forms.sentinel === null) return 'failed';
  if (forms.orNull && !forms.errorPointer && (test === 'null' || test === 'truthy'))
    return shown(holds === (test === 'null'));
  if (test === 'kind' && holds && !forms.result) return 'fine';
  return 'unknown';
}

/** True when this kind of test can see a failure of these forms at all. */
export function sees(forms: FailureForms, test: Test): boolean {
  if (test === 'error-pointer') return forms.errorPointer;
  if (test === 'ok') return forms.result;
  if (test === 'sentinel') return forms.sentinel !== null;
  if (test === 'negative' || test === 'nonzero') return forms.negative;
  if (test === 'truthy') return forms.negative || (forms.orNull && !forms.errorPointer);
  if (test === 'null') return forms.orNull && !forms.errorPointer;
  return test === 'kind';
}
