/** Stores between two other steps: `once` in program order, `plain` as net change (reference 6.1, steps). */
import type { SequenceLine, SequenceStep } from '../sequence-model.js';
import { type Image, readImage, regionAt, type Store, storeOf } from './image.js';

/** Tables whose every store is observed; a store that nobody listed is one too many there, changed value or not. */
const alwaysOnce: readonly RegExp[] = [/^pasid_(directory|table)$/, /^cd_l1_table$/];
/** Entries of which only the word with the valid bit is observed store by store. */
const firstWordOnce = /^cd_(leaf|linear)_table$/;
const entryBytes = 64n;

/**
 * Brings observed stores of one stretch to the form of the recording, if they can be.
 *
 * @returns true when the observed stores are what the recorded ones say; `image` then holds the state after them.
 */
export function matchStores(
  line: SequenceLine,
  recorded: readonly SequenceStep[],
  observed: readonly Store[],
  image: Image,
): boolean {
  const plainAddresses = new Set(
    recorded.filter((step) => step['how'] === 'plain').map((step) => storeOf(step)?.address),
  );
  const strict = observed.map(({ address }) => !plainAddresses.has(address) && isObserved(line, address));
  const failed = new Set<string>();
  const search = (from: number, at: number, state: Image): boolean => {
    const key = `${String(from)} ${String(at)}`;
    if (failed.has(key)) return false;
    let next = from;
    while (next < recorded.length && recorded[next]?.['how'] === 'plain') next += 1;
    const wanted = recorded.slice(from, next).map(storeOf);
    const once = recorded[next];
    if (once === undefined) {
      const fits = !strict.slice(at).includes(true) && sameStores(netChange(line, observed.slice(at), state), wanted);
      if (!fits) failed.add(key);
      return fits;
    }
    const target = storeOf(once);
    for (let here = at; here < observed.length; here += 1) {
      const gap = observed.slice(at, here);
      if (isSame(observed[here], target) && sameStores(netChange(line, gap, state), wanted)) {
        const after = new Map(state);
        for (const store of observed.slice(at, here + 1)) after.set(store.address, store.value);
        if (search(next + 1, here + 1, after)) return true;
      }
      if (strict[here] === true) break;
    }
    failed.add(key);
    return false;
  };
  const matched = search(0, 0, new Map(image));
  for (const store of observed) image.set(store.address, store.value);
  return matched;
}

function isObserved(line: SequenceLine, address: bigint): boolean {
  const found = regionAt(line, address);
  if (found === undefined) return false;
  const { name, phys } = found.region;
  if (alwaysOnce.some((pattern) => pattern.test(name))) return true;
  return firstWordOnce.test(name) && (address - BigInt(phys)) % entryBytes === 0n;
}

/** Words that differ from the state before, in region order and ascending inside a region. */
function netChange(line: SequenceLine, stores: readonly Store[], before: Image): Store[] {
  const last = new Map(stores.map(({ address, value }) => [address, value]));
  return [...last]
    .filter(([address, value]) => value !== readImage(line, before, address))
    .map(([address, value]) => ({ address, value, region: regionAt(line, address)?.index ?? Number.MAX_SAFE_INTEGER }))
    .sort((a, b) => a.region - b.region || (a.address < b.address ? -1 : 1));
}

const isSame = (a: Store | undefined, b: Store | undefined): boolean => {
  return a !== undefined && b !== undefined && a.address === b.address && a.value === b.value;
};

function sameStores(a: readonly Store[], b: readonly (Store | undefined)[]): boolean {
  return a.length === b.length && a.every((store, index) => isSame(store, b[index]));
}
