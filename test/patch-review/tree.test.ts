/** Hunks on whole files whose lines moved, and on files of which only hunks are known. */
import { describe, expect, it } from 'vitest';
import { callSiteReport } from '../../tools/patch-review/analysis/call-sites.js';
import { applySeries } from '../../tools/patch-review/analysis/apply-series.js';
import { seriesDelta } from '../../tools/patch-review/analysis/series-delta.js';
import { indexPair } from '../../tools/patch-review/delta/pair-index.js';
import { parseDiff } from '../../tools/patch-review/diff/parse-diff.js';
import type { FilePatch } from '../../tools/patch-review/diff/model.js';
import { applyWhole, wholeFile } from '../../tools/patch-review/tree/content.js';
import { applyParts, knownSpans, unknownFile } from '../../tools/patch-review/tree/parts.js';
import { leasePair } from './lease-pair.js';
import { mail, mbox, seriesOf } from './mail-builder.js';

function patch(...hunks: readonly string[]): FilePatch {
  const [file] = parseDiff(`diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n${hunks.join('')}`.split('\n')).files;
  expect(file?.damage).toBeUndefined();
  return file!;
}

function applied(text: string, ...hunks: readonly string[]): { text: string; why: string[] } {
  const { state, problems } = applyWhole(wholeFile(text), patch(...hunks));
  return { text: state.lines.join('\n'), why: problems.map((problem) => problem.why) };
}

const block = (name: string): string => `{\n\tx = ${name};\n}\n`;

describe('whole files', () => {
  it('a hunk is found where its lines went', () => {
    expect(applied('new\nnew\na\nb\nc\n', '@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n')).toEqual({
      text: 'new\nnew\na\nB\nc',
      why: [],
    });
  });

  it('the second hunk goes as far off as the first one, not to the nearest look-alike', () => {
    // Ten lines came in at the top; the second hunk's context stands at its own old line too.
    const old = `head\n${block('a')}${'pad\n'.repeat(6)}${block('b')}${'pad\n'.repeat(6)}${block('b')}`;
    const moved = 'new\n'.repeat(9) + old;
    const result = applied(
      moved,
      '@@ -1,4 +1,4 @@\n-head\n+HEAD\n {\n \tx = a;\n }\n',
      '@@ -20,3 +20,3 @@\n {\n-\tx = b;\n+\tx = c;\n }\n',
    );
    expect(result.why).toEqual([]);
    expect(result.text).toBe(
      'new\n'.repeat(9) +
        old
          .trimEnd()
          .replace('head', 'HEAD')
          .replace(/x = b(?![\s\S]*x = b)/, 'x = c'),
    );
  });

  it('says where a hunk does not fit, and when it is there already', () => {
    expect(applied('a\nb\nc\n', '@@ -1,3 +1,3 @@\n a\n-x\n+y\n c\n').why).toEqual(['does not apply at line 1']);
    expect(applied('a\ny\nc\n', '@@ -1,3 +1,3 @@\n a\n-x\n+y\n c\n').why).toEqual(['is in the tree already']);
  });

  it('hunks apply in order only', () => {
    expect(applied('a\nb\n', '@@ -2,1 +2,1 @@\n-b\n+B\n', '@@ -5,1 +5,1 @@\n-a\n+A\n').why).toEqual([
      'does not apply at line 5',
    ]);
  });

  it('keeps and makes the missing newline at the end', () => {
    const cut = '@@ -1,2 +1,2 @@\n a\n-b\n+c\n\\ No newline at end of file\n';
    expect(applyWhole(wholeFile('a\nb\n'), patch(cut)).state).toMatchObject({
      lines: ['a', 'c'],
      endsInNewline: false,
    });
    const back = '@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n';
    expect(applyWhole(wholeFile('a\nb'), patch(back)).state).toMatchObject({ lines: ['a', 'c'], endsInNewline: true });
  });
});

describe('files known by their hunks', () => {
  const first = patch('@@ -10,2 +10,4 @@\n a\n+b\n+c\n d\n', '@@ -50,1 +52,2 @@\n e\n+f\n');

  it('what one patch left is what the next one finds', () => {
    const after = applyParts(unknownFile, first).state;
    expect(knownSpans(after)).toEqual([
      { line: 10, text: 'a\nb\nc\nd\n' },
      { line: 52, text: 'e\nf\n' },
    ]);
    const second = applyParts(after, patch('@@ -11,1 +11,0 @@\n-b\n'));
    expect(second.problems).toEqual([]);
    expect(knownSpans(second.state)).toEqual([
      { line: 10, text: 'a\n' },
      { line: 11, text: 'c\nd\n' },
      { line: 51, text: 'e\nf\n' },
    ]);
  });

  it.each([
    ['another line', '@@ -12,1 +12,1 @@\n-X\n+c2\n', ['line 12 is not what an earlier patch left there']],
    ['a line at the edge', '@@ -8,3 +8,3 @@\n y\n-z\n+Z\n X\n', ['line 8 is not what an earlier patch left there']],
    ['the same line', '@@ -12,1 +12,1 @@\n-c\n+c2\n', []],
    ['unknown lines', '@@ -30,1 +30,1 @@\n-X\n+c2\n', []],
  ])('%s', (_name, hunk, why) => {
    const { problems } = applyParts(applyParts(unknownFile, first).state, patch(hunk));
    expect(problems.map((problem) => problem.why)).toEqual(why);
  });
});

describe('equal calls in one function', () => {
  const header =
    'diff --git a/include/linux/lease.h b/include/linux/lease.h\n--- a/include/linux/lease.h\n+++ b/include/linux/lease.h\n@@ -1,1 +1,1 @@\n-void lease_give(unsigned int id);\n+void lease_give(struct lease_pool *pool, unsigned int id);\n';
  const user = (moved: number): string => {
    const lines = ['\tlease_give(id);', '\tlease_give(id);'];
    const sides = lines.map((line, i) => (i < moved ? `-${line}\n+${line.replace('id', 'pool, id')}\n` : ` ${line}\n`));
    return `diff --git a/d.c b/d.c\n--- a/d.c\n+++ b/d.c\n@@ -1,5 +1,5 @@\n void f(void)\n {\n${sides.join('')} }\n`;
  };

  it.each([
    [1, 1],
    [2, 0],
  ])('%i of 2 converted, %i left', async (converted, left) => {
    const series = await seriesOf(
      mbox(mail('[PATCH] lease: Name the pool', `why\n---\n${header}${user(converted)}-- \n2\n`)),
    );
    const index = indexPair(leasePair({}));
    const steps = applySeries(series, null, index);
    const report = callSiteReport(steps, seriesDelta(steps.steps, index), null);
    expect(report.found).toBe(2);
    expect(report.converted.get(1)).toHaveLength(converted);
    expect(report.left).toHaveLength(left);
  });
});
