/** Steps of guests and their devices, as calls of the new version's drivers. */
import { KvmVm, Vdcm, type VfioContainer } from '../../../v2-typed-token/drivers/index.js';
import type { Step } from '../../scenarios/model.js';
import type { VerbName } from '../../scenarios/verbs.js';
import { answered, done, refused } from '../outcome.js';
import { optionNumber, optionWord, range } from './names.js';
import { defaultGuestRoot } from './topology.js';
import { outcomeOf, type V2Step, type V2World } from './v2-world.js';
import { usersOf, device, silentQueue } from './v2-drivers.js';

export const v2GuestSteps = {
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
  'vcmd.register': (world, step) => outcomeOf(usersOf(world).vcmd.register(device(world, step, 0).iommu)),
  'vcmd.unregister': (world, step) => outcomeOf(usersOf(world).vcmd.unregister(device(world, step, 0).iommu)),
} satisfies Partial<Record<VerbName, V2Step>>;

function bindRequest(world: V2World, step: Step, idAt: number) {
  return {
    hostPasid: world.names.id(step, idAt),
    guestPasid: optionNumber(step, 'guest') ?? null,
    guestRoot: optionNumber(step, 'root') ?? defaultGuestRoot,
  };
}

function container(world: V2World, step: Step): VfioContainer {
  return world.names.get(step, 0) as VfioContainer;
}
