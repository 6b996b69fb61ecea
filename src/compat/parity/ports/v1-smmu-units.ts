/** SMMUs of the old version's hardware, as its drivers want them. */
import * as hw from '../../../v1-void-token/hw/index.js';
import { domainRoot, isOn, processAsids, type Topology } from './topology.js';

/** A domain for each device, with the device in it. */
export function v1SmmuDomains(bus: hw.BusLog, topology: Topology): ReadonlyMap<string, hw.SmmuTranslationDomain> {
  const { options } = topology.platform;
  const ats = topology.devices.some((device) => device.ats);
  const units = Array.from({ length: topology.iommus }, (_, unit) => {
    const smmu = new hw.SmmuV3(bus, { unit, ats, btm: isOn(options['btm']), ranges: isOn(options['ranges']) });
    smmu.boot();
    for (const [pgd, asid] of processAsids(topology)) smmu.asids.pin(pgd, asid);
    return smmu;
  });
  return new Map(
    topology.devices.map((device, index) => {
      const domain = new hw.SmmuTranslationDomain(units[device.iommu]!, { ssidBits: 20, root: domainRoot(index) });
      domain.attach({ sids: [device.sid], atsSupported: device.ats, atsEnabled: false });
      return [device.name, domain];
    }),
  );
}
