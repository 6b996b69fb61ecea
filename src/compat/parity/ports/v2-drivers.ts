/** Drivers of the new version on one simulated machine. */
import type { IdxdCdev } from '../../../v2-typed-token/drivers/index.js';
import {
  IommuSvaLib,
  Kfd,
  SmmuAuxiliary,
  SmmuSva,
  Vfio,
  VirtualCommandAllocator,
  VtdHostSva,
  type AcceleratorQueue,
  type KfdDevice,
  type VtdDevice,
} from '../../../v2-typed-token/drivers/index.js';
import type { SmmuV3 } from '../../../v2-typed-token/hw/index.js';
import { noToken, type IoasidSet, type Result } from '../../../v2-typed-token/index.js';
import type { Step } from '../../scenarios/model.js';
import { onPlatform } from './names.js';
import type { V2World } from './v2-world.js';
import { v2AmdDevices } from './v2-amd-units.js';
import { v2SmmuDevices, type SmmuDevice } from './v2-smmu-units.js';
import { v2VtdDevices } from './v2-vtd-units.js';

/** Address space numbers of auxiliary domains, lowest free behind those of the devices' own domains. */
class PrivateAsids {
  readonly #taken = new Set<number>();
  readonly #first: number;

  constructor(domains: number) {
    this.#first = domains + 1;
  }

  take(): number {
    let asid = this.#first;
    while (this.#taken.has(asid)) asid++;
    this.#taken.add(asid);
    return asid;
  }

  release(asid: number): void {
    this.#taken.delete(asid);
  }
}

/** Drivers of one world, made when the first step needs them. */
class Users {
  readonly #world: V2World;
  readonly devices: ReadonlyMap<string, VtdDevice>;
  readonly amd: ReadonlyMap<string, KfdDevice>;
  readonly smmu: ReadonlyMap<string, SmmuDevice>;
  readonly kfd: Kfd;
  readonly vfio: Vfio;
  readonly vcmd: VirtualCommandAllocator;
  #hostSet: IoasidSet | null = null;
  #lib: IommuSvaLib | null = null;
  #hostSva: VtdHostSva | null = null;
  readonly #smmuSvas = new Map<SmmuV3, SmmuSva>();
  readonly #smmuAuxes = new Map<SmmuV3, SmmuAuxiliary>();
  readonly idxd = new Map<VtdDevice, IdxdCdev>();
  readonly asids: PrivateAsids;

  constructor(world: V2World) {
    this.#world = world;
    const { name } = world.topology.platform;
    this.devices = name === 'vtd' ? v2VtdDevices(world.hardware, world.topology) : new Map();
    this.amd = name === 'amd' ? v2AmdDevices(world.hardware, world.topology) : new Map();
    this.smmu = name === 'smmuv3' ? v2SmmuDevices(world.hardware, world.topology) : new Map();
    this.kfd = new Kfd(world.ioasid, world.lives);
    this.vfio = new Vfio(world.ioasid, world.guestSva);
    this.vcmd = new VirtualCommandAllocator(world.ioasid);
    this.asids = new PrivateAsids(world.topology.devices.length);
  }

  openHost(quota: number, initMm: boolean): Result<IoasidSet> {
    const token = initMm ? this.#world.token({ kind: 'mm', name: 'init_mm' }) : noToken;
    const set = this.#world.ioasid.ioasidAllocSet(token, quota);
    if (set.ok) this.#hostSet = set.value;
    return set;
  }

  /** The host's set: made by the step `host.open`, or with room for every process. */
  hostSet(): Result<IoasidSet> {
    return this.#hostSet === null ? this.openHost(0x8000, false) : { ok: true, value: this.#hostSet };
  }

  /** The library of the host's processes, one for all IOMMU drivers. */
  #svaLib(): Result<IommuSvaLib> {
    if (this.#lib !== null) return { ok: true, value: this.#lib };
    const set = this.hostSet();
    if (!set.ok) return set;
    this.#lib = new IommuSvaLib(this.#world.ioasid, set.value, this.#world.lives);
    return { ok: true, value: this.#lib };
  }

  smmuSva(smmu: SmmuV3): Result<SmmuSva> {
    const known = this.#smmuSvas.get(smmu);
    if (known !== undefined) return { ok: true, value: known };
    const lib = this.#svaLib();
    if (!lib.ok) return lib;
    const sva = new SmmuSva(smmu, lib.value, this.#world.lives);
    this.#smmuSvas.set(smmu, sva);
    return { ok: true, value: sva };
  }

  smmuAux(smmu: SmmuV3) {
    const known = this.#smmuAuxes.get(smmu);
    if (known !== undefined) return { ok: true, value: known } as const;
    const aux = SmmuAuxiliary.create(this.#world.ioasid, smmu, 0x1000);
    if (aux.ok) this.#smmuAuxes.set(smmu, aux.value);
    return aux;
  }

  hostSva(): Result<VtdHostSva> {
    if (this.#hostSva !== null) return { ok: true, value: this.#hostSva };
    const lib = this.#svaLib();
    if (!lib.ok) return lib;
    this.#hostSva = new VtdHostSva(lib.value, this.#world.lives, this.#world.process('init_mm'));
    return { ok: true, value: this.#hostSva };
  }
}

const users = new WeakMap<V2World, Users>();

export function usersOf(world: V2World): Users {
  let made = users.get(world);
  if (made === undefined) users.set(world, (made = new Users(world)));
  return made;
}

/** Sets the hardware up, before the first step. */
export function bootV2(world: V2World): void {
  usersOf(world);
}

export function device(world: V2World, step: Step, position: number): VtdDevice {
  return onPlatform(usersOf(world).devices, step, position);
}

export const silentQueue: AcceleratorQueue = {
  mode: 'dedicated',
  program: () => undefined,
  disable: () => undefined,
  drain: () => undefined,
};
