/** Front door of the old API's users: drivers as real call sites. */

// What they run on.
export type {
  AmdDomain,
  GuestPasidTables,
  NestedEntry,
  SmmuDomain,
  TearDownOrder,
  VtdDevice,
  VtdDomain,
  VtdUnit,
} from './hardware.js';
export { MmuNotifiers } from './mm-struct.js';
export type { MmStruct, MmuNotifier } from './mm-struct.js';

// A guest and its devices.
export { KvmVm } from './kvm.js';
export { Vdcm } from './vdcm.js';
export type { VdcmOptions, WorkQueue } from './vdcm.js';
export {
  Vfio,
  VFIO_DEFAULT_PASID_QUOTA,
  VFIO_PASID_REQUEST_ALLOC,
  VFIO_PASID_REQUEST_FREE,
  VfioContainer,
} from './vfio.js';
export type { PasidRequest } from './vfio.js';
export { VcmdAllocator } from './vtd-vcmd-allocator.js';
export { VtdAuxDomain } from './vtd-aux.js';
export type { VtdAuxOptions } from './vtd-aux.js';
export { guestBindRequest, GuestSvm, VtdGuestSva } from './vtd-guest-sva.js';
export type { GuestBindRequest } from './vtd-guest-sva.js';

// Processes of the host.
export { IdxdCdev } from './idxd-cdev.js';
export type { IdxdFile } from './idxd-cdev.js';
export { Kfd, KFD_PASID_MAX, KfdContext, KfdProcess } from './kfd.js';
export type { KfdBond } from './kfd.js';
export { SmmuAux } from './smmu-aux.js';
export type { SmmuAuxDomain } from './smmu-aux.js';
export { SmmuSva } from './smmu-sva.js';
export type { SmmuBond } from './smmu-sva.js';
export { SvaLib } from './sva-lib.js';
export { VtdHostSva } from './vtd-host-sva.js';
export type { HostBindOptions, HostBond } from './vtd-host-sva.js';
