/** Calls handlers. */
import { refusal } from '../answer.js';
import { answerNumbers, type NotifierChain, type Payload } from '../notifier-chain.js';
import type { NotifyScope } from '../api.js';
import type { State } from '../state.js';
import { slotOf } from './look-up.js';

const unknownId = refusal('EINVAL', 'unknown-id');

/** Number that the last handler answered. Handlers run with the allocator locked. */
export function callChain(state: State, chain: NotifierChain, payload: Payload): number {
  state.handlerDepth++;
  try {
    return chain.call(payload);
  } finally {
    state.handlerDepth--;
  }
}

/** Sends an event of an id; the answer of the last handler, `done` where none was called. */
export function notify(state: State, id: number, event: number, scope: NotifyScope): number {
  state.lock();
  const slot = slotOf(state, id);
  if (slot < 0) return unknownId;
  const set = state.records.set[slot]!;
  const payload = { event, id, spid: state.records.spid[slot]!, set, priv: state.records.priv[slot]! };
  if (scope === 'none') return answerNumbers.done;
  if (scope === 'set') {
    state.touch(set);
    return callChain(state, set.chain, payload);
  }
  const answer = callChain(state, state.globalChain, payload);
  if (scope === 'all' || !state.decisions.fires('notify-both-chains')) return answer;
  return callChain(state, set.chain, payload);
}
