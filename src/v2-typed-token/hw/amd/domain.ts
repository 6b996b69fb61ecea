import type { FieldValue } from '../word64.js';
import type { Gcr3Table } from './gcr3-table.js';

/** A PCI device. */
export interface AmdEndpointConfig {
  /** Device id (bus, device, function), 16 bits. */
  readonly id: number;
  /** Index of its IOMMU in the group, 0 by default. */
  readonly iommu?: number;
  readonly ats?: boolean;
  /** Invalidations that the device can hold. */
  readonly queueDepth?: number;
  /** Further device ids that its requests can carry. */
  readonly aliases?: readonly number[];
  /** Responses to page requests name the PASID; true by default. */
  readonly pasidInResponses?: boolean;
}

/** A device as the driver keeps it. */
export class AmdEndpoint {
  readonly id: number;
  readonly iommu: number;
  readonly queueDepth: number;
  readonly aliases: readonly number[];
  /** Responses to page requests name the PASID. */
  pasidInResponses: boolean;
  /** ATS is on in the device: its cache must be invalidated. */
  atsEnabled: boolean;
  domain: AmdDomain | null = null;

  constructor(config: AmdEndpointConfig) {
    this.id = config.id;
    this.iommu = config.iommu ?? 0;
    this.queueDepth = config.queueDepth ?? 8;
    this.aliases = config.aliases ?? [];
    this.pasidInResponses = config.pasidInResponses ?? true;
    this.atsEnabled = config.ats ?? false;
  }
}

/** A domain: host page table or none, and guest page-table roots by PASID. */
export class AmdDomain {
  readonly id: number;
  /** Host paging levels, 0 for none. */
  readonly mode: number;
  readonly hostRoot: FieldValue;
  /** Set by `enableGuestTables`. */
  guestTable: Gcr3Table | null = null;
  /** Devices, the most recently attached first: the order in which the driver visits them. */
  devices: AmdEndpoint[] = [];

  constructor(id: number, host: { readonly mode: number; readonly root: FieldValue } = { mode: 0, root: 0 }) {
    if (!Number.isInteger(id) || id < 0 || id > 0xffff) throw new RangeError(`domain ${id} does not fit 16 bits`);
    this.id = id;
    this.mode = host.mode;
    this.hostRoot = host.root;
  }
}
