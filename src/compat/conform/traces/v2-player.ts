import {
  AllocatorData,
  decisions,
  PoisonError,
  type DecisionId,
  type IoasidAllocatorOps,
  type Machine,
} from '../../../v2-typed-token/index.js';
import * as v2 from '../../../v2-typed-token/internal.js';
import { i32, label, labelOrNull, notifyCommand, TraceArgumentError, u32 } from './args.js';
import type { TraceHarness } from './harness.js';
import { invalidId, notifyReturns, type TraceArgs, type TraceResult, type TraceState } from './model.js';
import type { ConformProfile, DifferingField, FiredDecision, TracePlayer, TraceSession } from './player-model.js';
import { stateOfV2 } from './v2-state.js';

const done: TraceResult = { ret: 'void' };

/** The new API under the recordings of the second extension series. */
export const v2Player: TracePlayer = {
  side: 'v2',
  variants: ['ext-v2-typed'],
  decisions: decisions.map(({ id, kind }) => ({ id, kind })),
  open: (harness, _variant, profile) => new V2Session(harness, profile),
  isPoison: (error) => error instanceof PoisonError,
};

/** Allocator data of a recording: the label's object inside the type that the API wants. */
class RecordedData extends AllocatorData {
  readonly pdata: object;

  constructor(pdata: object) {
    super();
    this.pdata = pdata;
  }
}

type Operation = (args: TraceArgs) => TraceResult;
type Alloc = IoasidAllocatorOps['alloc'];
type Free = IoasidAllocatorOps['free'];

class V2Session implements TraceSession {
  readonly #harness: TraceHarness;
  readonly #state: v2.State;
  #fired: FiredDecision[] = [];
  readonly #ops = new Map<string, IoasidAllocatorOps>();
  readonly #allocs = new Map<unknown, Alloc>();
  readonly #frees = new Map<unknown, Free>();
  readonly #blocks = new Map<string, v2.ChainBlock>();
  readonly #operations: Readonly<Record<string, Operation>>;

  constructor(harness: TraceHarness, profile: ConformProfile) {
    this.#harness = harness;
    const machine: Machine = {
      allocate: () => harness.faults.allocate('kzalloc'),
      remark: (level) => (level === 'warn-on' ? harness.events.warn() : harness.events.log(level)),
      queueWork: () => undefined,
      get drained() {
        return harness.rcuMode === 'drain';
      },
    };
    this.#state = new v2.State(machine, profile, (id: DecisionId) => {
      this.#fired.push({ id, kind: decisions.find((decision) => decision.id === id)!.kind });
    });
    this.#operations = { ...this.#setOperations(), ...this.#idOperations(), ...this.#handlerOperations() };
  }

  apply(op: string, args: TraceArgs): TraceResult {
    const operation = Object.hasOwn(this.#operations, op) ? this.#operations[op] : undefined;
    if (operation === undefined) throw new TraceArgumentError('the variant has no such operation');
    return operation(args);
  }

  dump(): TraceState {
    return stateOfV2(this.#state, this.#harness.labels, {
      ops: (ops) => nameIn(this.#ops, ops),
      block: (block) => nameIn(this.#blocks, block),
    });
  }

  takeFired(): readonly FiredDecision[] {
    const fired = this.#fired;
    this.#fired = [];
    return fired;
  }

  explainField({ within, key, recorded, observed }: DifferingField): string | null {
    const none = observed === 'INVALID' || observed === invalidId;
    if (!this.#state.decisions.decided || recorded !== 0 || !none) return null;
    if (key === 'spid') return 'default-spid';
    return key === 'id' && within === 'events' ? 'set-free-payload' : null;
  }

  #setOperations(): Record<string, Operation> {
    const state = this.#state;
    const { labels } = this.#harness;
    return {
      install_capacity: (args) => {
        v2.installCapacity(state, u32(args, 'total'));
        return done;
      },
      alloc_set: (args) => {
        const token = labels.object(labelOrNull(args, 'token'));
        const made = v2.ioasidAllocSetRaw(state, token, u32(args, 'quota'), i32(args, 'type'));
        if (typeof made === 'number') return failure(made);
        labels.bind(label(args, 'as'), made);
        return { ptr: label(args, 'as') };
      },
      adjust_set: (args) => numeric(v2.adjustSet(state, this.#set(args), u32OrI32(args, 'quota'))),
      set_get: (args) => {
        v2.setGet(state, this.#set(args));
        return done;
      },
      set_put: (args) => {
        v2.setPut(state, this.#set(args));
        return done;
      },
      for_each: (args) => {
        const ids: number[] = [];
        const walked = v2.forEachId(state, this.#set(args), (id) => ids.push(id));
        return walked < 0 ? failure(walked) : { ret: 0, ids };
      },
      register_allocator: (args) => numeric(v2.registerAllocator(state, this.#opsOf(args))),
      unregister_allocator: (args) => {
        v2.unregisterAllocator(state, this.#opsOf(args));
        return done;
      },
    };
  }

  #idOperations(): Record<string, Operation> {
    const state = this.#state;
    const { labels } = this.#harness;
    return {
      alloc: (args) => {
        const priv = labels.object(labelOrNull(args, 'private'));
        const id = v2.alloc(state, this.#set(args), u32(args, 'min'), u32(args, 'max'), priv);
        return { id: id < 0 ? 'INVALID' : id };
      },
      free: (args) => {
        v2.free(state, this.#set(args), u32(args, 'id'));
        return done;
      },
      get: (args) => numeric(v2.getLocked(state, this.#set(args), u32(args, 'id'))),
      put: (args) => {
        v2.putLocked(state, this.#set(args), u32(args, 'id'));
        return done;
      },
      find: (args) => {
        const getter = this.#harness.getter(args);
        const slot = v2.find(state, this.#set(args), u32(args, 'id'));
        if (slot < 0) return failure(slot);
        const priv = state.records.priv[slot] ?? null;
        return { ptr: getter !== null && !getter(priv) ? null : labels.nameOf(priv) };
      },
      attach_data: (args) => numeric(v2.attachData(state, u32(args, 'id'), labels.object(labelOrNull(args, 'data')))),
      attach_spid: (args) => numeric(v2.attachSpid(state, u32(args, 'id'), u32(args, 'spid'))),
      find_by_spid: (args) => {
        const id = v2.findBySpid(state, this.#set(args), u32(args, 'spid'));
        return { id: id < 0 ? 'INVALID' : id };
      },
    };
  }

  #handlerOperations(): Record<string, Operation> {
    const state = this.#state;
    return {
      register_notifier: (args) => numeric(v2.registerNotifier(state, this.#set(args), this.#block(args))),
      unregister_notifier: (args) => {
        v2.unregisterNotifier(state, this.#set(args), this.#block(args));
        return done;
      },
      register_notifier_mm: (args) => numeric(v2.registerNotifierMm(state, this.#mm(args), this.#block(args))),
      unregister_notifier_mm: (args) => {
        v2.unregisterNotifierMm(state, this.#mm(args), this.#block(args));
        return done;
      },
      notify: (args) => {
        const flags = u32(args, 'flags') & 3;
        const scope = (['none', 'all', 'set', 'both'] as const)[flags]!;
        const answer = v2.notify(state, u32(args, 'id'), notifyCommand(args, 'cmd'), scope);
        if (answer < 0) return failure(answer);
        const name = Object.entries(notifyReturns).find(([, value]) => value === answer)?.[0];
        return { ret: name ?? answer };
      },
    };
  }

  /** The set of a label; null for NULL, and for a set that was never made. */
  #set(args: TraceArgs): v2.SetRecord | null {
    const name = labelOrNull(args, 'set');
    const bound = name === null ? null : this.#harness.labels.lookUp(name);
    if (name !== null && bound === undefined) throw new TraceArgumentError(`argument "set": no set "${name}" was made`);
    return bound instanceof v2.SetRecord ? bound : null;
  }

  #mm(args: TraceArgs): object | null {
    return this.#harness.labels.object(labelOrNull(args, 'mm'));
  }

  #opsOf(args: TraceArgs): IoasidAllocatorOps {
    return memo(this.#ops, label(args, 'ops'), (name) => {
      const { alloc, free, pdata } = this.#harness.families.ops(name);
      const pdataOf = (data: AllocatorData | null) => (data instanceof RecordedData ? data.pdata : null);
      return {
        alloc: memo<unknown, Alloc>(
          this.#allocs,
          alloc,
          () =>
            ({ min, max }, data) =>
              alloc(min, max, pdataOf(data)),
        ),
        free: memo<unknown, Free>(this.#frees, free, () => (id, data) => free(id, pdataOf(data))),
        data: new RecordedData(pdata),
      };
    });
  }

  #block(args: TraceArgs): v2.ChainBlock {
    return memo(this.#blocks, label(args, 'nb'), (name) => {
      const definition = this.#harness.blocks.block(name);
      return {
        get rank() {
          return definition.priority;
        },
        call: (payload) => this.#called(definition, payload),
      };
    });
  }

  #called(definition: Parameters<TraceHarness['blocks']['call']>[0], payload: v2.Payload): number {
    const { blocks, labels } = this.#harness;
    const set = payload.set as v2.SetRecord;
    const setName = labels.nameOf(set);
    const fields = { id: payload.id, spid: payload.spid, set: setName, pdata: labels.nameOf(payload.priv) };
    return blocks.call(definition, payload.event, fields, {
      get: () => ({ set: setName, ret: errnoWord(v2.getLocked(this.#state, set, payload.id)) }),
      put: () => {
        v2.putLocked(this.#state, set, payload.id);
        return { set: setName };
      },
      queue: () =>
        this.#harness.defer(() => {
          v2.putLocked(this.#state, set, payload.id);
          this.#harness.events.record({ ev: 'work_put', set: setName, id: payload.id });
        }),
    });
  }
}

function memo<K, V>(map: Map<K, V>, key: K, make: (key: K) => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make(key);
  map.set(key, made);
  return made;
}

function nameIn<V>(map: ReadonlyMap<string, V>, value: V): string {
  for (const [name, known] of map) if (known === value) return name;
  return 'unlabelled';
}

/** `quota` of adjust_set: written signed or unsigned, the word is what counts. */
function u32OrI32(args: TraceArgs, key: string): number {
  return i32(args, key) >>> 0;
}

function numeric(answer: number): TraceResult {
  return answer < 0 ? failure(answer) : { ret: answer };
}

function failure(answer: number): TraceResult {
  return { err: v2.refused(answer).error.code };
}

function errnoWord(answer: number): string {
  return answer < 0 ? v2.refused(answer).error.code : '0';
}
