/** What a guest asks for when it binds a page table, and what is wrong with it. */
import type { FieldValue, GuestBinding } from '../hw/index.js';
import { refuse, type DriverResult, finished } from './outcome.js';
import type { VtdDevice } from './vtd-device.js';

/** A request to bind (C: `struct iommu_gpasid_bind_data`). */
export interface GuestBindRequest {
  /** PASID of the host, 1 to 2^20-1. */
  readonly hostPasid: number;
  /** What the guest calls it; null or left out when it has no name for it. */
  readonly guestPasid?: number | null;
  /** Guest physical address of the guest's first-stage table. */
  readonly guestRoot: FieldValue;
  /** Guest address width in bits, 48 by default. */
  readonly addressWidth?: number;
  /** Format of the guest's table; only `vtd` is known. */
  readonly format?: string;
  /** The structure is shorter than its format demands. */
  readonly truncated?: boolean;
  /** Vendor flags that the driver does not know. */
  readonly unknownFlags?: boolean;
  readonly supervisor?: boolean;
  readonly extendedAccessed?: boolean;
  readonly memoryTypes?: boolean;
}

const pasidBits = 20;

/** The tests that come before any look-up (reference 3.4, step 1). */
export function checkGuestBind(device: VtdDevice, request: GuestBindRequest): DriverResult {
  if ((request.format ?? 'vtd') !== 'vtd') return refuse('EINVAL', 'format');
  if (request.truncated === true) return refuse('EINVAL', 'request-truncated');
  if (request.unknownFlags === true) return refuse('EINVAL', 'vendor-flags');
  if (device.pci === false) return refuse('ENOTSUPP', 'not-pci');
  if (device.endpoint.table.pasidBits !== pasidBits) return refuse('EINVAL', 'device-pasid-bits');
  const { hostPasid } = request;
  if (!Number.isInteger(hostPasid) || hostPasid <= 0 || hostPasid >= 2 ** pasidBits) {
    return refuse('EINVAL', 'host-pasid-range');
  }
  const guest = request.guestPasid ?? 0;
  if (!Number.isInteger(guest) || guest < 0 || guest >= 0xffff_ffff) return refuse('EINVAL', 'guest-pasid-range');
  return finished;
}

/** The request in the terms of the hardware layer. */
export function guestBinding({ domain }: VtdDevice, request: GuestBindRequest): GuestBinding {
  return {
    hpasid: request.hostPasid,
    guestRoot: request.guestRoot,
    hostRoot: domain.root,
    did: domain.did,
    addressWidth: request.addressWidth ?? 48,
    nestingDomain: domain.nesting ?? true,
    supervisor: request.supervisor ?? false,
    extendedAccessed: request.extendedAccessed ?? false,
    memoryTypes: request.memoryTypes ?? false,
  };
}
