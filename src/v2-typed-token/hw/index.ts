/**
 * The simulated hardware of this side: IOMMUs, their drivers' effects, and encoders by structure name.
 *
 * It shares no code with the other side on purpose: a common encoder or bus would make both wrong in the same way.
 */
export type { AmdFault, PprAnswer, PprRequest } from './amd/device.js';
export { AmdDomain, AmdEndpoint, type AmdEndpointConfig } from './amd/domain.js';
export { AmdIommus, type AmdConfig } from './amd/iommus.js';
export type { PprEntry } from './amd/ppr-log.js';
export { BusLog, type BusTrace, type RegisterWindow } from './bus.js';
export { encodeStructure, type StructureUnit } from './encode.js';
export type { PlannedFault } from './fault-plan.js';
export { PasidTranslation, type Translation } from './guest/pasid-translation.js';
export { createMachine, Machine, type MachineConfig } from './machine.js';
export { PhysicalMemory } from './memory.js';
export type { HwError, HwReason, HwResult } from './outcome.js';
export type { DeviceAnswer, SmmuFault } from './smmuv3/command-consumer.js';
export type { SmmuConfig } from './smmuv3/config.js';
export type { FaultEvent, PriRequest } from './smmuv3/device.js';
export {
  SmmuDomain,
  SmmuMaster,
  type DomainConfig,
  type MasterConfig,
  type Translation as SmmuTranslation,
} from './smmuv3/domain.js';
export type { SmmuEvent, StallAnswer } from './smmuv3/fault-handling.js';
export { SmmuV3 } from './smmuv3/iommu.js';
export type { ProcessRange, ProcessSpace } from './smmuv3/shared-virtual-addressing.js';
export type { AuxiliaryDomain } from './vtd/auxiliary-domain.js';
export type { KernelVersion, VtdConfig } from './vtd/config.js';
export { defaultDid, VtdEndpoint, type EndpointConfig } from './vtd/endpoint.js';
export type { GuestBinding } from './vtd/guest-bind.js';
export { VtdIommu } from './vtd/iommu.js';
export type { PageRequestInput } from './vtd/page-request-ring.js';
export type { FaultHandler, PageRequest } from './vtd/page-request-thread.js';
export type { VtdFault } from './vtd/queue-consumer.js';
export type { AddressRange } from './vtd/shared-virtual-memory.js';
export type { VirtualCommandAnswer, VirtualCommandHost } from './vtd/virtual-command-device.js';
export type { VcmdGeneration } from './vtd/virtual-command-layout.js';
export type { FieldValue, Word64 } from './word64.js';
