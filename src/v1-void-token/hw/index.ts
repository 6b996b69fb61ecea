/** Front door of the hardware below the void-token version. */
import { encodeAmd } from './amd/encode.js';
import type { FieldValue } from './fields.js';
import { encodeSmmu } from './smmuv3/encode.js';
import { encodeVtd } from './vtd/encode.js';

export * as amdCommand from './amd/command.js';
export { AmdDevice } from './amd/device.js';
export type { AmdFaults } from './amd/device.js';
export { AmdDeviceTable } from './amd/device-table.js';
export { AmdProtectionDomain } from './amd/domain.js';
export type { AmdDomainOptions, AmdEndpoint } from './amd/domain.js';
export { Gcr3Table } from './amd/gcr3.js';
export { AmdIommu } from './amd/iommu.js';
export type { AmdConfig } from './amd/iommu.js';
export { completePprRequest, pollPprLog } from './amd/ppr.js';
export type { PprAnswer } from './amd/ppr.js';
export { readPprEntry } from './amd/ppr-log.js';
export type { PprEntry } from './amd/ppr-log.js';
export { BusLog } from './bus.js';
export type { FieldValue, Word64 } from './fields.js';
export { KvmPasidTable } from './kvm-pasid-table.js';
export { PhysMemory } from './memory.js';
export * as recordCodes from './record-codes.js';
export { AsidSpace } from './smmuv3/asid-space.js';
export type { AsidOwner } from './smmuv3/asid-space.js';
export * as smmuCommand from './smmuv3/command.js';
export { CdTable } from './smmuv3/context-descriptor.js';
export { SmmuDevice } from './smmuv3/device.js';
export type { SmmuFaults } from './smmuv3/device.js';
export { defaultGeometry } from './smmuv3/contexts.js';
export type { TableGeometry } from './smmuv3/contexts.js';
export { SmmuTranslationDomain } from './smmuv3/domain.js';
export type { SmmuDomainOptions } from './smmuv3/domain.js';
export { evtqThread, pageResponseStall, priqThread } from './smmuv3/fault-queues.js';
export type { PriRecord, StallEvent } from './smmuv3/records.js';
export { SmmuV3 } from './smmuv3/smmu.js';
export type { SmmuConfig, SmmuMemory } from './smmuv3/smmu.js';
export { StreamTable } from './smmuv3/stream-table.js';
export { installWithoutDomain } from './smmuv3/streams.js';
export type { SmmuMaster, Stage2 } from './smmuv3/streams.js';
export { clearContext, enableInvalidationQueue, mapContext, setRootTable } from './vtd/context-table.js';
export * as qi from './vtd/qi-descriptor.js';
export { VtdDevice } from './vtd/device.js';
export type { PageRequestFate, VtdFaults } from './vtd/device.js';
export { VtdIommu } from './vtd/iommu.js';
export type { VtdConfig, VtdEndpoint, VtdKernel } from './vtd/iommu.js';
export { readPageRequest } from './vtd/page-request.js';
export type { PageRequest } from './vtd/page-request.js';
export { disablePrq, drainPrq, enablePrq, pageRequestThread, pageResponse } from './vtd/page-request-queue.js';
export { setupFirstLevel, setupNested, setupPassThrough, setupSecondLevel } from './vtd/pasid-setup.js';
export type { FirstLevelFlags, NestedBinding } from './vtd/pasid-setup.js';
export { pasidEntryAddress, setupPageSnoop, tearDownEntry } from './vtd/pasid-table.js';
export { invalidateRange } from './vtd/svm.js';
export { vcmdAllocPasid, vcmdFreePasid } from './vtd/vcmd-commands.js';

/**
 * Words of a structure from its fields, u32, lowest first. Inputs whose names begin with `_` are no fields. Undefined
 * for a structure that this layer does not know; RangeError for a value that does not fit its field.
 */
export function encodeStructure(
  unit: 'vtd' | 'smmuv3' | 'amd',
  structure: string,
  inputs: Readonly<Record<string, FieldValue>>,
  quirk = false,
): Uint32Array | undefined {
  const fields = Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith('_')));
  if (unit === 'vtd') return encodeVtd(structure, fields, quirk);
  return unit === 'amd' ? encodeAmd(structure, fields, quirk) : encodeSmmu(structure, fields);
}
