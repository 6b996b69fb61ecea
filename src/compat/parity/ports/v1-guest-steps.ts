/** Steps of guests and their devices, as calls of the old version's drivers. */
import type { VerbName } from '../../scenarios/verbs.js';
import type { Step } from '../../scenarios/model.js';
import type { VfioContainer } from '../../../v1-void-token/drivers/index.js';
import { guestBindRequest, KvmVm, Vdcm } from '../../../v1-void-token/drivers/index.js';
import { INVALID_IOASID } from '../../../v1-void-token/index.js';
import { KvmPasidTable } from '../../../v1-void-token/hw/index.js';
import { answered, done, refused, type Outcome } from '../outcome.js';
import { errnoWord } from './errno-word.js';
import { optionNumber, optionWord, range } from './names.js';
import { defaultGuestRoot } from './topology.js';
import type { V1Step, V1World } from './v1-world.js';
import { usersOf, device, made, silentQueue } from './v1-drivers.js';

export const v1GuestSteps = {
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
  'vcmd.register': (world, step) => fromErrno(usersOf(world).vcmd.register(device(world, step, 0).iommu)),
  'vcmd.unregister'(world, step) {
    usersOf(world).vcmd.unregister(device(world, step, 0).iommu);
    return done;
  },
} satisfies Partial<Record<VerbName, V1Step>>;

function fromErrno(answer: number): Outcome {
  return answer < 0 ? refused(errnoWord(-answer)) : done;
}

function bindRequest(world: V1World, step: Step, idAt: number) {
  const id = world.names.id(step, idAt);
  return guestBindRequest(id, optionNumber(step, 'guest') ?? null, optionNumber(step, 'root') ?? defaultGuestRoot);
}

function container(world: V1World, step: Step): VfioContainer {
  return world.names.get(step, 0) as VfioContainer;
}
