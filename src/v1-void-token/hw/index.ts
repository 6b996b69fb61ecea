/** Front door of the hardware below the void-token version. */
import type { FieldValue } from './fields.js';
import { encodeVtd } from './vtd/encode.js';

export { BusLog } from './bus.js';
export type { FieldValue, Word64 } from './fields.js';
export { KvmPasidTable } from './kvm-pasid-table.js';
export { PhysMemory } from './memory.js';
export * as recordCodes from './record-codes.js';
export { clearContext, enableInvalidationQueue, mapContext, setRootTable } from './vtd/context-table.js';
export * as qi from './vtd/qi-descriptor.js';
export { VtdDevice } from './vtd/device.js';
export { VtdIommu } from './vtd/iommu.js';
export type { VtdConfig, VtdEndpoint, VtdKernel } from './vtd/iommu.js';
export { disablePrq, drainPrq, enablePrq, pageRequestThread, pageResponse } from './vtd/page-request-queue.js';
export {
  pasidEntryAddress,
  setupFirstLevel,
  setupNested,
  setupPageSnoop,
  setupPassThrough,
  setupSecondLevel,
  tearDownEntry,
} from './vtd/pasid-table.js';
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
  return unit === 'vtd' ? encodeVtd(structure, fields, quirk) : undefined;
}
