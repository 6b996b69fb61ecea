import {
  createIoasidV1,
  declareIoasidSet,
  decisions,
  Errno,
  isErr,
  Machine,
  PoisonError,
  systemToken,
} from '../../../v1-void-token/index.js';
import type {
  DecisionId,
  IoasidAllocatorOps,
  IoasidNotifyCmd,
  IoasidSet,
  IoasidV1Kernel,
  NotifierBlock,
} from '../../../v1-void-token/index.js';
import { flag, i32, label, labelOrNull, notifyCommand, TraceArgumentError, u32 } from './args.js';
import type { TraceHarness } from './harness.js';
import { notifyReturns } from './model.js';
import type { TraceArgs, TraceResult, TraceState, TraceVariant } from './model.js';
import type { ConformProfile, DifferingField, FiredDecision, TracePlayer, TraceSession } from './player-model.js';
import { stateOfV1 } from './v1-state.js';

const done: TraceResult = { ret: 'void' };
const keepsList: DecisionId = 'refused-registration-moves-nothing';

/** The old API under the recordings of mainline and of the first extension series. */
export const v1Player: TracePlayer = {
  side: 'v1',
  variants: ['mainline-6.1', 'ext-v1-untyped'],
  decisions: decisions.map(({ id, kind }) => ({ id, kind })),
  open: (harness, variant, profile) => new V1Session(harness, variant, profile),
  isPoison: (error) => error instanceof PoisonError,
};

type Operation = (args: TraceArgs) => TraceResult;

class V1Session implements TraceSession {
  readonly #harness: TraceHarness;
  readonly #base: boolean;
  readonly #kernel: IoasidV1Kernel;
  #fired: FiredDecision[] = [];
  /** Decisions that fired since the sequence began. */
  readonly #kept = new Set<DecisionId>();
  /** Live sets by their numbers, as the recordings name them. */
  readonly #sets = new Map<number, IoasidSet>();
  readonly #blocks = new Map<string, NotifierBlock>();
  readonly #ops = new Map<string, IoasidAllocatorOps>();
  readonly #operations: Readonly<Record<string, Operation>>;

  constructor(harness: TraceHarness, variant: TraceVariant, profile: ConformProfile) {
    this.#harness = harness;
    this.#base = variant === 'mainline-6.1';
    const machine = new Machine({
      onAllocate: (kind) => harness.faults.allocate(kind === 'object' ? 'kzalloc' : 'xanode'),
      onLog: ({ level }) => (level === 'splat' ? harness.events.warn() : harness.events.log(level)),
    });
    const onDecision = (id: DecisionId): void => {
      const kind = decisions.find((decision) => decision.id === id)?.kind ?? 'state';
      this.#fired.push({ id, kind });
      this.#kept.add(id);
    };
    this.#kernel = createIoasidV1(machine, { base: this.#base, profile, onDecision });
    harness.labels.bind('system_token', systemToken);
    this.#operations = { ...this.#shared(), ...(this.#base ? this.#mainline() : this.#extended()) };
  }

  apply(op: string, args: TraceArgs): TraceResult {
    const operation = Object.hasOwn(this.#operations, op) ? this.#operations[op] : undefined;
    if (!operation) throw new TraceArgumentError('the variant has no such operation');
    return operation(args);
  }

  dump(): TraceState {
    return stateOfV1(this.#kernel.inspect(), this.#base, this.#harness.labels, {
      ops: (ops) => nameIn(this.#ops, ops),
      block: (block) => nameIn(this.#blocks, block),
    });
  }

  takeFired(): readonly FiredDecision[] {
    const fired = this.#fired;
    this.#fired = [];
    return fired;
  }

  /**
   * Payload tokens are recorded as uninitialised, which comparing takes for anything. A list of members that a refused
   * registration damaged is recorded up to the damage.
   */
  explainField({ within, key, recorded, observed }: DifferingField): string | null {
    const isList = within === 'state' && key === 'shared' && Array.isArray(recorded) && Array.isArray(observed);
    if (!isList || !this.#kept.has(keepsList)) return null;
    return recorded.every((member, index) => member === observed[index]) ? keepsList : null;
  }

  #shared(): Record<string, Operation> {
    const { labels } = this.#harness;
    return {
      alloc: (args) => {
        const priv = labels.object(labelOrNull(args, 'private'));
        return { id: this.#kernel.ioasidAlloc(this.#owner(args), u32(args, 'min'), u32(args, 'max'), priv) };
      },
      free: (args) => {
        this.#kernel.ioasidFree(u32(args, 'id'));
        return done;
      },
      find: (args) => {
        const set = args['sid'] === -1 ? null : this.#owner(args);
        const found = this.#kernel.ioasidFind(set, u32(args, 'id'), this.#harness.getter(args));
        return isErr(found) ? failure(-found.errno) : { ptr: labels.nameOf(found) };
      },
      register_allocator: (args) => numeric(this.#kernel.ioasidRegisterAllocator(this.#opsOf(args))),
      unregister_allocator: (args) => {
        this.#kernel.ioasidUnregisterAllocator(this.#opsOf(args));
        return done;
      },
    };
  }

  #mainline(): Record<string, Operation> {
    return {
      set_data: (args) => this.#attach(args),
      pasid_valid: (args) => ({ ret: this.#kernel.pasidValid(u32(args, 'id')) }),
    };
  }

  #extended(): Record<string, Operation> {
    const kernel = this.#kernel;
    return {
      install_capacity: (args) => {
        kernel.ioasidInstallCapacity(u32(args, 'total'));
        return done;
      },
      alloc_set: (args) => {
        const token = this.#harness.labels.object(labelOrNull(args, 'token'));
        return this.#created(kernel.ioasidAllocSet(token, u32(args, 'quota')));
      },
      alloc_system_set: (args) => this.#created(kernel.ioasidAllocSystemSet(u32(args, 'quota'))),
      free_set: (args) => {
        const destroy = flag(args, 'destroy');
        kernel.ioasidFreeSet(this.#set(args), destroy);
        if (destroy) this.#sets.delete(i32(args, 'sid'));
        return done;
      },
      adjust_set: (args) => numeric(kernel.ioasidAdjustSet(this.#set(args), i32(args, 'quota'))),
      find_sid: (args) => {
        const set = kernel.ioasidFindSet(u32(args, 'id'));
        return isErr(set) ? failure(-set.errno) : { ret: set.id };
      },
      attach_data: (args) => this.#attach(args),
      add_notifier: (args) => numeric(kernel.ioasidAddNotifier(this.#block(args))),
      remove_notifier: (args) => {
        kernel.ioasidRemoveNotifier(this.#block(args));
        return done;
      },
      notify: (args) => {
        const result = kernel.ioasidNotify(u32(args, 'id'), notifyCommand(args, 'cmd') as IoasidNotifyCmd);
        const name = Object.entries(notifyReturns).find(([, value]) => value === result)?.[0];
        return name === undefined ? failure(result) : { ret: name };
      },
    };
  }

  #attach(args: TraceArgs): TraceResult {
    const data = this.#harness.labels.object(labelOrNull(args, 'data'));
    return numeric(this.#kernel.ioasidAttachData(u32(args, 'id'), data));
  }

  #created(set: ReturnType<IoasidV1Kernel['ioasidAllocSet']>): TraceResult {
    if (isErr(set)) return failure(-set.errno);
    this.#sets.set(set.id, set);
    return { ret: 0, sid: set.id };
  }

  /** The set that an id is asked for: an address in mainline, a number in the series. */
  #owner(args: TraceArgs): IoasidSet | null {
    if (!this.#base) return this.#set(args);
    return this.#harness.labels.object(labelOrNull(args, 'set'), declareIoasidSet) as IoasidSet | null;
  }

  /** The live set of a number; for any other number a set that this instance never made. */
  #set(args: TraceArgs): IoasidSet {
    return this.#sets.get(i32(args, 'sid')) ?? { id: i32(args, 'sid'), token: null };
  }

  #opsOf(args: TraceArgs): IoasidAllocatorOps {
    return memo(this.#ops, label(args, 'ops'), (name) => {
      const { alloc, free, pdata } = this.#harness.families.ops(name);
      return { alloc, free, pdata };
    });
  }

  #block(args: TraceArgs): NotifierBlock {
    const { blocks, labels } = this.#harness;
    return memo(this.#blocks, label(args, 'nb'), (name) => {
      const definition = blocks.block(name);
      return {
        get priority() {
          return definition.priority;
        },
        notifierCall: (cmd, { id, set, setToken, pdata }) => {
          const fields = { id, sid: set?.id ?? null, token: labels.nameOf(setToken), pdata: labels.nameOf(pdata) };
          return blocks.call(definition, cmd, fields);
        },
      };
    });
  }
}

function memo<V>(map: Map<string, V>, name: string, make: (name: string) => V): V {
  const known = map.get(name);
  if (known !== undefined) return known;
  const made = make(name);
  map.set(name, made);
  return made;
}

function nameIn<V>(map: ReadonlyMap<string, V>, value: V): string {
  for (const [name, known] of map) if (known === value) return name;
  return 'unlabelled';
}

function numeric(result: number): TraceResult {
  return result < 0 ? failure(result) : { ret: result };
}

function failure(result: number): TraceResult {
  const name = Object.entries(Errno).find(([, number]) => number === -result)?.[0];
  return { err: name ?? String(result) };
}
