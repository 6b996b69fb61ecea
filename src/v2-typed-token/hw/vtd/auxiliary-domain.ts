import type { HwResult } from '../outcome.js';
import type { FieldValue } from '../word64.js';
import type { VtdCore } from './core.js';
import { guestBindTraits, type VtdEndpoint } from './endpoint.js';

/** A domain that is attached beside a device's own one, under a PASID of its own. */
export interface AuxiliaryDomain {
  /** PASID of the domain; null until its first attachment. */
  pasid: number | null;
  readonly did: number;
  readonly root: FieldValue;
  /** First-stage table instead of a second-stage one. */
  readonly firstStage: boolean;
}

/** `aux_domain_add_dev` of kernel 5.10; `allocate` stands for `ioasid_alloc` and is recorded. */
export function attachAuxiliary(
  core: VtdCore,
  endpoint: VtdEndpoint,
  domain: AuxiliaryDomain,
  allocate: () => HwResult<number>,
): HwResult {
  if (domain.pasid === null) {
    const allocated = allocate();
    if (!allocated.ok) return allocated;
    core.bus.software(core.unit, 'allocateIoasid', allocated.value);
    domain.pasid = allocated.value;
  }
  const options = { pasid: domain.pasid, did: domain.did, traits: guestBindTraits, pageSnoop: true };
  return domain.firstStage
    ? endpoint.setupFirstStage(domain.root, { ...options, supervisor: true })
    : endpoint.setupSecondStage(domain.root, options);
}

/**
 * `aux_domain_remove_dev` of kernel 5.10. The id is freed before its entry is torn down, so it can be handed out again
 * while the old entry is live.
 */
export function detachAuxiliary(
  core: VtdCore,
  endpoint: VtdEndpoint,
  pasid: number,
  free: (pasid: number) => void,
): HwResult {
  free(pasid);
  core.bus.software(core.unit, 'freeIoasid', pasid);
  return endpoint.tearDown(pasid, { traits: guestBindTraits });
}
