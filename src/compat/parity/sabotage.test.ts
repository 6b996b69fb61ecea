/** The comparer is under suspicion as well: every change of one side's effects must be noticed. */
import { describe, expect, it } from 'vitest';
import { traceKinds, wordsPerRecord, type BusTrace } from '../hw-spec/trace.js';
import { parseScenario } from '../scenarios/parse.js';
import { scenarioTexts } from '../scenarios/bundle.js';
import { compareTraces, firstAfterBoot } from './compare.js';
import { ports } from './engines.js';
import { judge, judgeRuns } from './verdict.js';

const scenario = parseScenario(scenarioTexts['guest-sva-normal']);
const platform = scenario.platforms[0]!;
const { runs } = judge(scenario, platform, ports);

function changed(change: (words: Uint32Array) => void): BusTrace {
  const words = runs.v2.trace.words.slice();
  change(words);
  return { ...runs.v2.trace, words };
}

function verdictWith(trace: BusTrace): string {
  return judgeRuns(scenario, platform, { ...runs, v2: { ...runs.v2, trace } }).kind;
}

function isRegion(record: number): boolean {
  return (runs.v2.trace.words[record * wordsPerRecord]! & 0xff) === traceKinds.region;
}

/** Address words of an allocation: another place is no difference as long as everybody uses it. */
function isRenaming(at: number): boolean {
  const word = at % wordsPerRecord;
  return isRegion(Math.floor(at / wordsPerRecord)) && (word === 1 || word === 2);
}

function recordsOf(kind: number): number[] {
  return Array.from({ length: runs.v2.trace.length }, (_, record) => record).filter(
    (record) => (runs.v2.trace.words[record * wordsPerRecord]! & 0xff) === kind,
  );
}

describe('sabotage of the new version’s effects', () => {
  const { length } = runs.v2.trace;
  const first = firstAfterBoot(runs.v2.trace);

  it('the untouched runs are equal', () => {
    expect(verdictWith(runs.v2.trace)).toBe('equal');
  });

  it('every bit of every word of every record is noticed', () => {
    let flips = 0;
    for (let at = first * wordsPerRecord; at < length * wordsPerRecord; at++) {
      if (isRenaming(at)) continue;
      for (let bit = 0; bit < 32; bit++) {
        const trace = changed((words) => (words[at]! ^= 1 << bit));
        expect(compareTraces(runs.v1.trace, trace), `word ${at} bit ${bit}`).not.toBeNull();
        flips++;
      }
    }
    expect(flips).toBeGreaterThan((length - first) * (wordsPerRecord - 1) * 32);
  });

  it('memory that moved is followed, and noticed where it is used at the old place', () => {
    const queue = recordsOf(traceKinds.region)[0]!;
    const trace = changed((words) => (words[queue * wordsPerRecord + 1]! ^= 0x4000));
    expect(compareTraces(runs.v1.trace, trace)).not.toBeNull();
  });

  it('every dropped record is noticed', () => {
    for (let record = first; record < length; record++) {
      const kept = runs.v2.trace.words.slice();
      kept.copyWithin(record * wordsPerRecord, (record + 1) * wordsPerRecord);
      const trace = { ...runs.v2.trace, length: length - 1, words: kept.slice(0, (length - 1) * wordsPerRecord) };
      expect(verdictWith(trace), `record ${record}`).toBe('diverges');
    }
  });

  it('every two neighbours that are not the same are noticed when they change places', () => {
    let swaps = 0;
    for (let record = first; record + 1 < length; record++) {
      if (isRegion(record) && isRegion(record + 1)) continue;
      const [a, b] = [record * wordsPerRecord, (record + 1) * wordsPerRecord];
      const { words: old } = runs.v2.trace;
      if (Array.from({ length: wordsPerRecord }).every((_, word) => old[a + word] === old[b + word])) continue;
      const trace = changed((words) => {
        words.set(old.subarray(b, b + wordsPerRecord), a);
        words.set(old.subarray(a, a + wordsPerRecord), b);
      });
      expect(compareTraces(runs.v1.trace, trace), `records ${record} and ${record + 1}`).not.toBeNull();
      swaps++;
    }
    expect(swaps).toBeGreaterThan(50);
  });

  it('a recording that lost records proves nothing', () => {
    expect(verdictWith({ ...runs.v2.trace, dropped: 1 })).toBe('diverges');
  });

  it('one changed byte of memory at the end is noticed', () => {
    const regions = runs.v2.image.regions.map((region, index) =>
      index === 3 ? { ...region, bytes: region.bytes.map((byte, at) => (at === 5 ? byte ^ 1 : byte)) } : region,
    );
    const image = { ...runs.v2.image, regions };
    expect(judgeRuns(scenario, platform, { ...runs, v2: { ...runs.v2, image } }).kind).toBe('diverges');
  });

  it('an id that stayed allocated is noticed', () => {
    const image = { ...runs.v2.image, liveIds: [5] };
    expect(judgeRuns(scenario, platform, { ...runs, v2: { ...runs.v2, image } }).kind).toBe('diverges');
  });
});
