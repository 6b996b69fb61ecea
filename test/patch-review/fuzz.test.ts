/**
 * Damaged mailboxes: every one is read to a report or refused in one sentence. Seeded; a failing case prints its seed, and
 * `FUZZ_SEED=n FUZZ_MS=ms npx vitest run test/patch-review/fuzz.test.ts` repeats or prolongs the run.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadGrammar } from '../../tools/c/index.js';
import { ReviewInputError } from '../../tools/patch-review/errors.js';
import { bytesAsFile } from '../../tools/patch-review/mail/source.js';
import { renderReview, reviewFormats } from '../../tools/patch-review/report/formats.js';
import { reviewSeries } from '../../tools/patch-review/review.js';
import { loadSeries } from '../../tools/patch-review/series/load-series.js';
import { chooseSeries, readHeadings } from '../../tools/patch-review/series/read-mailbox.js';
import { folderTree } from '../../tools/patch-review/tree/folder-tree.js';
import { leasePair } from './lease-pair.js';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));
const corpus = ['series', 'hostile'].flatMap((shelf) =>
  readdirSync(join(fixtures, shelf))
    .filter((name) => name.endsWith('.mbox'))
    .map((name) => readFileSync(join(fixtures, shelf, name))),
);
const firstSeed = Number(process.env['FUZZ_SEED'] ?? 1);
const budget = Number(process.env['FUZZ_MS'] ?? 6_000);

function random(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % Math.max(below, 1);
  };
}

const snippets = [
  '\n',
  '\r\n',
  '@@ -1,9 +1,9 @@\n',
  'diff --git a/x b/x\n',
  '--- a/x\n+++ b/x\n',
  '-- \n',
  '\nFrom x Mon Nov  2 10:00:00 2026\n',
  '{',
  '}',
  '(',
  '"',
  '/*',
  '#if 0\n',
  '\\',
  '\0',
  '[PATCH v9 3/2]',
  'Content-Type: multipart/mixed; boundary=b\n',
];

function damaged(seed: number): Buffer {
  const next = random(seed + 1);
  let bytes = Buffer.from(corpus[next(corpus.length)]!);
  for (let i = 0; i < 1 + next(6); i++) {
    const at = next(bytes.length);
    const to = Math.min(bytes.length, at + next(400));
    const kind = next(6);
    if (kind === 0) bytes[at] = next(256);
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, to), bytes.subarray(at)]);
    else if (kind === 3)
      bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(snippets[next(snippets.length)]!), bytes.subarray(at)]);
    else if (kind === 4) bytes = Buffer.from(bytes.toString('latin1').replaceAll(snippets[next(3)]!, '\n\n'), 'latin1');
    else {
      const other = corpus[next(corpus.length)]!;
      bytes = Buffer.concat([bytes.subarray(0, at), other.subarray(next(other.length))]);
    }
  }
  return bytes;
}

describe('damaged mailboxes', () => {
  it('give a report or one sentence', async () => {
    await loadGrammar();
    const pair = leasePair({ 'two-pools': 'equal', 'pool-life': 'equal' });
    const tree = folderTree(join(fixtures, 'lease-tree'), 'lease-tree');
    const end = Date.now() + budget;
    let [reports, refusals] = [0, 0];
    for (let seed = firstSeed; Date.now() < end; seed++) {
      try {
        const files = [bytesAsFile('box', damaged(seed))];
        const choice = chooseSeries(await readHeadings(files), 'box');
        const series = await loadSeries(files, choice, choice.draft);
        const base = seed % 3 === 0 ? null : tree;
        const report = reviewSeries({
          series,
          base,
          baseIsNamed: false,
          pair,
          others: choice.others,
          judge: null,
          origin: 'all',
        });
        const format = reviewFormats[seed % reviewFormats.length]!;
        renderReview(report, format, { width: 72, isAscii: true, command: 'x', pair, version: '0' });
        reports++;
      } catch (error) {
        if (!(error instanceof ReviewInputError)) throw new Error(`seed ${seed}: FUZZ_SEED=${seed}`, { cause: error });
        refusals++;
      }
    }
    expect(reports).toBeGreaterThan(20);
    expect(reports + refusals).toBeGreaterThan(30);
  });
});
