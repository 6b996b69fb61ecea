/** Handlers that are registered by mm: they wait for a set, and wait again when it dies. */
import { refusal } from '../answer.js';
import { PoisonError } from '../errors.js';
import { Link, type ChainBlock } from '../notifier-chain.js';
import type { SetRecord } from '../set-record.js';
import type { MmEntry, State } from '../state.js';
import { addToChain, removeFromChain } from './notifiers.js';

const mmMissing = refusal('EINVAL', 'mm-missing');
const listedAlready = refusal('EBUSY', 'listed-already');
const setNotEmpty = refusal('EBUSY', 'set-not-empty');
const noMemory = refusal('ENOMEM', 'no-memory');
const notRegistered = refusal('ENOENT', 'not-registered');

export function registerNotifierMm(state: State, mm: object | null, block: ChainBlock): number {
  state.lock();
  if (mm === null) return mmMissing;
  if (state.mmEntries.some((entry) => entry.mm === mm && entry.link.block === block)) return listedAlready;
  const set = state.byMm.get(mm) ?? null;
  if (set === null) {
    if (!state.decisions.fires('mm-notifier-before-set')) throw new PoisonError('a list is written through its head');
    if (!state.machine.allocate('mm-notifier')) return noMemory;
    state.mmEntries.unshift({ mm, link: new Link(block), set: null });
    return 0;
  }
  if (set.count !== 0) {
    state.machine.remark('warning', 'mm-set-not-empty');
    return keepReference(state, set, setNotEmpty);
  }
  if (!state.machine.allocate('mm-notifier')) return keepReference(state, set, noMemory);
  state.mmEntries.unshift({ mm, link: addToChain(state, set.chain, block), set });
  return 0;
}

/** The look-up took a reference, which the posted code forgets on these paths. */
function keepReference(state: State, set: SetRecord, answer: number): number {
  if (!state.decisions.fires('mm-notifier-keeps-set')) set.refs++;
  return answer;
}

export function unregisterNotifierMm(state: State, mm: object | null, block: ChainBlock): number {
  state.lock();
  const at = state.mmEntries.findIndex((entry) => entry.mm === mm && entry.link.block === block);
  if (at < 0) {
    state.machine.remark('warning', 'unregister-of-unlisted-mm-block');
    return notRegistered;
  }
  const [entry] = state.mmEntries.splice(at, 1);
  if (entry!.set !== null) removeFromChain(state, entry!.set.chain, block);
  return 0;
}

/** A set has come: the blocks that wait for its mm go on its chain. */
export function attachWaiting(state: State, set: SetRecord): void {
  if (set.kind !== 'mm' || state.mmEntries.length === 0) return;
  const waiting = state.mmEntries.filter((entry) => entry.mm === set.token && entry.set === null);
  if (hasEqualRanks(waiting) && state.decisions.fires('waiting-order')) waiting.reverse();
  for (const entry of waiting) {
    addToChain(state, set.chain, entry.link.block);
    entry.set = set;
  }
}

function hasEqualRanks(entries: readonly MmEntry[]): boolean {
  return new Set(entries.map(({ link }) => link.block.rank)).size < entries.length;
}

/** A set has gone: its blocks wait for the next one of the same mm, or go on the one that is there already. */
export function detachFromDead(state: State, set: SetRecord): void {
  for (const entry of state.mmEntries) {
    if (entry.set !== set) continue;
    forgetLink(state, set, entry.link.block);
    entry.set = null;
  }
  const successor = state.byMm.get(set.token);
  if (set.kind === 'mm' && successor !== undefined && successor !== set) attachWaiting(state, successor);
}

function forgetLink(state: State, set: SetRecord, block: ChainBlock): void {
  const links = state.links.get(block);
  if (links === undefined || !state.decisions.decided) return;
  links.delete(set.chain);
  if (links.size === 0) state.links.delete(block);
}
