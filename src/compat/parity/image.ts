/** What memory looks like when nothing is in flight. */
import { traceKinds, wordsPerRecord, type BusTrace, type RecordedBus } from '../hw-spec/trace.js';

export interface RegionImage {
  readonly low: number;
  readonly high: number;
  readonly use: number;
  readonly unit: number;
  readonly bytes: Uint8Array;
}

export interface Image {
  readonly regions: readonly RegionImage[];
  readonly liveIds: readonly number[];
}

/** Contents of every region that the trace tells of, in order of their allocation, and the ids that are allocated. */
export function memoryImage(port: { readonly bus: RecordedBus; liveIds(): readonly number[] }, trace: BusTrace): Image {
  const regions: RegionImage[] = [];
  for (let record = 0; record < trace.length; record++) {
    const at = record * wordsPerRecord;
    const head = trace.words[at]!;
    if ((head & 0xff) !== traceKinds.region) continue;
    const [low, high, size] = [trace.words[at + 1]!, trace.words[at + 2]!, trace.words[at + 3]!];
    const bytes = port.bus.readMemory(low, high, size);
    regions.push({ low, high, use: trace.words[at + 5]!, unit: (head >>> 8) & 0xff, bytes });
  }
  return { regions, liveIds: [...port.liveIds()] };
}
