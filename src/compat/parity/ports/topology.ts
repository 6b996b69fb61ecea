/** Facts of the simulated machines that scenarios leave open; both sides are built from the same ones. */
import type { Device, Platform, Value } from '../../scenarios/model.js';

/** A device with everything that influences effects. */
export interface TopologyDevice {
  readonly name: string;
  readonly iommu: number;
  /** Requester id of VT-d and AMD, stream id of the SMMU. */
  readonly sid: number;
  readonly ats: boolean;
  readonly pri: boolean;
  readonly qdep: number;
  /** Domain of the host that it is in: tag, and address of the second-level table. */
  readonly did: number;
  readonly secondLevelRoot: number;
}

export interface Topology {
  readonly platform: Platform;
  readonly iommus: number;
  readonly devices: readonly TopologyDevice[];
  /** Address of the top page table of each mm. */
  readonly mms: ReadonlyMap<string, number>;
}

const firstSid = 0x100;
const firstDid = 0x40;
const secondLevelBase = 0x8800_0000;
const firstRoot = 0xa000_0000;

export function topologyOf(platform: Platform, mms: readonly string[], devices: readonly Device[]): Topology {
  const named = devices.map((device, index): TopologyDevice => {
    return {
      name: device.name,
      iommu: device.iommu,
      sid: firstSid + 8 * index,
      ats: isOn(device.options['ats']),
      pri: isOn(device.options['pri']),
      qdep: 4,
      did: firstDid + index,
      secondLevelRoot: secondLevelBase + 0x1000 * index,
    };
  });
  const wanted = platform.options['iommus'];
  const iommus = Math.max(typeof wanted === 'number' ? wanted : 1, 1, ...named.map(({ iommu }) => iommu + 1));
  return {
    platform,
    iommus,
    devices: named,
    mms: new Map(mms.map((name, index) => [name, firstRoot + 0x10_0000 * index])),
  };
}

/** `on`, as options are written. */
export function isOn(value: Value | undefined): boolean {
  return value === 'on' || value === 1;
}

/** Where a guest's page table lies when the step does not say. */
export const defaultGuestRoot = 0x1234_5000;

/** Top page table of the domain that a device is in on an SMMU. */
export function domainRoot(index: number): number {
  return 0x20_0000_0000 + 0x1000 * index;
}

/** Address space number of each process on the CPU, by its top page table. */
export function processAsids({ mms }: Topology): ReadonlyMap<number, number> {
  return new Map([...mms.values()].map((root, index) => [root, 0x40 + index]));
}
