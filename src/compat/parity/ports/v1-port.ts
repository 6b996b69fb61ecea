/** Steps as calls of the old version, on whatever engine is under it. */
import {
  createIoasidV1,
  INVALID_IOASID,
  isErr,
  Machine,
  type IoasidSet,
  type IoasidV1,
} from '../../../v1-void-token/index.js';
import { MmuNotifiers, VtdGuestSva, type MmStruct } from '../../../v1-void-token/drivers/index.js';
import { BusLog } from '../../../v1-void-token/hw/index.js';
import { createIoasidV2, createMachine } from '../../../v2-typed-token/index.js';
import { v1OverV2 } from '../../shim/v1-over-v2.js';
import { verbs, type VerbName } from '../../scenarios/verbs.js';
import type { Step } from '../../scenarios/model.js';
import { answered, done, refused, type Outcome } from '../outcome.js';
import type { Port, PortConfig } from '../port.js';
import { errnoWord } from './errno-word.js';
import { Names, optionNumber, optionWord, range, tokenOf, UnboundName, type TokenWord } from './names.js';
import { isOn, topologyOf, type Topology } from './topology.js';
import { bootV1, v1Users } from './v1-users.js';

/** What a step does on this side. */
export type V1Step = (world: V1World, step: Step) => Outcome;

/** One machine with the old API and its users. */
export class V1World {
  readonly bus = new BusLog();
  readonly machine = new Machine();
  readonly names = new Names();
  readonly processes = new MmuNotifiers();
  readonly topology: Topology;
  readonly ioasid: IoasidV1;
  readonly guestSva: VtdGuestSva;
  readonly #mms = new Map<string, MmStruct>();
  readonly #objects = new Map<string, object>();
  readonly live = new Set<number>();
  readonly failNext: (nth: number) => void;

  constructor({ platform, mms, devices }: PortConfig, engine: 'v1' | 'v2') {
    this.topology = topologyOf(platform, mms, devices);
    for (const [name, pgd] of this.topology.mms) this.#mms.set(name, { name, pgd });
    this.#mms.set('init_mm', { name: 'init_mm', pgd: 0x1000 });
    if (engine === 'v1') {
      this.ioasid = createIoasidV1(this.machine);
      this.failNext = (nth) => this.machine.failAllocation(nth);
    } else {
      const machine = createMachine();
      this.ioasid = v1OverV2(createIoasidV2(machine));
      this.failNext = (nth) => machine.failAllocation(nth);
    }
    if (!('capacity' in platform.options) || isOn(platform.options['capacity'])) {
      this.ioasid.ioasidInstallCapacity(0x10_0000);
    }
    this.guestSva = new VtdGuestSva(this.ioasid, this.machine);
    this.guestSva.init();
  }

  mm(name: string): MmStruct {
    return this.#mms.get(name)!;
  }

  /** An opaque object by name; that of an mm is the mm itself. */
  object(name: string): object {
    const known = this.#mms.get(name) ?? this.#objects.get(name);
    if (known !== undefined) return known;
    const made = { name };
    this.#objects.set(name, made);
    return made;
  }

  /** An untyped token: nobody can tell the kinds apart. */
  token(word: TokenWord): object | null {
    return word.kind === 'none' ? null : this.object(word.name);
  }

  set(step: Step, position: number): IoasidSet {
    return this.names.get(step, position) as IoasidSet;
  }

  /** Data of an id by its name, for answers. */
  nameOf(data: unknown): string {
    if (data === null || data === undefined) return 'none';
    const named = data as { readonly name?: unknown };
    return typeof named.name === 'string' ? named.name : 'driver';
  }
}

const coreSteps: Readonly<Partial<Record<VerbName, V1Step>>> = {
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
};

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

const steps: Readonly<Partial<Record<VerbName, V1Step>>> = { ...coreSteps, ...v1Users };

/** A port of the old version on its own engine, or through the shim on the new one. */
export function makeV1Port(config: PortConfig, engine: 'v1' | 'v2'): Port {
  const world = new V1World(config, engine);
  bootV1(world);
  return {
    bus: world.bus,
    perform(step) {
      if (step.fault !== null) world.failNext(step.fault.nth);
      const perform = Object.hasOwn(verbs, step.verb) ? steps[step.verb as VerbName] : undefined;
      if (perform === undefined) throw new Error(`the old version has no step ${step.verb}`);
      try {
        const outcome = perform(world, step);
        if (outcome.kind !== 'ok') world.names.forget(step);
        return outcome;
      } catch (error) {
        if (!(error instanceof UnboundName)) throw error;
        world.names.forget(step);
        return error.outcome;
      }
    },
    liveIds: () => liveIds(world),
  };
}

/** Ids that somebody could find, below the highest that scenarios use. */
function liveIds(world: V1World): readonly number[] {
  const ids: number[] = [];
  for (let id = 0; id < 0x1000; id++) if (!isErr(world.ioasid.ioasidFind(null, id))) ids.push(id);
  return ids;
}
