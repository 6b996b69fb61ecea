/** Steps of the host's processes and domains, as calls of the old version's drivers. */
import type { VerbName } from '../../scenarios/verbs.js';
import type { Step } from '../../scenarios/model.js';
import {
  IdxdCdev,
  KfdProcess,
  SmmuSva,
  VtdAuxDomain,
  type HostBond,
  type IdxdFile,
  type KfdBond,
  type KfdContext,
  type SmmuAuxDomain,
  type SmmuBond,
  type VtdDevice,
} from '../../../v1-void-token/drivers/index.js';
import { answered, done, refused, type Outcome } from '../outcome.js';
import { errnoWord } from './errno-word.js';
import { onPlatform, optionNumber, optionWord } from './names.js';
import type { V1Step, V1World } from './v1-world.js';
import { usersOf, device, made, silentQueue } from './v1-drivers.js';

export const v1HostSteps = {
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
} satisfies Partial<Record<VerbName, V1Step>>;

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
