/** VT-d units of the new version's hardware, as its drivers want them. */
import type { VtdDevice } from '../../../v2-typed-token/drivers/index.js';
import type { Machine } from '../../../v2-typed-token/hw/index.js';
import { isOn, type Topology } from './topology.js';

/** Units and devices of a topology; regions are allocated unit by unit, then device by device. */
export function v2VtdDevices(machine: Machine, topology: Topology): ReadonlyMap<string, VtdDevice> {
  const { options } = topology.platform;
  const units = Array.from({ length: topology.iommus }, () => {
    const unit = machine.addVtd({
      cachingMode: isOn(options['caching_mode']),
      fiveLevel: isOn(options['five_level']),
      virtualCommands: isOn(options['vcmd']),
    });
    unit.pageRequests.enable();
    return unit;
  });
  return new Map(
    topology.devices.map((device) => {
      const { name, iommu, sid, ats, pri, qdep, did, secondLevelRoot } = device;
      const unit = units[iommu]!;
      const endpoint = unit.addEndpoint({ sid, ats, pri, queueDepth: qdep });
      return [name, { iommu: unit, endpoint, domain: { did, root: secondLevelRoot, nesting: true }, pci: true }];
    }),
  );
}
