/** Steps of sets and ids, as calls of the old version. */
import { INVALID_IOASID, isErr, type IoasidSet } from '../../../v1-void-token/index.js';
import type { VerbName } from '../../scenarios/verbs.js';
import type { Step } from '../../scenarios/model.js';
import { answered, done, refused, type Outcome } from '../outcome.js';
import { errnoWord } from './errno-word.js';
import { optionNumber, optionWord, range, tokenOf } from './names.js';
import type { V1World } from './v1-world.js';
import { type V1Step } from './v1-world.js';

export const v1CoreSteps = {
  capacity(world, step) {
    world.ioasid.ioasidInstallCapacity(step.args[0] as number);
    return done;
  },
  'set.alloc'(world, step) {
    const set = world.ioasid.ioasidAllocSet(world.token(tokenOf(step)), optionNumber(step, 'quota') ?? 0);
    if (isErr(set)) return refused(errnoWord(set.errno));
    world.names.bind(step, set);
    return done;
  },
  'set.free'(world, step) {
    world.ioasid.ioasidFreeSet(world.set(step, 0), true);
    return done;
  },
  'set.quota'(world, step) {
    const answer = world.ioasid.ioasidAdjustSet(world.set(step, 0), step.args[1] as number);
    return answer < 0 ? refused(errnoWord(-answer)) : done;
  },
  'set.find'(world, step) {
    const set = world.ioasid.ioasidFindSetByToken(world.token(tokenOf(step)));
    if (set === null) return refused('ENOENT');
    world.names.bind(step, set);
    return done;
  },
  'set.release': (world, step) => {
    world.set(step, 0);
    return done;
  },
  alloc: (world, step) => alloc(world, step, optionWord(step, 'data')),
  'alloc.mm': (world, step) => alloc(world, step, optionWord(step, 'mm')),
  free(world, step) {
    world.set(step, 0);
    world.ioasid.ioasidFree(world.names.id(step, 1));
    return done;
  },
  owner(world, step) {
    const set = world.ioasid.ioasidFindSet(world.names.id(step, 0));
    if (isErr(set)) return refused(errnoWord(set.errno));
    return set.token === world.mm(optionWord(step, 'mm')!) ? done : refused('EPERM');
  },
  find: (world, step) => find(world, world.set(step, 0), world.names.id(step, 1)),
  'find.any': (world, step) => find(world, null, world.names.id(step, 0)),
  data(world, step) {
    const word = String(step.args[1]);
    const answer = world.ioasid.ioasidAttachData(world.names.id(step, 0), word === 'none' ? null : world.object(word));
    return answer < 0 ? refused(errnoWord(-answer)) : done;
  },
  work(world) {
    world.machine.runWork();
    return done;
  },
} satisfies Partial<Record<VerbName, V1Step>>;

function alloc(world: V1World, step: Step, data: string | undefined): Outcome {
  const { min, max } = range(step.args[1]);
  const priv = data === undefined ? null : world.object(data);
  const id = world.ioasid.ioasidAlloc(world.set(step, 0), min, max, priv);
  if (id === INVALID_IOASID) return refused(null);
  world.names.bind(step, id);
  return answered(id);
}

function find(world: V1World, set: IoasidSet | null, id: number): Outcome {
  const data = world.ioasid.ioasidFind(set, id);
  return isErr(data) ? refused(errnoWord(data.errno)) : answered(world.nameOf(data));
}
