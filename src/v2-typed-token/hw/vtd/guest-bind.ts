import { done, refused, type HwResult } from '../outcome.js';
import { highHalf, lowHalf, type FieldValue } from '../word64.js';
import { guestBindTraits, type VtdEndpoint } from './endpoint.js';
import type { EntryValues } from './entry-programs.js';
import { nestedClosing, nestedOpening } from './entry-programs.js';
import type { PageRequestThread } from './page-request-thread.js';

/** What `intel_svm_bind_gpasid` is given: the guest's table and the host domain below it. */
export interface GuestBinding {
  /** Host PASID, 1 to 2^20-1. */
  readonly hpasid: number;
  /** Guest physical address of the guest's first-stage root. */
  readonly guestRoot: FieldValue;
  /** Root of the host's second stage. */
  readonly hostRoot: FieldValue;
  /** Domain id of the host domain. */
  readonly did: number;
  /** Guest address width in bits: 48 or 57. */
  readonly addressWidth: number;
  /** AW code of the host domain, 2 by default. */
  readonly width?: number;
  /** Whether the host domain nests; true by default. */
  readonly nestingDomain?: boolean;
  /** Highest guest physical address of the host domain. */
  readonly maxAddress?: FieldValue;
  readonly supervisor?: boolean;
  readonly extendedAccessed?: boolean;
  /** Any memory type that the guest asks for; none is supported. */
  readonly memoryTypes?: boolean;
}

/**
 * Nested set-up of `intel_svm_bind_gpasid`, a function of kernel 5.10 only, whose order is used on any unit. A guest
 * root
 * out of range and flags that the unit lacks are found after the first stores and leave a partly written entry that is
 * not present.
 */
export function bindGuestPasid(endpoint: VtdEndpoint, binding: GuestBinding): HwResult {
  const { core, table } = endpoint;
  if (!core.config.nesting) return refused.noNesting;
  if (binding.nestingDomain === false) return refused.domainNotNesting;
  const fiveLevel = binding.addressWidth === 57;
  if (!fiveLevel && binding.addressWidth !== 48) return refused.addressWidth;
  if (fiveLevel && !core.config.fiveLevel) return refused.addressWidth;

  const entry = table.entryAddress(binding.hpasid, guestBindTraits);
  if (table.read(entry, 'P') === 1) return refused.entryPresent;
  const values: EntryValues = {
    pasid: binding.hpasid,
    did: binding.did,
    secondStageRoot: binding.hostRoot,
    width: binding.width ?? 2,
    pagingMode: Number(fiveLevel),
    pageWalkSnoop: Number(core.config.pageWalkSnoop),
  };
  table.run(nestedOpening, entry, values, guestBindTraits);
  if (binding.maxAddress !== undefined && isAbove(binding.guestRoot, binding.maxAddress)) return refused.guestRootRange;
  table.store(entry, 'FSPTPTR', binding.guestRoot);
  const flags = storeGuestFlags(endpoint, entry, binding);
  return flags.ok ? table.run(nestedClosing, entry, values, guestBindTraits) : flags;
}

/** `intel_svm_unbind_gpasid`: tear down in the old order, then the drain without the flush of the software queue. */
export function unbindGuestPasid(
  endpoint: VtdEndpoint,
  thread: PageRequestThread,
  target: { hpasid: number; did: number },
): HwResult {
  const tornDown = endpoint.tearDown(target.hpasid, { traits: guestBindTraits });
  const drained = endpoint.pri
    ? thread.drain(endpoint, { pasid: target.hpasid, did: target.did }, guestBindTraits)
    : done;
  return tornDown.ok ? drained : tornDown;
}

function storeGuestFlags(endpoint: VtdEndpoint, entry: number, binding: GuestBinding): HwResult {
  const { core, table } = endpoint;
  if (binding.supervisor === true) {
    if (!core.config.supervisor) return refused.flagNotSupported;
    table.store(entry, 'SRE', 1);
  }
  if (binding.extendedAccessed === true) {
    if (!core.config.extendedAccessed) return refused.flagNotSupported;
    table.store(entry, 'EAFE', 1);
  }
  return binding.memoryTypes === true ? refused.memoryType : done;
}

function isAbove(a: FieldValue, b: FieldValue): boolean {
  return highHalf(a) !== highHalf(b) ? highHalf(a) > highHalf(b) : lowHalf(a) > lowHalf(b);
}
