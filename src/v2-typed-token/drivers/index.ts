/** The users of the API as its call sites, one file each (reference 3). They know the API by its interface alone. */

// Guests: containers, virtual machines, mediated devices, and the IOMMU driver below them.
export type { GuestBindRequest } from './guest-bind-request.js';
export { KvmVm } from './kvm.js';
export { Vdcm, type VdcmConfig } from './vdcm.js';
export { Vfio, VfioContainer, type VfioOptions } from './vfio.js';
export type { VtdDevice } from './vtd-device.js';
export { GuestSvm, VtdGuestSva } from './vtd-guest-sva.js';

// The host: its processes on devices, and domains beside those of devices.
export { IdxdCdev, type IdxdFile } from './idxd-cdev.js';
export { IommuSvaLib } from './iommu-sva-lib.js';
export { Kfd, KfdProcess, kfdTokens, type KfdDevice } from './kfd.js';
export { SmmuAuxiliary, type SmmuAuxiliaryBond } from './smmuv3-auxiliary.js';
export { SmmuSva, type SmmuBond } from './smmuv3-sva.js';
export { VtdAuxiliaryDomain, type AuxiliaryConfig } from './vtd-auxiliary.js';
export { VtdHostSva, type HostBond } from './vtd-host-sva.js';

// Where ids come from, and who pays for them.
export { CgroupNode, IoasidCgroup } from './ioasid-cgroup.js';
export { VirtualCommandAllocator } from './vtd-virtual-command-allocator.js';

// What surrounds them.
export type { AcceleratorQueue } from './accelerator-queue.js';
export type { DeferredWork } from './deferred-work.js';
export type { DriverErrno, DriverError, DriverResult } from './outcome.js';
export { ProcessLives, type Process } from './process-lives.js';
