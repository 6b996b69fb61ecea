/** Steps as calls of the new version. */
import {
  createIoasidV2,
  createMachine,
  declareTokenKind,
  ioasid,
  MmStruct,
  PrivateData,
  type Ioasid,
  type IoasidSet,
  type IoasidV2,
  type SetToken,
  type SimulatedMachine,
  type TokenKind,
} from '../../../v2-typed-token/index.js';
import { ProcessLives, VtdGuestSva, type Process } from '../../../v2-typed-token/drivers/index.js';
import { createMachine as createHardware, type Machine as Hardware } from '../../../v2-typed-token/hw/index.js';
import type { Step } from '../../scenarios/model.js';
import { verbs, type VerbName } from '../../scenarios/verbs.js';
import { answered, done, refused, type Outcome } from '../outcome.js';
import type { Port, PortConfig } from '../port.js';
import { Names, optionNumber, optionWord, range, tokenOf, UnboundName, type TokenWord } from './names.js';
import { processAsids, topologyOf, type Topology } from './topology.js';
import { bootV2, v2Users } from './v2-users.js';

/** What a step does on this side. */
export type V2Step = (world: V2World, step: Step) => Outcome;

/** Private data of a scenario: a name. */
class NamedData extends PrivateData {
  readonly name: string;

  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** One machine with the new API and its users. */
export class V2World {
  readonly hardware: Hardware = createHardware();
  readonly machine: SimulatedMachine = createMachine();
  readonly names = new Names();
  readonly lives = new ProcessLives();
  readonly topology: Topology;
  readonly ioasid: IoasidV2;
  readonly guestSva: VtdGuestSva;
  readonly #mms = new Map<string, Process>();
  readonly #objects = new Map<string, object>();
  readonly #data = new Map<string, NamedData>();
  readonly #kinds = new Map<string, TokenKind<object>>();

  constructor({ platform, mms, devices }: PortConfig) {
    this.topology = topologyOf(platform, mms, devices);
    const asids = processAsids(this.topology);
    for (const [name, root] of this.topology.mms) {
      this.#mms.set(name, { mm: new MmStruct(name), root, asid: asids.get(root)! });
    }
    this.#mms.set('init_mm', { mm: new MmStruct('init_mm'), root: 0x1000 });
    this.ioasid = createIoasidV2(this.machine);
    this.guestSva = new VtdGuestSva(this.ioasid, this.machine);
    this.guestSva.init();
  }

  process(name: string): Process {
    return this.#mms.get(name)!;
  }

  mm(name: string): MmStruct {
    return this.process(name).mm;
  }

  data(name: string): NamedData {
    let data = this.#data.get(name);
    if (data === undefined) this.#data.set(name, (data = new NamedData(name)));
    return data;
  }

  kind(name: string): TokenKind<object> {
    let kind = this.#kinds.get(name);
    if (kind === undefined) this.#kinds.set(name, (kind = declareTokenKind(name)));
    return kind;
  }

  token(word: TokenWord): SetToken {
    if (word.kind === 'mm') return { kind: 'mm', mm: this.mm(word.name) };
    if (word.kind === 'none') return { kind: 'none' };
    if (word.kind === 'any') return { kind: 'any', token: this.#object(word.name) };
    return { kind: 'own', of: this.kind(word.of), token: this.#object(word.name) };
  }

  /** An opaque object by name; that of an mm is the mm itself. */
  #object(name: string): object {
    const known = this.#mms.get(name)?.mm ?? this.#objects.get(name);
    if (known !== undefined) return known;
    const made = { name };
    this.#objects.set(name, made);
    return made;
  }

  set(step: Step, position: number): IoasidSet {
    return this.names.get(step, position) as IoasidSet;
  }

  id(step: Step, position: number): Ioasid {
    return ioasid(this.names.id(step, position));
  }
}

/** A result without a value as an outcome. */
export function outcomeOf(result: { readonly ok: boolean; readonly error?: { readonly code: string } }): Outcome {
  return result.ok ? done : refused(result.error?.code ?? null);
}

const coreSteps: Readonly<Partial<Record<VerbName, V2Step>>> = {
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
};

function find(world: V2World, set: IoasidSet | null, id: Ioasid): Outcome {
  const found = world.ioasid.ioasidFind(set, id);
  if (!found.ok) {
    const mm = world.ioasid.ioasidFindMm(set, id);
    return mm.ok ? answered(mm.value.name) : outcomeOf(found);
  }
  if (found.value === null) return answered('none');
  return answered(found.value instanceof NamedData ? found.value.name : 'driver');
}

const steps: Readonly<Partial<Record<VerbName, V2Step>>> = { ...coreSteps, ...v2Users };

/** A port of the new version. */
export function makeV2Port(config: PortConfig): Port {
  const world = new V2World(config);
  bootV2(world);
  return {
    bus: world.hardware.bus,
    perform(step) {
      if (step.fault !== null) world.machine.failAllocation(step.fault.nth);
      const perform = Object.hasOwn(verbs, step.verb) ? steps[step.verb as VerbName] : undefined;
      if (perform === undefined) throw new Error(`the new version has no step ${step.verb}`);
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

function liveIds({ ioasid: api }: V2World): readonly number[] {
  const ids: number[] = [];
  for (let id = 0; id < 0x1000; id++) {
    if (api.ioasidFind(null, ioasid(id)).ok || api.ioasidFindMm(null, ioasid(id)).ok) ids.push(id);
  }
  return ids;
}
