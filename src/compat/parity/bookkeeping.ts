/**
 * Steps of software that buses note for the order of the golden sequences alone: an id is asked for, a notifier is
 * registered. They reach no hardware, and where a version does them is what the two may differ in.
 */
import { causesPerRecord, softwareSteps, traceKinds, wordsPerRecord, type BusTrace } from '../hw-spec/trace.js';

const bookkeeping: ReadonlySet<number> = new Set([
  softwareSteps.allocateIoasid,
  softwareSteps.freeIoasid,
  softwareSteps.registerMmuNotifier,
  softwareSteps.unregisterMmuNotifier,
]);

/** The trace without them; the same object when there are none. */
export function withoutBookkeeping(trace: BusTrace): BusTrace {
  const kept: number[] = [];
  for (let record = 0; record < trace.length; record++) if (!isBookkeeping(trace, record)) kept.push(record);
  if (kept.length === trace.length) return trace;
  const words = new Uint32Array(kept.length * wordsPerRecord);
  const causes = new Uint32Array(kept.length * causesPerRecord);
  kept.forEach((record, index) => {
    const [from, causeFrom] = [record * wordsPerRecord, record * causesPerRecord];
    words.set(trace.words.subarray(from, from + wordsPerRecord), index * wordsPerRecord);
    causes.set(trace.causes.subarray(causeFrom, causeFrom + causesPerRecord), index * causesPerRecord);
  });
  return { length: kept.length, dropped: trace.dropped, words, causes };
}

function isBookkeeping({ words }: BusTrace, record: number): boolean {
  const at = record * wordsPerRecord;
  return (words[at]! & 0xff) === traceKinds.software && bookkeeping.has(words[at + 5]!);
}
