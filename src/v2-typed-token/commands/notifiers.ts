/** Handlers on the global chain and on the chains of sets. */
import { refusal } from '../answer.js';
import { Link, type ChainBlock, type NotifierChain } from '../notifier-chain.js';
import type { SetRecord } from '../set-record.js';
import type { State } from '../state.js';

const unknownSet = refusal('EINVAL', 'unknown-set');
const notRegistered = refusal('ENOENT', 'not-registered');
const listedByMm = refusal('EBUSY', 'listed-by-mm');

/** A null set is the global chain. A block that is there already stays as it is, with a warning. */
export function registerNotifier(state: State, set: SetRecord | null, block: ChainBlock): number {
  state.lock();
  if (set !== null) {
    state.touch(set);
    if (!state.isLive(set) && state.decisions.fires('notifier-on-dead-set')) return unknownSet;
  }
  addToChain(state, set === null ? state.globalChain : set.chain, block);
  return 0;
}

export function unregisterNotifier(state: State, set: SetRecord | null, block: ChainBlock): number {
  state.lock();
  if (state.mmEntries.some((entry) => entry.link.block === block)) {
    state.machine.remark('warning', 'unregister-of-block-listed-by-mm');
    return listedByMm;
  }
  if (set !== null) state.touch(set);
  return removeFromChain(state, set === null ? state.globalChain : set.chain, block) ? 0 : notRegistered;
}

/** Link of a block for a chain. */
export function addToChain(state: State, chain: NotifierChain, block: ChainBlock): Link {
  let links = state.links.get(block);
  if (links === undefined) state.links.set(block, (links = new Map()));
  const elsewhere = [...links].some(([other, link]) => other !== null && other !== chain && other.has(link));
  const shared = elsewhere && !state.decisions.fires('one-block-two-chains');
  const known = shared || !state.decisions.decided ? [...links.values()][0] : links.get(chain);
  const link = known ?? new Link(block);
  links.set(chain, link);
  if (!chain.add(link)) state.machine.remark('warn-on', 'block-registered-twice');
  return link;
}

export function removeFromChain(state: State, chain: NotifierChain, block: ChainBlock): boolean {
  const links = state.links.get(block);
  const link = state.decisions.decided ? links?.get(chain) : [...(links?.values() ?? [])][0];
  if (link === undefined) return false;
  const removed = chain.remove(link);
  if (removed) links!.delete(chain);
  if (links!.size === 0) state.links.delete(block);
  return removed;
}
