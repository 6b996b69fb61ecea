/** Makes a set, in the order of tests that the posted code has (reference 2.10 #4). */
import { refusal } from '../answer.js';
import { noToken, type SetToken, type MmStruct, type TokenKind } from '../pointers.js';
import { SetRecord, tokenKindNumbers } from '../set-record.js';
import type { State } from '../state.js';
import { attachWaiting } from './mm-notifiers.js';

const unknownKind = refusal('EINVAL', 'unknown-kind');
const tokenNotWanted = refusal('EINVAL', 'token-not-wanted');
const tokenMissing = refusal('EINVAL', 'token-missing');
const quotaZero = refusal('EINVAL', 'quota-zero');
const capacityExhausted = refusal('ENOSPC', 'capacity-exhausted');
const noSetNumber = refusal('ENOSPC', 'no-set-number');
const noMemory = refusal('ENOMEM', 'no-memory');
const mmHasSet = refusal('EEXIST', 'mm-has-set');
const tokenHasSet = refusal('EEXIST', 'token-has-set');

/** The typed call. */
export function allocSet(state: State, token: SetToken, quota: number): SetRecord | number {
  state.lock();
  if (quota > state.available) return capacityExhausted;
  const taken = tokenTaken(state, token);
  if (taken < 0) return taken;
  return make(state, token, quota);
}

/** The C spelling: an untyped token and the number of its kind, of which the posted series has two. */
export function allocSetRaw(state: State, token: object | null, quota: number, kind: number): SetRecord | number {
  state.lock();
  if (kind >= tokenKindNumbers.mm + 1) return unknownKind;
  if (quota > state.available) return capacityExhausted;
  if (kind <= 0) return unknownKind;
  if (kind === tokenKindNumbers.none) return token === null ? make(state, noToken, quota) : tokenNotWanted;
  if (token === null && state.decisions.fires('mm-set-needs-mm')) return tokenMissing;
  const typed: SetToken = { kind: 'mm', mm: token as MmStruct };
  const taken = tokenTaken(state, typed);
  return taken < 0 ? taken : make(state, typed, quota);
}

function tokenTaken(state: State, token: SetToken): number {
  if (token.kind === 'mm') return state.byMm.has(token.mm) ? mmHasSet : 0;
  if (token.kind === 'own')
    return state.byKind.get(token.of as TokenKind<object>)?.has(token.token) === true ? tokenHasSet : 0;
  return 0;
}

function make(state: State, token: SetToken, quota: number): SetRecord | number {
  if (quota === 0) return quotaZero;
  if (!state.machine.allocate('set')) return noMemory;
  const sid = freeSetNumber(state, quota);
  if (sid < 0) return noSetNumber;
  const set = new SetRecord(sid, token, quota);
  state.setNumbers.take(sid);
  state.sets[sid] = set;
  state.liveSets++;
  state.available = (state.available - quota) >>> 0;
  index(state, set);
  attachWaiting(state, set);
  return set;
}

function freeSetNumber(state: State, quota: number): number {
  const sid = state.setNumbers.lowestFree(0);
  if (sid >= 0 && sid <= state.available - quota) return sid;
  return sid >= 0 && state.decisions.fires('set-slot-window') ? sid : -1;
}

function index(state: State, set: SetRecord): void {
  if (set.kind === 'mm') state.byMm.set(set.token, set);
  if (set.kind !== 'own') return;
  let sets = state.byKind.get(set.of!);
  if (sets === undefined) state.byKind.set(set.of!, (sets = new Map()));
  sets.set(set.token!, set);
}

/** Takes a set out of the look-ups by token. */
export function unindex(state: State, set: SetRecord): void {
  if (set.kind === 'mm' && state.byMm.get(set.token) === set) state.byMm.delete(set.token);
  if (set.kind !== 'own') return;
  const sets = state.byKind.get(set.of!);
  if (sets?.get(set.token!) === set) sets.delete(set.token!);
}
