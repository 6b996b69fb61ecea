/** Makes one instance of the allocator: the typed calls over the commands. */
import { refused, toResult } from './answer.js';
import type { Ioasid, IoasidSet, IoasidV2, NotifierAnswer } from './api.js';
import { allocSet } from './commands/alloc-set.js';
import { alloc } from './commands/alloc.js';
import { adjustSet } from './commands/adjust-set.js';
import { registerAllocator, unregisterAllocator } from './commands/allocators.js';
import { installCapacity } from './commands/capacity.js';
import { attachData, detachData, find } from './commands/data.js';
import { findMmSet, findOwnSet } from './commands/find-set.js';
import { free } from './commands/free.js';
import { getIfOwned, getLocked, putLocked } from './commands/get-put.js';
import { registerNotifierMm, unregisterNotifierMm } from './commands/mm-notifiers.js';
import { registerNotifier, unregisterNotifier } from './commands/notifiers.js';
import { notify } from './commands/notify.js';
import { setGet, setPut } from './commands/set-refs.js';
import { forEachId } from './commands/set-walk.js';
import { attachSpid, detachSpid, findBySpid } from './commands/spid.js';
import type { DecisionReport, Profile } from './decisions.js';
import { disabledV2 } from './disabled.js';
import { Handlers } from './handlers.js';
import type { Machine } from './machine.js';
import { answerNumbers } from './notifier-chain.js';
import { MmStruct, PrivateData, type TokenKind } from './pointers.js';
import { refusal } from './answer.js';
import { err, ok, type Result } from './result.js';
import { recordOf, type SetRecord } from './set-record.js';
import { State, eventNumbers, type Charger } from './state.js';

export interface IoasidV2Options {
  /** `decided` unless said otherwise. */
  readonly profile?: Profile;
  /** Told each time a decision fires. */
  readonly onDecision?: DecisionReport;
  /** Counts the ids of processes. */
  readonly charger?: Charger;
}

const isMm = refused(refusal('EINVAL', 'is-mm'));
const noMmThere = refused(refusal('EINVAL', 'no-mm-there'));
const answers = new Map<number, NotifierAnswer>(
  Object.entries(answerNumbers).map(([answer, number]) => [number, answer as NotifierAnswer]),
);
const unknownSet = err('EINVAL', 'unknown-set');
/** Most ids carry no data: one result for all of them. */
const noData = ok(null);

/** One allocator with nothing in it. `machine` gives it memory and takes its log. */
export function createIoasidV2(machine: Machine, options: IoasidV2Options = {}): IoasidV2 {
  const state = new State(machine, options.profile ?? 'decided', options.onDecision ?? (() => undefined));
  state.charger = options.charger ?? null;
  return apiOver(state);
}

/** The typed calls over one state. */
export function apiOver(state: State): IoasidV2 {
  return { ...setCalls(state), ...idCalls(state), ...handlerCalls(state) };
}

/** The stubs of a kernel that is built without IOASID (reference 2.9). */
createIoasidV2.disabled = (): IoasidV2 => disabledV2;

/** A caller's set; undefined for one that this library never made. */
function known(set: IoasidSet | null): SetRecord | null | undefined {
  return set === null ? null : (recordOf(set) ?? undefined);
}

function setResult(answer: SetRecord | number): Result<IoasidSet> {
  return typeof answer === 'number' ? refused(answer) : ok(answer.handle);
}

function wordResult<W extends string>(answer: W | number): Result<W> {
  return typeof answer === 'number' ? refused(answer) : ok(answer);
}

type SetCalls =
  | 'ioasidInstallCapacity'
  | 'ioasidGetCapacity'
  | 'ioasidAllocSet'
  | 'ioasidSetGet'
  | 'ioasidSetPut'
  | 'ioasidAdjustSet'
  | 'ioasidSetForEachIoasid'
  | 'ioasidFindMmSet'
  | 'ioasidFindSetByToken'
  | 'ioasidSetToken'
  | 'ioasidRegisterAllocator'
  | 'ioasidUnregisterAllocator';
type HandlerCalls =
  | 'ioasidRegisterNotifier'
  | 'ioasidUnregisterNotifier'
  | 'ioasidRegisterNotifierMm'
  | 'ioasidUnregisterNotifierMm'
  | 'ioasidNotify'
  | 'pasidValid';

function setCalls(state: State): Pick<IoasidV2, SetCalls> {
  function findSetByToken(kind: 'mm' | TokenKind<object>, token: object): Result<IoasidSet> {
    state.lock();
    return setResult(kind === 'mm' ? findMmSet(state, token) : findOwnSet(state, kind, token));
  }
  return {
    ioasidInstallCapacity: (total) => toResult(installCapacity(state, total)),
    ioasidGetCapacity: () => state.capacity,
    ioasidAllocSet: (token, quota) => setResult(allocSet(state, token, quota)),
    ioasidSetGet: (set) => toResult(setGet(state, recordOf(set))),
    ioasidSetPut: (set) => wordResult(setPut(state, recordOf(set))),
    ioasidAdjustSet: (set, quota) => toResult(adjustSet(state, recordOf(set), quota)),
    ioasidSetForEachIoasid(set, visit) {
      const walked = forEachId(state, recordOf(set), (id) => visit(id as Ioasid));
      return walked < 0 ? refused(walked) : ok(walked);
    },
    ioasidFindMmSet(mm) {
      state.lock();
      return setResult(findMmSet(state, mm));
    },
    ioasidFindSetByToken: findSetByToken as IoasidV2['ioasidFindSetByToken'],
    ioasidSetToken: (set) => recordOf(set)?.typedToken() ?? { kind: 'none' },
    ioasidRegisterAllocator: (ops) => toResult(registerAllocator(state, ops)),
    ioasidUnregisterAllocator: (ops) => toResult(unregisterAllocator(state, ops)),
  };
}

function idCalls(state: State): Omit<IoasidV2, SetCalls | HandlerCalls> {
  const allocate = (set: IoasidSet, min: number, max: number, priv: object | null): Result<Ioasid> => {
    const id = alloc(state, recordOf(set), min, max, priv);
    return id < 0 ? refused(id) : ok(id as Ioasid);
  };
  const get = (set: IoasidSet | null, id: Ioasid): Result<void> => {
    const record = known(set);
    return record === undefined ? unknownSet : toResult(getLocked(state, record, id));
  };
  const put = (set: IoasidSet | null, id: Ioasid) => {
    const record = known(set);
    return record === undefined ? unknownSet : wordResult(putLocked(state, record, id));
  };
  return {
    ioasidAlloc: (set, { min, max }, priv = null) => allocate(set, min, max, priv),
    ioasidAllocMm: (set, { min, max }, mm) => allocate(set, min, max, mm),
    ioasidGet(set, id) {
      state.lock();
      return get(set, id);
    },
    ioasidGetLocked: get,
    ioasidGetIfOwned(current, id) {
      state.lock();
      return toResult(getIfOwned(state, current, id));
    },
    ioasidPut(set, id) {
      state.lock();
      return put(set, id);
    },
    ioasidPutLocked: put,
    ioasidFree: (set, id) => wordResult(free(state, recordOf(set), id)),
    ioasidFind(set, id, getter) {
      const record = known(set);
      if (record === undefined) return unknownSet;
      const slot = find(state, record, id);
      if (slot < 0) return refused(slot);
      const priv = state.records.priv[slot]!;
      if (priv === null) {
        // The getter is called even then, though its answer cannot matter.
        getter?.(priv);
        return noData;
      }
      if (!PrivateData.is(priv)) return isMm;
      return getter !== undefined && !getter(priv) ? noData : ok(priv);
    },
    ioasidFindMm(set, id) {
      const record = known(set);
      if (record === undefined) return unknownSet;
      const slot = find(state, record, id);
      if (slot < 0) return refused(slot);
      const priv = state.records.priv[slot];
      return MmStruct.is(priv) ? ok(priv) : noMmThere;
    },
    ioasidAttachData: (id, priv) => toResult(attachData(state, id, priv)),
    ioasidDetachData: (id) => toResult(detachData(state, id)),
    ioasidAttachSpid: (id, spid) => toResult(attachSpid(state, id, spid)),
    ioasidDetachSpid: (id) => toResult(detachSpid(state, id)),
    ioasidFindBySpid(set, spid) {
      const id = findBySpid(state, recordOf(set), spid);
      return id < 0 ? refused(id) : ok(id as Ioasid);
    },
  };
}

function handlerCalls(state: State): Pick<IoasidV2, HandlerCalls> {
  const handlers = new Handlers();
  return {
    ioasidRegisterNotifier(set, nb) {
      const record = known(set);
      return record === undefined ? unknownSet : toResult(registerNotifier(state, record, handlers.blockOf(nb)));
    },
    ioasidUnregisterNotifier(set, nb) {
      const record = known(set);
      return record === undefined ? unknownSet : toResult(unregisterNotifier(state, record, handlers.blockOf(nb)));
    },
    ioasidRegisterNotifierMm: (mm, nb) => toResult(registerNotifierMm(state, mm, handlers.blockOf(nb))),
    ioasidUnregisterNotifierMm: (mm, nb) => toResult(unregisterNotifierMm(state, mm, handlers.blockOf(nb))),
    ioasidNotify(id, event, scope) {
      const answer = notify(state, id, eventNumbers[event], scope);
      return answer < 0 ? refused(answer) : ok(answers.get(answer) ?? 'done');
    },
    pasidValid: (id): id is Ioasid => Number.isInteger(id) && id >= 0 && id < 0xffff_ffff,
  };
}
