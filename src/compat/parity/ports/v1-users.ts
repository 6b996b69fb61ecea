/** Steps of the users of the old version. */
import type { VerbName } from '../../scenarios/verbs.js';
import type { Step } from '../../scenarios/model.js';
import {
  guestBindRequest,
  IdxdCdev,
  Kfd,
  KfdProcess,
  KvmVm,
  SmmuAux,
  SmmuSva,
  SvaLib,
  Vdcm,
  VcmdAllocator,
  Vfio,
  VfioContainer,
  VtdAuxDomain,
  VtdHostSva,
  type AmdDomain,
  type HostBond,
  type IdxdFile,
  type KfdBond,
  type KfdContext,
  type SmmuAuxDomain,
  type SmmuBond,
  type SmmuDomain,
  type VtdDevice,
  type WorkQueue,
} from '../../../v1-void-token/drivers/index.js';
import { INVALID_IOASID, isErr, type IoasidSet } from '../../../v1-void-token/index.js';
import { KvmPasidTable } from '../../../v1-void-token/hw/index.js';
import { answered, done, refused, type Outcome } from '../outcome.js';
import { errnoWord } from './errno-word.js';
import { onPlatform, optionNumber, optionWord, range } from './names.js';
import { defaultGuestRoot } from './topology.js';
import type { V1Step, V1World } from './v1-port.js';
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

function device(world: V1World, step: Step, position: number): VtdDevice {
  return onPlatform(usersOf(world).devices, step, position);
}

function fromErrno(answer: number): Outcome {
  return answer < 0 ? refused(errnoWord(-answer)) : done;
}

function made(world: V1World, step: Step, value: unknown): Outcome {
  if (typeof value === 'number' && value < 0) return refused(errnoWord(-value));
  world.names.bind(step, value);
  return done;
}

function bindRequest(world: V1World, step: Step, idAt: number) {
  const id = world.names.id(step, idAt);
  return guestBindRequest(id, optionNumber(step, 'guest') ?? null, optionNumber(step, 'root') ?? defaultGuestRoot);
}

const silentQueue: WorkQueue = {
  mode: 'dedicated',
  program: () => undefined,
  disable: () => undefined,
  drain: () => undefined,
};

export const v1Users: Readonly<Partial<Record<VerbName, V1Step>>> = {
  bind: (world, step) => {
    const target = device(world, step, 0);
    return fromErrno(world.guestSva.bindGpasid(target, bindRequest(world, step, 1)));
  },
  unbind: (world, step) => {
    const target = device(world, step, 0);
    return fromErrno(world.guestSva.unbindGpasid(target, world.names.id(step, 1)));
  },
  'vfio.open'(world, step) {
    return made(world, step, usersOf(world).vfio.open(world.mm(optionWord(step, 'mm')!), optionNumber(step, 'quota')));
  },
  'vfio.alloc'(world, step) {
    const { min, max } = range(step.args[1]);
    const id = container(world, step).alloc(min, max);
    if (id < 0) return refused(errnoWord(-id));
    world.names.bind(step, id);
    return answered(id);
  },
  'vfio.bind': (world, step) =>
    fromErrno(container(world, step).bind(device(world, step, 1), bindRequest(world, step, 2))),
  'vfio.unbind': (world, step) =>
    fromErrno(container(world, step).unbind(device(world, step, 1), world.names.id(step, 2))),
  'vfio.free': (world, step) => fromErrno(container(world, step).free(world.names.id(step, 1))),
  'vfio.close'(world, step) {
    container(world, step).close();
    return done;
  },
  'kvm.open'(world, step) {
    usersOf(world);
    const vm = new KvmVm(world.ioasid, world.mm(optionWord(step, 'mm')!), new KvmPasidTable(world.bus, 0));
    const opened = vm.open();
    return opened < 0 ? refused(errnoWord(-opened)) : made(world, step, vm);
  },
  'kvm.enqcmd'(world, step) {
    const pasid = (world.names.get(step, 0) as KvmVm).enqcmd(step.args[1] as number);
    return answered(pasid ?? 'exit');
  },
  'kvm.close'(world, step) {
    (world.names.get(step, 0) as KvmVm).close();
    return done;
  },
  'vdcm.open'(world, step) {
    device(world, step, 0);
    const options = { mm: world.mm(optionWord(step, 'mm')!), queue: silentQueue, defaultPasid: 0 };
    const vdcm = new Vdcm(world.ioasid, world.guestSva, world.machine, options);
    const opened = vdcm.open();
    return opened < 0 ? refused(errnoWord(-opened)) : made(world, step, vdcm);
  },
  'vdcm.enable'(world, step) {
    const vdcm = world.names.get(step, 0) as Vdcm;
    const answer = vdcm.enableQueue(step.args[1] as number);
    return answer < 0
      ? refused(errnoWord(-answer))
      : answered(vdcm.programmed === INVALID_IOASID ? 'off' : vdcm.programmed);
  },
  'vdcm.disable'(world, step) {
    (world.names.get(step, 0) as Vdcm).disableQueue();
    return done;
  },
  'vdcm.close'(world, step) {
    (world.names.get(step, 0) as Vdcm).close();
    return done;
  },
  'host.open'(world, step) {
    const token = optionWord(step, 'token');
    const object = token === undefined || token === 'none' ? null : world.object(token);
    return made(world, step, usersOf(world).openHost(optionNumber(step, 'quota') ?? 0x8000, object));
  },
  'host.bind': (world, step) => (usersOf(world).smmu.size > 0 ? smmuBind(world, step) : vtdBind(world, step)),
  'host.unbind'(world, step) {
    const bond = world.names.get(step, 0);
    const sva = 'domain' in (bond as object) ? usersOf(world).smmuSva() : usersOf(world).hostSva();
    if (typeof sva === 'number') return refused(errnoWord(-sva));
    if (sva instanceof SmmuSva) sva.unbind(bond as SmmuBond);
    else sva.unbind(bond as HostBond);
    return done;
  },
  'host.exit'(world, step) {
    world.processes.exit(world.mm(String(step.args[0])));
    return done;
  },
  'aux.attach': (world, step) => (usersOf(world).smmu.size > 0 ? smmuAttach(world, step) : vtdAttach(world, step)),
  'aux.detach'(world, step) {
    const bond = world.names.get(step, 0) as SmmuAuxDomain | { domain: VtdAuxDomain; target: VtdDevice };
    if ('domain' in bond) {
      bond.domain.detach(bond.target);
      return done;
    }
    const aux = usersOf(world).smmuAux();
    if (typeof aux === 'number') return refused(errnoWord(-aux));
    aux.detach(bond);
    return done;
  },
  'idxd.open'(world, step) {
    const sva = usersOf(world).hostSva();
    if (typeof sva === 'number') return refused(errnoWord(-sva));
    const target = device(world, step, 0);
    const { idxd } = usersOf(world);
    let cdev = idxd.get(target.name);
    const mode = optionWord(step, 'mode') === 'shared' ? 'shared' : 'dedicated';
    if (cdev === undefined) idxd.set(target.name, (cdev = new IdxdCdev(sva, target, { ...silentQueue, mode })));
    const file = cdev.open(world.mm(optionWord(step, 'mm')!));
    if (typeof file === 'number') return refused(errnoWord(-file));
    world.names.bind(step, { cdev, file });
    return answered(file.pasid);
  },
  'idxd.close'(world, step) {
    const { cdev, file } = world.names.get(step, 0) as { cdev: IdxdCdev; file: IdxdFile };
    cdev.close(file);
    return done;
  },
  'kfd.open'(world, step) {
    const opened = usersOf(world).kfd.open(new KfdProcess(world.mm(optionWord(step, 'mm')!)));
    if (typeof opened === 'number') return refused(errnoWord(-opened));
    world.names.bind(step, opened);
    return answered(opened.pasid);
  },
  'kfd.bind'(world, step) {
    const context = world.names.get(step, 0) as KfdContext;
    return made(world, step, usersOf(world).kfd.bind(context, onPlatform(usersOf(world).amd, step, 1)));
  },
  'kfd.unbind'(world, step) {
    usersOf(world).kfd.unbind(world.names.get(step, 0) as KfdBond);
    return done;
  },
  'kfd.close'(world, step) {
    usersOf(world).kfd.close(world.names.get(step, 0) as KfdContext);
    return done;
  },
  'vcmd.register': (world, step) => fromErrno(usersOf(world).vcmd.register(device(world, step, 0).iommu)),
  'vcmd.unregister'(world, step) {
    usersOf(world).vcmd.unregister(device(world, step, 0).iommu);
    return done;
  },
};

function container(world: V1World, step: Step): VfioContainer {
  return world.names.get(step, 0) as VfioContainer;
}

function vtdBind(world: V1World, step: Step): Outcome {
  const sva = usersOf(world).hostSva();
  if (typeof sva === 'number') return refused(errnoWord(-sva));
  const bond = sva.bind(device(world, step, 0), world.mm(optionWord(step, 'mm')!));
  if (typeof bond === 'number') return refused(errnoWord(-bond));
  world.names.bind(step, bond);
  return answered(bond.pasid);
}

function smmuBind(world: V1World, step: Step): Outcome {
  const sva = usersOf(world).smmuSva();
  if (typeof sva === 'number') return refused(errnoWord(-sva));
  const bond = sva.bind(onPlatform(usersOf(world).smmu, step, 0), world.mm(optionWord(step, 'mm')!));
  if (typeof bond === 'number') return refused(errnoWord(-bond));
  world.names.bind(step, bond);
  return answered(bond.pasid);
}

const defaultAuxRoot = 0x9999_9000;

function vtdAttach(world: V1World, step: Step): Outcome {
  const target = device(world, step, 0);
  const set = usersOf(world).hostSet();
  if (typeof set === 'number') return refused(errnoWord(-set));
  const root = optionNumber(step, 'root') ?? defaultAuxRoot;
  const domain = new VtdAuxDomain(world.ioasid, set, { root, did: target.domain.did + 0x100 });
  const answer = domain.attach(target);
  if (answer < 0) return refused(errnoWord(-answer));
  world.names.bind(step, { domain, target });
  return answered(domain.pasid);
}

function smmuAttach(world: V1World, step: Step): Outcome {
  const aux = usersOf(world).smmuAux();
  if (typeof aux === 'number') return refused(errnoWord(-aux));
  const root = optionNumber(step, 'root') ?? defaultAuxRoot;
  const attached = aux.attach(onPlatform(usersOf(world).smmu, step, 0), root);
  if (typeof attached === 'number') return refused(errnoWord(-attached));
  world.names.bind(step, attached);
  return answered(attached.ssid);
}
