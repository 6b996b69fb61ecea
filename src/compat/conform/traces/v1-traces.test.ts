import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { conformTraces } from './conform.js';
import type { TraceFile } from './conform.js';
import { readSequences } from './read-sequences.js';
import { replaySequence } from './replay.js';
import { v1Player } from './v1-player.js';

const folder = new URL('../../../../test/fixtures/traces/', import.meta.url);

function file(name: string): TraceFile {
  const bytes = readFileSync(new URL(name, folder));
  const unpack = (packed: Uint8Array, gzip: boolean): string =>
    new TextDecoder().decode(gzip ? gunzipSync(packed) : packed);
  return { name, sequences: readSequences(name, bytes, unpack) };
}

const files = ['mainline-6.1', 'ext-v1-untyped'].flatMap((variant) => [
  file(`${variant}/scenarios-dev.jsonl`),
  file(`${variant}/random-dev.jsonl.gz`),
]);

describe('recorded runs on the old API', () => {
  it('agrees with every sequence as posted, injections into the kernel index apart', () => {
    const report = conformTraces(files, 'as-posted', [v1Player]);
    expect(report.files.flatMap((one) => one.mismatches)).toEqual([]);
    expect(report.decisions.filter(({ fired }) => fired > 0)).toEqual([]);
    for (const one of report.files) {
      const internal = files
        .find(({ name }) => name === one.file)
        ?.sequences.filter(({ tags }) => tags.includes('internal'));
      expect(one.agreed).toBe(one.sequences - (internal?.length ?? 0));
    }
  });

  it('has no mismatch as decided, and says which decisions parted the two', () => {
    const report = conformTraces(files, 'decided', [v1Player]);
    expect(report.files.flatMap((one) => one.mismatches)).toEqual([]);
    expect(report.totals.deviated).toBeGreaterThan(0);
    expect(report.totals.agreed).toBeGreaterThan(0);
  });

  it('takes a damaged list for the front part of the whole one, as decided, and lives where the recording dies', () => {
    const register = (ops: string, result: object): object => ({
      op: 'register_allocator',
      args: { ops },
      result,
      events: [],
    });
    const group = { ops: 'first.0', shared: ['first.0'], ids: [], corrupt: true };
    const crash = { kind: 'heap-use-after-free', where: 'ioasid_unregister_allocator' };
    const line = {
      name: 'first_of_two_twice',
      variant: 'mainline-6.1',
      tags: ['crash'],
      ops: [
        register('first.0', { ret: 0 }),
        register('first.1', { ret: 0 }),
        register('first.0', { err: 'EEXIST' }),
        { op: 'dump', args: {}, state: { active: 'first.0', allocators: [group], default_ids: [] } },
        { op: 'unregister_allocator', args: { ops: 'first.1' }, crash, events: [] },
      ],
      final: null,
    };
    const [sequence] = readSequences('f', JSON.stringify(line));
    if (!sequence) throw new Error('no sequence');
    expect(replaySequence('f', sequence, v1Player, 'as-posted').verdict).toBe('agreed');
    expect(replaySequence('f', sequence, v1Player, 'decided')).toMatchObject({ verdict: 'deviated', mismatch: null });
  });
});
