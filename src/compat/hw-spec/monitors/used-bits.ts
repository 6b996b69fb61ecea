/** Which bits of an entry hardware looks at, from the field tables: masks of 32-bit words. */
import { fieldMask } from '../field.js';
import type { Structure } from '../structure.js';

const low32 = 0xffffffffn;

/** Mask over the named fields; all fields when no name is given. */
export function fieldsMask(structure: Structure, names?: readonly string[]): Uint32Array {
  const mask = new Uint32Array(2 * structure.size);
  for (const field of structure.fields) {
    if (names !== undefined && !names.includes(field.name)) continue;
    for (let word = 0; word < structure.size; word += 1) {
      const bits = fieldMask(field, word);
      mask[2 * word] = (mask[2 * word] ?? 0) | Number(bits & low32);
      mask[2 * word + 1] = (mask[2 * word + 1] ?? 0) | Number(bits >> 32n);
    }
  }
  return mask;
}

/**
 * Counts stores that change used bits of a live entry between two points where hardware may look. One store is atomic; two
 * show a walker something in between.
 */
export class LiveChanges {
  readonly #changed = new Map<number, number>();

  /** @returns true when this store is the second one. */
  note(entry: number): boolean {
    const count = (this.#changed.get(entry) ?? 0) + 1;
    this.#changed.set(entry, count);
    return count === 2;
  }

  /** The entry went through a state in which hardware looks at nothing else. */
  forget(entry: number): void {
    this.#changed.delete(entry);
  }

  sync(): void {
    this.#changed.clear();
  }
}

/** True when a store of one 64-bit word changes bits that are used before or after it. */
export function changesUsed(
  word: number,
  change: { readonly low: number; readonly high: number },
  before: Uint32Array,
  after: Uint32Array,
): boolean {
  const low = (before[2 * word] ?? 0) | (after[2 * word] ?? 0);
  const high = (before[2 * word + 1] ?? 0) | (after[2 * word + 1] ?? 0);
  return (change.low & low) !== 0 || (change.high & high) !== 0;
}
