/** Compares two runs: effects in total order, byte for byte, then images. Addresses go through a renaming. */
import { causesPerRecord, traceKinds, wordsPerRecord, type BusTrace } from '../hw-spec/trace.js';
import { equalWords } from './equal-words.js';
import type { Image, RegionImage } from './image.js';
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

/**
 * First difference of two traces, or null. What the machines did before the first step is not compared: how a unit is
 * started is its platform's business. The memory that it was given then is followed all the same.
 */
export function compareTraces(a: BusTrace, b: BusTrace): Difference | null {
  if (a.dropped > 0 || b.dropped > 0) return { kind: 'overflow' };
  const [fromA, fromB] = [firstAfterBoot(a), firstAfterBoot(b)];
  if (fromA === fromB && a.length === b.length && equalWords(a.words, b.words)) return null;
  const renaming = renamingOf(a, b);
  const [lengthA, lengthB] = [a.length - fromA, b.length - fromB];
  const shared = Math.min(lengthA, lengthB);
  for (let index = 0; index < shared; index++) {
    if (sameRecord(a.words, fromA + index, b.words, fromB + index, renaming)) continue;
    return { kind: 'effect', index: fromA + index, why: renaming === null ? 'aliasing' : 'value' };
  }
  if (lengthA === lengthB) return null;
  return { kind: 'effect', index: fromA + shared, why: lengthA > lengthB ? 'missing' : 'extra' };
}

/** Index of the first record that a step caused. */
export function firstAfterBoot(trace: BusTrace): number {
  let index = 0;
  while (index < trace.length && trace.causes[index * causesPerRecord] === 0) index++;
  return index;
}

function sameRecord(x: Uint32Array, i: number, y: Uint32Array, j: number, renaming: Renaming | null): boolean {
  const [at, to] = [i * wordsPerRecord, j * wordsPerRecord];
  if (x[at] !== y[to] || x[at + 5] !== y[to + 5]) return false;
  const equalAddress = x[at + 1] === y[to + 1] && x[at + 2] === y[to + 2];
  const equalValue = x[at + 3] === y[to + 3] && x[at + 4] === y[to + 4];
  if (renaming === null) return equalAddress && equalValue;
  const kind = x[at]! & 0xff;
  const address = kindsWithAddress.has(kind)
    ? renaming.sameAddress(x[at + 1]!, x[at + 2]!, y[to + 1]!, y[to + 2]!)
    : equalAddress;
  return address && renaming.sameValue(x[at + 3]!, x[at + 4]!, y[to + 3]!, y[to + 4]!);
}

/** First difference of two images, or null; words of memory that hold paired addresses are equal. */
export function compareImages(a: Image, b: Image, traces: readonly [BusTrace, BusTrace]): Difference | null {
  if (a.liveIds.length !== b.liveIds.length || a.liveIds.some((id, index) => id !== b.liveIds[index])) {
    return { kind: 'ids' };
  }
  const renaming = renamingOf(...traces);
  if (renaming === null) return { kind: 'image', region: 0, offset: 0 };
  const others = byPlace(b.regions);
  if (a.regions.length !== b.regions.length) return { kind: 'image', region: a.regions.length, offset: 0 };
  for (const [region, one] of a.regions.entries()) {
    const other = others.get(placeOf(one))?.shift();
    if (other?.bytes.length !== one.bytes.length) return { kind: 'image', region, offset: 0 };
    for (let offset = 0; offset < one.bytes.length; offset += 8) {
      if (equalEight(one.bytes, other.bytes, offset) && isZero(one.bytes, offset)) continue;
      if (!sameEight(one.bytes, other.bytes, offset, renaming)) return { kind: 'image', region, offset };
    }
  }
  return null;
}

/** Unit and use: the first of a kind on one side answers to the first of that kind on the other. */
function placeOf({ unit, use }: RegionImage): string {
  return `${unit} ${use}`;
}

function byPlace(regions: readonly RegionImage[]): Map<string, RegionImage[]> {
  const places = new Map<string, RegionImage[]>();
  for (const region of regions) places.set(placeOf(region), [...(places.get(placeOf(region)) ?? []), region]);
  return places;
}

function isZero(bytes: Uint8Array, offset: number): boolean {
  for (let at = offset; at < offset + 8; at++) if (bytes[at] !== 0) return false;
  return true;
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
