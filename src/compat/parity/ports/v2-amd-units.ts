/** AMD IOMMUs of the new version's hardware, as its drivers want them. */
import type { KfdDevice } from '../../../v2-typed-token/drivers/index.js';
import { AmdDomain, type Machine } from '../../../v2-typed-token/hw/index.js';
import type { Topology } from './topology.js';

/** PASIDs of 16 bits, as kfd asks for. */
const pasids = 0x1_0000;

/** A domain for each device, with a guest table, and the device in it. */
export function v2AmdDevices(machine: Machine, topology: Topology): ReadonlyMap<string, KfdDevice> {
  const iommus = machine.addAmd({ iommus: topology.iommus });
  return new Map(
    topology.devices.map(({ name, iommu, sid, qdep, did }) => {
      const domain = new AmdDomain(did);
      iommus.enableGuestTables(domain, pasids);
      iommus.attach(domain, iommus.addEndpoint({ id: sid, iommu, queueDepth: qdep }));
      return [name, { iommus, domain }];
    }),
  );
}
