/** SMMUs of the new version's hardware, as its drivers want them. */
import type { Machine, SmmuMaster, SmmuV3 } from '../../../v2-typed-token/hw/index.js';
import { domainRoot, isOn, type Topology } from './topology.js';

export interface SmmuDevice {
  readonly smmu: SmmuV3;
  readonly master: SmmuMaster;
}

/** A domain for each device, with the device in it. */
export function v2SmmuDevices(machine: Machine, topology: Topology): ReadonlyMap<string, SmmuDevice> {
  const { options } = topology.platform;
  const ats = topology.devices.some((device) => device.ats);
  const units = Array.from({ length: topology.iommus }, () => {
    const smmu = machine.addSmmuV3({
      ats,
      broadcastTlb: isOn(options['btm']),
      rangeInvalidation: isOn(options['ranges']),
    });
    smmu.reset();
    return smmu;
  });
  return new Map(
    topology.devices.map((device, index) => {
      const smmu = units[device.iommu]!;
      const master = smmu.addMaster({ streams: [device.sid], ssidBits: 20, ats: device.ats });
      smmu.attach(smmu.createDomain({ stage: 'stage1', root: domainRoot(index) }), master);
      return [device.name, { smmu, master }];
    }),
  );
}
