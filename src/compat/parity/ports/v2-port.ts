/** Scenarios performed by the new version. */
import { ioasid } from '../../../v2-typed-token/index.js';
import type { VerbName } from '../../scenarios/verbs.js';
import type { Port, PortConfig } from '../port.js';
import { bootV2 } from './v2-drivers.js';
import { v2GuestSteps } from './v2-guest-steps.js';
import { v2HostSteps } from './v2-host-steps.js';
import { type V2Step, V2World } from './v2-world.js';
import { v2CoreSteps } from './v2-core-steps.js';
import { performStep } from './perform-step.js';

const steps: Readonly<Record<VerbName, V2Step>> = { ...v2CoreSteps, ...v2GuestSteps, ...v2HostSteps };

/** A port of the new version. */
export function makeV2Port(config: PortConfig): Port {
  const world = new V2World(config);
  bootV2(world);
  return {
    bus: world.hardware.bus,
    perform(step) {
      if (step.fault !== null) world.machine.failAllocation(step.fault.nth);
      return performStep(world, steps, step);
    },
    liveIds: () => liveIds(world),
  };
}

function liveIds({ ioasid: api }: V2World): readonly number[] {
  const ids: number[] = [];
  for (let id = 0; id < 0x1000; id++) {
    if (api.ioasidFind(null, ioasid(id)).ok || api.ioasidFindMm(null, ioasid(id)).ok) ids.push(id);
  }
  return ids;
}
