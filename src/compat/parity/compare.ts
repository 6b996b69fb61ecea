/** Compares two runs: effects in total order, byte for byte, then images. Addresses go through a renaming. */
import { traceKinds, wordsPerRecord, type BusTrace } from '../hw-spec/trace.js';
import type { Image } from './image.js';
import { renamingOf, type Renaming } from './renaming.js';

export type Difference =
  /** Record `index` differs, or one side has none there. */
  | { readonly kind: 'effect'; readonly index: number; readonly why: 'value' | 'missing' | 'extra' | 'aliasing' }
  | { readonly kind: 'image'; readonly region: number; readonly offset: number }
  | { readonly kind: 'ids' }
  | { readonly kind: 'overflow' };

const kindsWithAddress: ReadonlySet<number> = new Set([
  traceKinds.memWrite,
  traceKinds.deviceWrite,
  traceKinds.cacheFlush,
  traceKinds.region,
  traceKinds.wait,
]);

/** First difference of two traces, or null. */
export function compareTraces(a: BusTrace, b: BusTrace): Difference | null {
  if (a.dropped > 0 || b.dropped > 0) return { kind: 'overflow' };
  if (a.length === b.length && equalWords(a.words, b.words)) return null;
  const renaming = renamingOf(a, b);
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index++) {
    if (!sameRecord(a, b, index, renaming))
      return { kind: 'effect', index, why: renaming === null ? 'aliasing' : 'value' };
  }
  if (a.length === b.length) return null;
  return { kind: 'effect', index: shared, why: a.length > b.length ? 'missing' : 'extra' };
}

function equalWords(a: Uint32Array, b: Uint32Array): boolean {
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

function sameRecord(a: BusTrace, b: BusTrace, index: number, renaming: Renaming | null): boolean {
  const at = index * wordsPerRecord;
  const [x, y] = [a.words, b.words];
  if (x[at] !== y[at] || x[at + 5] !== y[at + 5]) return false;
  const equalAddress = x[at + 1] === y[at + 1] && x[at + 2] === y[at + 2];
  const equalValue = x[at + 3] === y[at + 3] && x[at + 4] === y[at + 4];
  if (renaming === null) return equalAddress && equalValue;
  const kind = x[at]! & 0xff;
  const address = kindsWithAddress.has(kind)
    ? renaming.sameAddress(x[at + 1]!, x[at + 2]!, y[at + 1]!, y[at + 2]!)
    : equalAddress;
  return address && renaming.sameValue(x[at + 3]!, x[at + 4]!, y[at + 3]!, y[at + 4]!);
}

/** First difference of two images, or null; words of memory that hold paired addresses are equal. */
export function compareImages(a: Image, b: Image, traces: readonly [BusTrace, BusTrace]): Difference | null {
  if (a.liveIds.length !== b.liveIds.length || a.liveIds.some((id, index) => id !== b.liveIds[index])) {
    return { kind: 'ids' };
  }
  let renaming: Renaming | null | undefined;
  for (let region = 0; region < Math.max(a.regions.length, b.regions.length); region++) {
    const [one, other] = [a.regions[region]?.bytes, b.regions[region]?.bytes];
    if (one === undefined || other === undefined || one.length !== other.length)
      return { kind: 'image', region, offset: 0 };
    for (let offset = 0; offset < one.length; offset += 8) {
      if (equalEight(one, other, offset)) continue;
      renaming ??= renamingOf(...traces);
      if (renaming === null || !sameEight(one, other, offset, renaming)) return { kind: 'image', region, offset };
    }
  }
  return null;
}

function equalEight(a: Uint8Array, b: Uint8Array, offset: number): boolean {
  for (let at = offset; at < offset + 8; at++) if (a[at] !== b[at]) return false;
  return true;
}

function sameEight(a: Uint8Array, b: Uint8Array, offset: number, renaming: Renaming): boolean {
  const word = (bytes: Uint8Array, at: number) =>
    new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
  return renaming.sameValue(word(a, offset), word(a, offset + 4), word(b, offset), word(b, offset + 4));
}
