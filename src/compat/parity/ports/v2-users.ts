/** Steps of the users of the new version. */
import {
  IdxdCdev,
  IommuSvaLib,
  Kfd,
  KvmVm,
  SmmuAuxiliary,
  SmmuSva,
  Vdcm,
  Vfio,
  VirtualCommandAllocator,
  VtdAuxiliaryDomain,
  VtdHostSva,
  type AcceleratorQueue,
  type HostBond,
  type IdxdFile,
  type KfdDevice,
  type KfdProcess,
  type SmmuAuxiliaryBond,
  type SmmuBond,
  type VfioContainer,
  type VtdDevice,
} from '../../../v2-typed-token/drivers/index.js';
import type { SmmuV3 } from '../../../v2-typed-token/hw/index.js';
import { noToken, type IoasidSet, type Result } from '../../../v2-typed-token/index.js';
import type { Step } from '../../scenarios/model.js';
import type { VerbName } from '../../scenarios/verbs.js';
import { answered, done, refused, type Outcome } from '../outcome.js';
import { onPlatform, optionNumber, optionWord, range } from './names.js';
import { defaultGuestRoot } from './topology.js';
import { outcomeOf, type V2Step, type V2World } from './v2-port.js';
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

function usersOf(world: V2World): Users {
  let made = users.get(world);
  if (made === undefined) users.set(world, (made = new Users(world)));
  return made;
}

/** Sets the hardware up, before the first step. */
export function bootV2(world: V2World): void {
  usersOf(world);
}

function device(world: V2World, step: Step, position: number): VtdDevice {
  return onPlatform(usersOf(world).devices, step, position);
}

function bindRequest(world: V2World, step: Step, idAt: number) {
  return {
    hostPasid: world.names.id(step, idAt),
    guestPasid: optionNumber(step, 'guest') ?? null,
    guestRoot: optionNumber(step, 'root') ?? defaultGuestRoot,
  };
}

const silentQueue: AcceleratorQueue = {
  mode: 'dedicated',
  program: () => undefined,
  disable: () => undefined,
  drain: () => undefined,
};

function container(world: V2World, step: Step): VfioContainer {
  return world.names.get(step, 0) as VfioContainer;
}

export const v2Users: Readonly<Partial<Record<VerbName, V2Step>>> = {
  bind: (world, step) => outcomeOf(world.guestSva.bind(device(world, step, 0), bindRequest(world, step, 1))),
  unbind: (world, step) => outcomeOf(world.guestSva.unbind(device(world, step, 0), world.names.id(step, 1))),
  'vfio.open'(world, step) {
    const opened = usersOf(world).vfio.open(world.mm(optionWord(step, 'mm')!), optionNumber(step, 'quota'));
    if (opened.ok) world.names.bind(step, opened.value);
    return outcomeOf(opened);
  },
  'vfio.alloc'(world, step) {
    const { min, max } = range(step.args[1]);
    const id = container(world, step).alloc({ min, max });
    if (!id.ok) return outcomeOf(id);
    world.names.bind(step, id.value);
    return answered(id.value);
  },
  'vfio.bind': (world, step) =>
    outcomeOf(container(world, step).bind(device(world, step, 1), bindRequest(world, step, 2))),
  'vfio.unbind': (world, step) =>
    outcomeOf(container(world, step).unbind(device(world, step, 1), world.names.id(step, 2))),
  'vfio.free': (world, step) => outcomeOf(container(world, step).free(world.names.id(step, 1))),
  'vfio.close'(world, step) {
    container(world, step).close();
    return done;
  },
  'kvm.open'(world, step) {
    usersOf(world);
    const vm = new KvmVm(world.ioasid, world.mm(optionWord(step, 'mm')!), world.hardware.addGuest());
    const opened = vm.open();
    if (opened.ok) world.names.bind(step, vm);
    return outcomeOf(opened);
  },
  'kvm.enqcmd'(world, step) {
    return answered((world.names.get(step, 0) as KvmVm).enqcmd(step.args[1] as number) ?? 'exit');
  },
  'kvm.close'(world, step) {
    (world.names.get(step, 0) as KvmVm).close();
    return done;
  },
  'vdcm.open'(world, step) {
    device(world, step, 0);
    const config = { mm: world.mm(optionWord(step, 'mm')!), queue: silentQueue, defaultPasid: 0 };
    const vdcm = new Vdcm(world.ioasid, world.machine, config);
    const opened = vdcm.open();
    if (opened.ok) world.names.bind(step, vdcm);
    return outcomeOf(opened);
  },
  'vdcm.enable'(world, step) {
    const enabled = (world.names.get(step, 0) as Vdcm).enable(step.args[1] as number);
    return enabled.ok ? answered(enabled.value ?? 'off') : refused(enabled.error.code);
  },
  'vdcm.disable'(world, step) {
    (world.names.get(step, 0) as Vdcm).disable();
    return done;
  },
  'vdcm.close'(world, step) {
    (world.names.get(step, 0) as Vdcm).close();
    return done;
  },
  'host.open'(world, step) {
    const opened = usersOf(world).openHost(
      optionNumber(step, 'quota') ?? 0x8000,
      optionWord(step, 'token') === 'init_mm',
    );
    if (opened.ok) world.names.bind(step, opened.value);
    return outcomeOf(opened);
  },
  'host.bind': (world, step) => (usersOf(world).smmu.size > 0 ? smmuBind(world, step) : vtdBind(world, step)),
  'host.unbind'(world, step): Outcome {
    const held = world.names.get(step, 0) as HostBond | SmmuHeld;
    if ('sva' in held) return outcomeOf(held.sva.unbind(held.bond));
    const sva = usersOf(world).hostSva();
    return sva.ok ? outcomeOf(sva.value.unbind(held)) : outcomeOf(sva);
  },
  'host.exit'(world, step) {
    world.lives.exit(world.mm(String(step.args[0])));
    return done;
  },
  'aux.attach': (world, step) => (usersOf(world).smmu.size > 0 ? smmuAttach(world, step) : vtdAttach(world, step)),
  'aux.detach'(world, step) {
    const held = world.names.get(step, 0) as VtdAuxiliaryDomain | SmmuAuxHeld;
    if (!('aux' in held)) return outcomeOf(held.detach());
    usersOf(world).asids.release(held.asid);
    return outcomeOf(held.aux.detach(held.bond));
  },
  'idxd.open'(world, step) {
    const target = device(world, step, 0);
    const sva = usersOf(world).hostSva();
    if (!sva.ok) return outcomeOf(sva);
    const { idxd } = usersOf(world);
    const mode = optionWord(step, 'mode') === 'shared' ? 'shared' : 'dedicated';
    let cdev = idxd.get(target);
    if (cdev === undefined) idxd.set(target, (cdev = new IdxdCdev(sva.value, target, { ...silentQueue, mode })));
    const file = cdev.open(world.process(optionWord(step, 'mm')!));
    if (!file.ok) return outcomeOf(file);
    world.names.bind(step, { cdev, file: file.value });
    return answered(file.value.pasid);
  },
  'idxd.close'(world, step) {
    const { cdev, file } = world.names.get(step, 0) as { cdev: IdxdCdev; file: IdxdFile };
    return outcomeOf(cdev.close(file));
  },
  'kfd.open'(world, step) {
    const { kfd } = usersOf(world);
    const opened = kfd.open(world.process(optionWord(step, 'mm')!));
    if (!opened.ok) return outcomeOf(opened);
    world.names.bind(step, opened.value);
    const pasid = kfd.pasidOf(opened.value);
    return pasid.ok ? answered(pasid.value) : outcomeOf(pasid);
  },
  'kfd.bind'(world, step) {
    const token = world.names.get(step, 0) as KfdProcess;
    const target = onPlatform(usersOf(world).amd, step, 1);
    const bound = usersOf(world).kfd.bind(token, target);
    if (bound.ok) world.names.bind(step, { token, target });
    return outcomeOf(bound);
  },
  'kfd.unbind'(world, step) {
    const { token, target } = world.names.get(step, 0) as { token: KfdProcess; target: KfdDevice };
    return outcomeOf(usersOf(world).kfd.unbind(token, target));
  },
  'kfd.close': (world, step) => outcomeOf(usersOf(world).kfd.close(world.names.get(step, 0) as KfdProcess)),
  'vcmd.register': (world, step) => outcomeOf(usersOf(world).vcmd.register(device(world, step, 0).iommu)),
  'vcmd.unregister': (world, step) => outcomeOf(usersOf(world).vcmd.unregister(device(world, step, 0).iommu)),
};

interface SmmuHeld {
  readonly sva: SmmuSva;
  readonly bond: SmmuBond;
}

interface SmmuAuxHeld {
  readonly aux: SmmuAuxiliary;
  readonly bond: SmmuAuxiliaryBond;
  readonly asid: number;
}

function vtdBind(world: V2World, step: Step): Outcome {
  const target = device(world, step, 0);
  const sva = usersOf(world).hostSva();
  if (!sva.ok) return outcomeOf(sva);
  const bond = sva.value.bind(target, world.process(optionWord(step, 'mm')!));
  if (!bond.ok) return outcomeOf(bond);
  world.names.bind(step, bond.value);
  return answered(bond.value.pasid);
}

function smmuBind(world: V2World, step: Step): Outcome {
  const { smmu, master } = onPlatform(usersOf(world).smmu, step, 0);
  const sva = usersOf(world).smmuSva(smmu);
  if (!sva.ok) return outcomeOf(sva);
  const bond = sva.value.bind(master, world.process(optionWord(step, 'mm')!));
  if (!bond.ok) return outcomeOf(bond);
  world.names.bind(step, { sva: sva.value, bond: bond.value });
  return answered(bond.value.pasid);
}

const defaultAuxRoot = 0x9999_9000;

function vtdAttach(world: V2World, step: Step): Outcome {
  const target = device(world, step, 0);
  const set = usersOf(world).hostSet();
  if (!set.ok) return outcomeOf(set);
  const root = optionNumber(step, 'root') ?? defaultAuxRoot;
  const domain = new VtdAuxiliaryDomain(world.ioasid, set.value, { root, did: target.domain.did + 0x100 });
  const pasid = domain.attach(target);
  if (!pasid.ok) return outcomeOf(pasid);
  world.names.bind(step, domain);
  return answered(pasid.value);
}

function smmuAttach(world: V2World, step: Step): Outcome {
  const { smmu, master } = onPlatform(usersOf(world).smmu, step, 0);
  const aux = usersOf(world).smmuAux(smmu);
  if (!aux.ok) return outcomeOf(aux);
  const asid = usersOf(world).asids.take();
  const bond = aux.value.attach(master, { asid, root: optionNumber(step, 'root') ?? defaultAuxRoot });
  if (!bond.ok) {
    usersOf(world).asids.release(asid);
    return outcomeOf(bond);
  }
  world.names.bind(step, { aux: aux.value, bond: bond.value, asid });
  return answered(bond.value.ssid);
}
