/** How the driver sets a PASID entry up, store by store (reference hardware 1.6; kernel: `pasid.c`). */
import type { VtdEndpoint, VtdIommu, VtdKernel } from './iommu.js';
import * as E from './pasid-entry.js';
import { flushPresent, LiveEntry, pasidEntryAddress } from './pasid-table.js';

const EBUSY = 16;
const EINVAL = 22;

/** Address width code of 48-bit, four-level tables. */
export const AW_48 = 2;

export interface FirstLevelFlags {
  readonly supervisor?: boolean;
  readonly fiveLevel?: boolean;
  readonly pageSnoop?: boolean;
}

function fresh(iommu: VtdIommu, endpoint: VtdEndpoint, pasid: number, kernel?: VtdKernel): LiveEntry | null {
  const entry = new LiveEntry(iommu, pasidEntryAddress(iommu, endpoint, pasid, kernel));
  return entry.present ? null : entry;
}

/** Kernel: `intel_pasid_setup_first_level`. 0, -EBUSY present already, -EINVAL what the unit cannot do. */
export function setupFirstLevel(
  iommu: VtdIommu,
  endpoint: VtdEndpoint,
  pasid: number,
  did: number,
  root: number,
  flags: FirstLevelFlags = {},
): number {
  if (!iommu.config.scalable || (flags.supervisor === true && !iommu.config.srs)) return -EINVAL;
  if (flags.fiveLevel === true && !iommu.config.fs5lp) return -EINVAL;
  const entry = fresh(iommu, endpoint, pasid);
  if (entry === null) return -EBUSY;
  entry.clear();
  entry.setRoot(2, root);
  if (flags.supervisor === true) {
    entry.set('SRE', 1);
    if (iommu.config.kernel !== '5.10.198') entry.set('WPE', 1);
  }
  if (flags.fiveLevel === true) entry.set('FSPM', 1);
  if (flags.pageSnoop === true) entry.set('PGSNP', 1);
  entry.set('DID', did);
  entry.set('AW', AW_48);
  entry.set('PWSNP', iommu.config.smpwcs ? 1 : 0);
  if (iommu.config.kernel !== '5.10.198') entry.set('NXE', 1);
  entry.set('PGTT', E.PASID_ENTRY_PGTT_FL_ONLY);
  makePresent(iommu, entry);
  flushPresent(iommu, entry, did, pasid);
  return 0;
}

/** Kernel: `intel_pasid_setup_second_level`. `unmanaged`: an auxiliary domain, as 5.10 has them: pages are snooped, no barrier. */
export function setupSecondLevel(
  iommu: VtdIommu,
  endpoint: VtdEndpoint,
  pasid: number,
  did: number,
  root: number,
  unmanaged = false,
): number {
  const entry = fresh(iommu, endpoint, pasid);
  if (entry === null) return -EBUSY;
  entry.clear();
  entry.set('DID', did);
  entry.setRoot(0, root);
  entry.set('AW', AW_48);
  entry.set('PGTT', E.PASID_ENTRY_PGTT_SL_ONLY);
  entry.set('FPD', 0);
  entry.set('PWSNP', iommu.config.smpwcs ? 1 : 0);
  if (unmanaged) entry.set('PGSNP', 1);
  if (pasid !== 0 && iommu.config.srs) entry.set('SRE', 1);
  makePresent(iommu, entry, unmanaged);
  flushPresent(iommu, entry, did, pasid);
  return 0;
}

/** Kernel: `intel_pasid_setup_pass_through`. */
export function setupPassThrough(iommu: VtdIommu, endpoint: VtdEndpoint, pasid: number): number {
  const entry = fresh(iommu, endpoint, pasid);
  if (entry === null) return -EBUSY;
  entry.clear();
  entry.set('DID', E.FLPT_DEFAULT_DID);
  entry.set('AW', AW_48);
  entry.set('PGTT', E.PASID_ENTRY_PGTT_PT);
  entry.set('FPD', 0);
  entry.set('PWSNP', iommu.config.smpwcs ? 1 : 0);
  if (iommu.config.srs) entry.set('SRE', 1);
  makePresent(iommu, entry);
  flushPresent(iommu, entry, E.FLPT_DEFAULT_DID, pasid);
  return 0;
}

export interface NestedBinding {
  /** Root of the guest's first stage, and width of its addresses: 48 or 57. */
  readonly guestRoot: number;
  readonly addressWidth: number;
  /** Root of the host's second stage, and its domain id. */
  readonly hostRoot: number;
  readonly did: number;
  readonly supervisor?: boolean;
  readonly extendedAccess?: boolean;
  /** The guest asks for memory types, which no unit gives it. */
  readonly memoryType?: boolean;
  /** Address bits of the host's domain, and whether it nests; 48 and true when absent. */
  readonly domainBits?: number;
  readonly nesting?: boolean;
}

/**
 * Kernel 5.10: `intel_pasid_setup_nested`, in that kernel's way whatever the host's is. 0, -EBUSY present already, -EINVAL
 * what unit or domain cannot do; a refusal after the first stores leaves them behind, not present.
 */
export function setupNested(iommu: VtdIommu, endpoint: VtdEndpoint, pasid: number, binding: NestedBinding): number {
  const { addressWidth, guestRoot, domainBits = 48, nesting = true } = binding;
  if (!iommu.config.scalable || !iommu.config.nest || !nesting) return -EINVAL;
  if (addressWidth === 57 ? !iommu.config.fs5lp : addressWidth !== 48) return -EINVAL;
  const entry = fresh(iommu, endpoint, pasid, '5.10.198');
  if (entry === null) return -EBUSY;
  entry.clear();
  entry.set('FSPM', addressWidth === 57 ? 1 : 0);
  if (guestRoot >= 2 ** domainBits) return -EINVAL;
  entry.setRoot(2, guestRoot);
  const refused = setGuestFlags(iommu, entry, binding);
  if (refused !== 0) return refused;
  entry.setRoot(0, binding.hostRoot);
  entry.set('FPD', 0);
  entry.set('DID', binding.did);
  entry.set('AW', AW_48);
  entry.set('PWSNP', iommu.config.smpwcs ? 1 : 0);
  entry.set('PGTT', E.PASID_ENTRY_PGTT_NESTED);
  entry.set('P', 1);
  flushPresent(iommu, entry, binding.did, pasid, '5.10.198');
  return 0;
}

/** Kernel 5.10: `intel_pasid_setup_bind_data`. */
function setGuestFlags(iommu: VtdIommu, entry: LiveEntry, binding: NestedBinding): number {
  if (binding.supervisor === true) {
    if (!iommu.config.srs) return -EINVAL;
    entry.set('SRE', 1);
  }
  if (binding.extendedAccess === true) {
    if (!iommu.config.eafs) return -EINVAL;
    entry.set('EAFE', 1);
  }
  return binding.memoryType === true ? -EINVAL : 0;
}

function makePresent(iommu: VtdIommu, entry: LiveEntry, old = false): void {
  if (!old && iommu.config.kernel !== '5.10.198') iommu.bus.barrier(iommu.unit);
  entry.set('P', 1);
}
