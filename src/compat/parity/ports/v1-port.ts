/** Scenarios performed by the old version. */
import { isErr } from '../../../v1-void-token/index.js';
import type { VerbName } from '../../scenarios/verbs.js';
import type { Port, PortConfig } from '../port.js';
import { bootV1 } from './v1-drivers.js';
import { v1GuestSteps } from './v1-guest-steps.js';
import { v1HostSteps } from './v1-host-steps.js';
import { type V1Step, V1World } from './v1-world.js';
import { v1CoreSteps } from './v1-core-steps.js';
import { performStep } from './perform-step.js';

const steps: Readonly<Record<VerbName, V1Step>> = { ...v1CoreSteps, ...v1GuestSteps, ...v1HostSteps };

/** A port of the old version on its own engine, or through the shim on the new one. */
export function makeV1Port(config: PortConfig, engine: 'v1' | 'v2'): Port {
  const world = new V1World(config, engine);
  bootV1(world);
  return {
    bus: world.bus,
    perform(step) {
      if (step.fault !== null) world.failNext(step.fault.nth);
      return performStep(world, steps, step);
    },
    liveIds: () => liveIds(world),
  };
}

/** Ids that somebody could find, below the highest that scenarios use. */
function liveIds(world: V1World): readonly number[] {
  const ids: number[] = [];
  for (let id = 0; id < 0x1000; id++) if (!isErr(world.ioasid.ioasidFind(null, id))) ids.push(id);
  return ids;
}
