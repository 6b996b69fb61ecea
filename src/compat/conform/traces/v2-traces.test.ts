import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { conformTraces, type TraceFile } from './conform.js';
import { readSequences } from './read-sequences.js';
import { v2Player } from './v2-player.js';

const folder = new URL('../../../../test/fixtures/traces/', import.meta.url);

function file(name: string): TraceFile {
  const unpack = (packed: Uint8Array, gzip: boolean) => new TextDecoder().decode(gzip ? gunzipSync(packed) : packed);
  return { name, sequences: readSequences(name, readFileSync(new URL(name, folder)), unpack) };
}

const files = [file('ext-v2-typed/scenarios-dev.jsonl'), file('ext-v2-typed/random-dev.jsonl.gz')];

describe('recorded runs on the new API', () => {
  it('agrees with every sequence as posted, injections into the kernel index apart', () => {
    const report = conformTraces(files, 'as-posted', [v2Player]);
    expect(report.files.flatMap((one) => one.mismatches)).toEqual([]);
    const internal = files.flatMap((one) => one.sequences).filter(({ tags }) => tags.includes('internal'));
    expect(report.totals).toMatchObject({ deviated: 0, skipped: internal.length, notCovered: 0 });
    expect(report.decisions.filter(({ fired }) => fired > 0)).toEqual([]);
  });

  it('has no mismatch as decided, and agrees wholly where nothing parts the two', () => {
    const report = conformTraces(files, 'decided', [v2Player]);
    expect(report.files.flatMap((one) => one.mismatches)).toEqual([]);
    expect(report.totals.agreed).toBeGreaterThan(0);
    expect(report.totals.deviated).toBeGreaterThan(0);
  });
});
