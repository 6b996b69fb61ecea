/**
 * Pages of one side paired with pages of the other. Two implementations may allocate in another order, but may not
 * confuse two pages: a second partner for a paired page is a difference of its own.
 */
import { traceKinds, wordsPerRecord, type BusTrace } from '../hw-spec/trace.js';

const pageSize = 4096;

export class Renaming {
  readonly #forward = new Map<number, number>();
  readonly #backward = new Map<number, number>();

  /** Pairs two ranges page by page; false if one of the pages has another partner. */
  pair(a: number, b: number, size: number): boolean {
    for (let offset = 0; offset < size; offset += pageSize) {
      const [pageA, pageB] = [Math.floor((a + offset) / pageSize), Math.floor((b + offset) / pageSize)];
      const known = this.#forward.get(pageA);
      const knownBack = this.#backward.get(pageB);
      if ((known !== undefined && known !== pageB) || (knownBack !== undefined && knownBack !== pageA)) return false;
      this.#forward.set(pageA, pageB);
      this.#backward.set(pageB, pageA);
    }
    return true;
  }

  /** True when both addresses are the same place of paired pages, or equal and never allocated. */
  sameAddress(aLow: number, aHigh: number, bLow: number, bHigh: number): boolean {
    if ((aLow & 0xfff) !== (bLow & 0xfff)) return false;
    const [pageA, pageB] = [pageOf(aLow, aHigh), pageOf(bLow, bHigh)];
    const known = this.#forward.get(pageA);
    if (known !== undefined) return known === pageB;
    return pageA === pageB && !this.#backward.has(pageB);
  }

  /** A value with a page number in it: equal, or equal outside of it and the pages are paired. */
  sameValue(aLow: number, aHigh: number, bLow: number, bHigh: number): boolean {
    if (aLow === bLow && aHigh === bHigh && !this.#forward.has(pageOf(aLow, aHigh & 0xfffff))) return true;
    // Addresses have at most 52 bits; flags stand above and below them.
    if ((aLow & 0xfff) !== (bLow & 0xfff) || aHigh >>> 20 !== bHigh >>> 20) return false;
    const known = this.#forward.get(pageOf(aLow, aHigh & 0xfffff));
    if (known === undefined) return aLow === bLow && aHigh === bHigh;
    return known === pageOf(bLow, bHigh & 0xfffff);
  }
}

function pageOf(low: number, high: number): number {
  return high * 0x100000 + (low >>> 12);
}

/**
 * The renaming that the `region` records of two traces give: the first of a unit and use answers to the first of the same
 * on the other side, and so on. Null where two of them cannot be paired.
 */
export function renamingOf(a: BusTrace, b: BusTrace): Renaming | null {
  const renaming = new Renaming();
  const others = regionsOf(b);
  for (const [place, regions] of regionsOf(a)) {
    const answers = others.get(place) ?? [];
    for (let index = 0; index < Math.min(regions.length, answers.length); index++) {
      const [one, other] = [regions[index]!, answers[index]!];
      if (one.size !== other.size || !renaming.pair(one.address, other.address, one.size)) return null;
    }
  }
  return renaming;
}

interface Region {
  readonly address: number;
  readonly size: number;
}

/** Regions by unit and use, in order of their allocation. */
function regionsOf(trace: BusTrace): Map<string, Region[]> {
  const regions = new Map<string, Region[]>();
  for (let at = 0; at < trace.length * wordsPerRecord; at += wordsPerRecord) {
    const head = trace.words[at]!;
    if ((head & 0xff) !== traceKinds.region) continue;
    const place = `${(head >>> 8) & 0xff} ${trace.words[at + 5]!}`;
    const region = { address: trace.words[at + 2]! * 2 ** 32 + trace.words[at + 1]!, size: trace.words[at + 3]! };
    regions.set(place, [...(regions.get(place) ?? []), region]);
  }
  return regions;
}
