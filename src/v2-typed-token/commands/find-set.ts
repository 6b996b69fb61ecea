/** Sets by their token: kind and identity, with a reference for the caller. */
import { refusal } from '../answer.js';
import type { TokenKind } from '../pointers.js';
import type { SetRecord } from '../set-record.js';
import type { State } from '../state.js';

const noSuchToken = refusal('ENOENT', 'no-such-token');

export function findMmSet(state: State, mm: object | null): SetRecord | number {
  return withReference(state.byMm.get(mm));
}

export function findOwnSet(state: State, of: TokenKind<object>, token: object): SetRecord | number {
  return withReference(state.byKind.get(of)?.get(token));
}

function withReference(set: SetRecord | undefined): SetRecord | number {
  if (set === undefined) return noSuchToken;
  set.refs++;
  return set;
}
