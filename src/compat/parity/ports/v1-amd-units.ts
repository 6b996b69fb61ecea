/** AMD IOMMUs of the old version's hardware, as its drivers want them. */
import type { AmdDomain } from '../../../v1-void-token/drivers/index.js';
import * as hw from '../../../v1-void-token/hw/index.js';
import type { Topology } from './topology.js';

/** PASIDs of 16 bits, as kfd asks for. */
const pasids = 0x1_0000;
/** Room for 1024 devices. */
const deviceTableBytes = 0x8000;

/** A domain for each device, with a guest table, and the device in it. */
export function v1AmdDomains(bus: hw.BusLog, topology: Topology): ReadonlyMap<string, AmdDomain> {
  const iommus = Array.from({ length: topology.iommus }, (_, unit) => {
    const iommu = new hw.AmdIommu(bus, { unit });
    iommu.boot();
    return iommu;
  });
  const table = new hw.AmdDeviceTable(bus, deviceTableBytes);
  return new Map(
    topology.devices.map(({ name, iommu, sid, qdep, did }) => {
      const domain = new hw.AmdProtectionDomain(bus, table, iommus, { id: did });
      table.init(sid);
      domain.enableV2(pasids);
      domain.attachDevice({ devid: sid, iommu: iommus[iommu]!, qdep, v2: true, aliases: [], ats: false });
      const unit: AmdDomain = {
        setGcr3: (pasid, root) => domain.setGcr3(pasid, root),
        clearGcr3: (pasid) => void domain.clearGcr3(pasid),
      };
      return [name, unit];
    }),
  );
}
