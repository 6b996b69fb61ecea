/** Steps of the host's processes and domains, as calls of the new version's drivers. */
import type { SmmuAuxiliary, SmmuSva } from '../../../v2-typed-token/drivers/index.js';
import {
  IdxdCdev,
  VtdAuxiliaryDomain,
  type HostBond,
  type IdxdFile,
  type KfdDevice,
  type KfdProcess,
  type SmmuAuxiliaryBond,
  type SmmuBond,
} from '../../../v2-typed-token/drivers/index.js';
import type { Step } from '../../scenarios/model.js';
import type { VerbName } from '../../scenarios/verbs.js';
import { answered, done, type Outcome } from '../outcome.js';
import { onPlatform, optionNumber, optionWord } from './names.js';
import { outcomeOf, type V2Step, type V2World } from './v2-world.js';
import { usersOf, device, silentQueue } from './v2-drivers.js';

export const v2HostSteps = {
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
} satisfies Partial<Record<VerbName, V2Step>>;

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
