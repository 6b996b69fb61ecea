/** Drivers of the old version on one simulated machine. */
import type { Step } from '../../scenarios/model.js';
import type { IdxdCdev } from '../../../v1-void-token/drivers/index.js';
import {
  Kfd,
  SmmuAux,
  SmmuSva,
  SvaLib,
  VcmdAllocator,
  Vfio,
  VtdHostSva,
  type AmdDomain,
  type SmmuDomain,
  type VtdDevice,
  type WorkQueue,
} from '../../../v1-void-token/drivers/index.js';
import { isErr, type IoasidSet } from '../../../v1-void-token/index.js';
import { done, refused, type Outcome } from '../outcome.js';
import { errnoWord } from './errno-word.js';
import { onPlatform } from './names.js';
import type { V1World } from './v1-world.js';
import { v1AmdDomains } from './v1-amd-units.js';
import { v1SmmuDomains } from './v1-smmu-units.js';
import { v1VtdDevices } from './v1-vtd-units.js';

/** Drivers of one world, made when the first step needs them. */
class Users {
  readonly #world: V1World;
  readonly devices: ReadonlyMap<string, VtdDevice>;
  readonly amd: ReadonlyMap<string, AmdDomain>;
  readonly smmu: ReadonlyMap<string, SmmuDomain>;
  readonly kfd: Kfd;
  readonly vfio: Vfio;
  readonly vcmd: VcmdAllocator;
  #hostSet: IoasidSet | null = null;
  #lib: SvaLib | null = null;
  #hostSva: VtdHostSva | null = null;
  #smmuSva: SmmuSva | null = null;
  #smmuAux: SmmuAux | null = null;
  readonly idxd = new Map<string, IdxdCdev>();

  constructor(world: V1World) {
    this.#world = world;
    const { name } = world.topology.platform;
    this.devices = name === 'vtd' ? v1VtdDevices(world.bus, world.topology) : new Map();
    this.amd = name === 'amd' ? v1AmdDomains(world.bus, world.topology) : new Map();
    this.smmu = name === 'smmuv3' ? v1SmmuDomains(world.bus, world.topology) : new Map();
    this.kfd = new Kfd(world.ioasid, world.processes);
    this.vfio = new Vfio(world.ioasid, world.guestSva);
    this.vcmd = new VcmdAllocator(world.ioasid, world.machine);
  }

  /** The host's set: made by the step `host.open`, or with room for every process. */
  hostSet(): IoasidSet | number {
    if (this.#hostSet !== null) return this.#hostSet;
    return this.openHost(0x8000, null);
  }

  openHost(quota: number, token: object | null): IoasidSet | number {
    const set =
      token === null ? this.#world.ioasid.ioasidAllocSystemSet(quota) : this.#world.ioasid.ioasidAllocSet(token, quota);
    if (isErr(set)) return -set.errno;
    this.#hostSet = set;
    return set;
  }

  /** The library of the host's processes, one for all IOMMU drivers. */
  #svaLib(): SvaLib | number {
    if (this.#lib !== null) return this.#lib;
    const set = this.hostSet();
    if (typeof set === 'number') return set;
    this.#lib = new SvaLib(this.#world.ioasid, set, this.#world.processes);
    return this.#lib;
  }

  smmuSva(): SmmuSva | number {
    if (this.#smmuSva !== null) return this.#smmuSva;
    const lib = this.#svaLib();
    if (typeof lib === 'number') return lib;
    this.#smmuSva = new SmmuSva(lib, this.#world.processes);
    return this.#smmuSva;
  }

  smmuAux(): SmmuAux | number {
    if (this.#smmuAux !== null) return this.#smmuAux;
    const aux = SmmuAux.init(this.#world.ioasid);
    if (typeof aux !== 'number') this.#smmuAux = aux;
    return aux;
  }

  hostSva(): VtdHostSva | number {
    if (this.#hostSva !== null) return this.#hostSva;
    const lib = this.#svaLib();
    if (typeof lib === 'number') return lib;
    this.#hostSva = new VtdHostSva(lib, this.#world.processes, this.#world.mm('init_mm'));
    return this.#hostSva;
  }
}

const users = new WeakMap<V1World, Users>();

/** The drivers of a world. */
export function usersOf(world: V1World): Users {
  let made = users.get(world);
  if (made === undefined) users.set(world, (made = new Users(world)));
  return made;
}

/** Sets the hardware up, before the first step. */
export function bootV1(world: V1World): void {
  usersOf(world);
}

export function device(world: V1World, step: Step, position: number): VtdDevice {
  return onPlatform(usersOf(world).devices, step, position);
}

export function made(world: V1World, step: Step, value: unknown): Outcome {
  if (typeof value === 'number' && value < 0) return refused(errnoWord(-value));
  world.names.bind(step, value);
  return done;
}

export const silentQueue: WorkQueue = {
  mode: 'dedicated',
  program: () => undefined,
  disable: () => undefined,
  drain: () => undefined,
};
