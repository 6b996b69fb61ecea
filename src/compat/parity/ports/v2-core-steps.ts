/** Steps of sets and ids, as calls of the new version. */
import { type Ioasid, type IoasidSet, type TokenKind } from '../../../v2-typed-token/index.js';
import type { VerbName } from '../../scenarios/verbs.js';
import { answered, done, refused, type Outcome } from '../outcome.js';
import { optionNumber, optionWord, range, tokenOf } from './names.js';
import type { V2World } from './v2-world.js';
import { NamedData, outcomeOf, type V2Step } from './v2-world.js';

export const v2CoreSteps = {
  capacity: (world, step) => outcomeOf(world.ioasid.ioasidInstallCapacity(step.args[0] as number)),
  'set.alloc'(world, step) {
    const set = world.ioasid.ioasidAllocSet(world.token(tokenOf(step)), optionNumber(step, 'quota') ?? 0);
    if (set.ok) world.names.bind(step, set.value);
    return outcomeOf(set);
  },
  'set.free': (world, step) => outcomeOf(world.ioasid.ioasidSetPut(world.set(step, 0))),
  'set.quota': (world, step) => outcomeOf(world.ioasid.ioasidAdjustSet(world.set(step, 0), step.args[1] as number)),
  'set.find'(world, step) {
    const word = tokenOf(step);
    if (word.kind === 'none' || word.kind === 'any') return refused('ENOENT');
    const token = world.token(word);
    const found =
      token.kind === 'own'
        ? world.ioasid.ioasidFindSetByToken(token.of as TokenKind<object>, token.token)
        : world.ioasid.ioasidFindMmSet(world.mm(word.name));
    if (found.ok) world.names.bind(step, found.value);
    return outcomeOf(found);
  },
  'set.release': (world, step) => outcomeOf(world.ioasid.ioasidSetPut(world.set(step, 0))),
  alloc(world, step) {
    const data = optionWord(step, 'data');
    const { min, max } = range(step.args[1]);
    const id = world.ioasid.ioasidAlloc(world.set(step, 0), { min, max }, data === undefined ? null : world.data(data));
    if (!id.ok) return outcomeOf(id);
    world.names.bind(step, id.value);
    return answered(id.value);
  },
  'alloc.mm'(world, step) {
    const { min, max } = range(step.args[1]);
    const id = world.ioasid.ioasidAllocMm(world.set(step, 0), { min, max }, world.mm(optionWord(step, 'mm')!));
    if (!id.ok) return outcomeOf(id);
    world.names.bind(step, id.value);
    return answered(id.value);
  },
  free: (world, step) => outcomeOf(world.ioasid.ioasidFree(world.set(step, 0), world.id(step, 1))),
  owner(world, step) {
    const id = world.id(step, 0);
    const owned = world.ioasid.ioasidGetIfOwned(world.mm(optionWord(step, 'mm')!), id);
    if (owned.ok) world.ioasid.ioasidPut(null, id);
    return outcomeOf(owned);
  },
  find: (world, step) => find(world, world.set(step, 0), world.id(step, 1)),
  'find.any': (world, step) => find(world, null, world.id(step, 0)),
  data(world, step) {
    const word = String(step.args[1]);
    const id = world.id(step, 0);
    return outcomeOf(
      word === 'none' ? world.ioasid.ioasidDetachData(id) : world.ioasid.ioasidAttachData(id, world.data(word)),
    );
  },
  work(world) {
    world.machine.runWork();
    return done;
  },
} satisfies Partial<Record<VerbName, V2Step>>;

function find(world: V2World, set: IoasidSet | null, id: Ioasid): Outcome {
  const found = world.ioasid.ioasidFind(set, id);
  if (!found.ok) {
    const mm = world.ioasid.ioasidFindMm(set, id);
    return mm.ok ? answered(mm.value.name) : outcomeOf(found);
  }
  if (found.value === null) return answered('none');
  return answered(found.value instanceof NamedData ? found.value.name : 'driver');
}
