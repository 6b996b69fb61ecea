import { describe, expect, it } from 'vitest';
import { rangeDiff } from '../../tools/patch-review/versions/range-diff.js';
import type { Series } from '../../tools/patch-review/series/model.js';
import { reviewSeries } from '../../tools/patch-review/review.js';
import { leasePair } from './lease-pair.js';
import { mail, mbox, seriesOf } from './mail-builder.js';

interface Part {
  readonly title: string;
  readonly log?: string;
  readonly lines: readonly string[];
  /** Lines of context before the change. */
  readonly at?: number;
}

function series(version: number, parts: readonly Part[]): Promise<Series> {
  return seriesOf(
    mbox(
      ...parts.map(({ title, log = `why ${title}`, lines, at = 1 }, i) => {
        const hunk = `@@ -${at},1 +${at},${lines.length + 1} @@ int f(void)\n context ${at}\n${lines.map((line) => `+${line}\n`).join('')}`;
        const body = `${log}\n---\ndiff --git a/x.c b/x.c\nindex ${version}..2 100644\n--- a/x.c\n+++ b/x.c\n${hunk}-- \n2\n`;
        return mail(`[PATCH v${version} ${i + 1}/${parts.length}] ${title}`, body);
      }),
    ),
  );
}

const a: Part = { title: 'add a', lines: ['alpha one', 'alpha two', 'alpha three'] };
const b: Part = { title: 'add b', lines: ['beta one', 'beta two', 'beta three'] };
const c: Part = { title: 'add c', lines: ['gamma one', 'gamma two', 'gamma three'] };

async function compared(old: readonly Part[], fresh: readonly Part[]) {
  const diff = rangeDiff(await series(1, old), await series(2, fresh));
  return {
    pairs: diff.pairs.map((pair) => `${pair.old.number}${pair.isSame ? '=' : '~'}${pair.fresh.number}`),
    added: diff.added.map((one) => one.title),
    dropped: diff.dropped.map((one) => one.title),
    differences: diff.pairs.map((pair) => pair.difference),
  };
}

describe('two versions without a tree', () => {
  it('places and context do not count', async () => {
    expect(await compared([a, b], [{ ...a, at: 90 }, b])).toMatchObject({
      pairs: ['1=1', '2=2'],
      added: [],
      dropped: [],
    });
  });

  it('patches are matched by content when their numbers change', async () => {
    expect(await compared([a, b, c], [c, a, b])).toMatchObject({ pairs: ['3=1', '1=2', '2=3'] });
  });

  it('a patch with another title and most of its lines is the same patch', async () => {
    const moved = { title: 'quite another', lines: ['alpha one', 'alpha two', 'alpha 3'] };
    const found = await compared([b, a], [moved, b]);
    expect(found).toMatchObject({ pairs: ['2~1', '1=2'], added: [], dropped: [] });
    expect(found.differences[0]).toContain('-+alpha three');
    expect(found.differences[0]).toContain('++alpha 3');
  });

  it('a changed log is a change', async () => {
    const found = await compared([a], [{ ...a, log: 'why indeed' }]);
    expect(found).toMatchObject({ pairs: ['1~1'] });
    expect(found.differences[0]).toEqual(expect.arrayContaining(['-why add a', '+why indeed']));
  });

  it('new and dropped patches are told', async () => {
    expect(await compared([a, b], [b, c])).toMatchObject({ pairs: ['2=1'], added: ['add c'], dropped: ['add a'] });
  });

  it('matches a thousand patches', async () => {
    const parts = Array.from({ length: 1_000 }, (_, i) => ({
      title: `part ${i}`,
      lines: [`line ${i} a`, `line ${i} b`, 'common'],
    }));
    const shuffled = parts.map((_, i) => parts[(i * 7) % 1_000]!);
    const found = await compared(parts, shuffled);
    expect(found.pairs).toHaveLength(1_000);
    expect(found.pairs.every((pair) => pair.includes('='))).toBe(true);
  });
});

describe('long series', () => {
  it('a thousand patches are reviewed in order', async () => {
    const count = 1_000;
    const mails = Array.from({ length: count }, (_, i) => {
      const at = 10 + i * 40;
      const hunk = `@@ -${at},3 +${at},4 @@ static void f_${i}(void)\n \ta_${i}();\n \tb_${i}();\n+\tlease_give(${i});\n \tc_${i}();\n`;
      return mail(
        `[PATCH ${i + 1}/${count}] part ${i}`,
        `why\n---\ndiff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n${hunk}-- \n2\n`,
      );
    });
    const series = await seriesOf(mbox(...mails));
    expect(series).toMatchObject({ total: count, missing: [] });
    const report = reviewSeries({
      series,
      base: null,
      baseIsNamed: false,
      pair: leasePair({}),
      others: [],
      origin: 'default',
      judge: null,
    });
    expect(report.patches.map((patch) => patch.mail.number)).toEqual(Array.from({ length: count }, (_, i) => i + 1));
    expect(report.notRead).toEqual([]);
  });
});
