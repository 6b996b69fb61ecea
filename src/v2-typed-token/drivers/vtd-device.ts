import type { FieldValue, VtdEndpoint, VtdIommu } from '../hw/index.js';

/** A device behind a VT-d unit, with the host domain that it is in. */
export interface VtdDevice {
  readonly iommu: VtdIommu;
  readonly endpoint: VtdEndpoint;
  readonly domain: {
    /** Tag of the domain. */
    readonly did: number;
    /** Root of its second-stage table. */
    readonly root: FieldValue;
    /** False: the domain was not made for nesting. */
    readonly nesting?: boolean;
  };
  /** False for a device that is not on PCI. */
  readonly pci?: boolean;
}
