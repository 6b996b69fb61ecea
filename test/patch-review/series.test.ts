import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { mailFiles } from '../../tools/patch-review/mail/source.js';
import { chooseSeries, readHeadings } from '../../tools/patch-review/series/read-mailbox.js';
import { mail, mbox, oneLineDiff, seriesOf } from './mail-builder.js';

interface Sent {
  readonly id: string;
  readonly to?: string;
  readonly from?: string;
  readonly date?: string;
  readonly body?: string;
}

function sent(subject: string, { id, to, from, date, body = `log of ${id}\n---\n${oneLineDiff}` }: Sent): string {
  return mail(subject, body, {
    'Message-ID': `<${id}>`,
    ...(to === undefined ? {} : { 'In-Reply-To': `<${to}>`, References: `<${to}>` }),
    ...(from === undefined ? {} : { From: from }),
    ...(date === undefined ? {} : { Date: date }),
  });
}

const cover = { body: 'All about it.\n' };

describe('series out of mails', () => {
  it('puts patches in order whatever the order of the mails', async () => {
    const box = mbox(
      sent('[PATCH 3/3] c', { id: 'p3', to: 'c' }),
      sent('[PATCH 1/3] a', { id: 'p1', to: 'c' }),
      sent('[PATCH 0/3] all', { id: 'c', ...cover }),
      sent('[PATCH 2/3] b', { id: 'p2', to: 'c' }),
    );
    const series = await seriesOf(box);
    expect(series).toMatchObject({ title: 'all', total: 3, missing: [] });
    expect(series.patches.map((patch) => patch.title)).toEqual(['a', 'b', 'c']);
    expect(series.cover?.log).toEqual(['All about it.']);
  });

  it('knows a series without cover letter whose patches answer the first', async () => {
    const series = await seriesOf(
      mbox(sent('[PATCH 1/2] a', { id: 'p1' }), sent('[PATCH 2/2] b', { id: 'p2', to: 'p1' })),
    );
    expect(series).toMatchObject({ total: 2, missing: [], cover: null });
  });

  it('puts mails without threading together', async () => {
    const series = await seriesOf(mbox(mail('[PATCH 1/2] a', oneLineDiff), mail('[PATCH 2/2] b', oneLineDiff)));
    expect(series).toMatchObject({ total: 2, missing: [] });
    expect(series.patches[0]?.messageId).toBeNull();
  });

  it('tells which patches are missing', async () => {
    const series = await seriesOf(
      mbox(sent('[PATCH 0/4] all', { id: 'c', ...cover }), sent('[PATCH 2/4] b', { id: 'p2', to: 'c' })),
    );
    expect(series.missing).toEqual([1, 3, 4]);
  });

  it('takes the newest version, a version inside of the thread of the last one too', async () => {
    const box = mbox(
      sent('[PATCH 0/1] all', { id: 'c', ...cover }),
      sent('[PATCH 1/1] a', { id: 'p', to: 'c' }),
      sent('[PATCH v2 0/1] all', { id: 'c2', to: 'c', ...cover }),
      sent('[PATCH v2 1/1] a', { id: 'p2', to: 'c2' }),
    );
    expect(await seriesOf(box)).toMatchObject({ version: 2, total: 1 });
  });

  it('takes patches over that a later version did not send again', async () => {
    const box = mbox(
      sent('[PATCH 0/3] all', { id: 'c', ...cover }),
      ...[1, 2, 3].map((n) => sent(`[PATCH ${n}/3] p${n}`, { id: `p${n}`, to: 'c' })),
      sent('[PATCH v2 2/3] p2 again', { id: 'p2v2', to: 'p2' }),
    );
    const series = await seriesOf(box);
    expect(series).toMatchObject({ version: 2, missing: [], inherited: [1, 3] });
    expect(series.patches[1]?.title).toBe('p2 again');
  });

  it('leaves the older of two mails with one number out', async () => {
    const box = mbox(
      sent('[PATCH 1/2] a', { id: 'p1' }),
      sent('[PATCH 2/2] old', { id: 'p2', to: 'p1' }),
      sent('[PATCH 2/2] new', { id: 'p2b', to: 'p1', date: 'Tue, 3 Nov 2026 10:00:00 +0000' }),
    );
    const series = await seriesOf(box);
    expect(series.duplicates).toEqual(['[PATCH 2/2] old']);
    expect(series.patches[1]?.title).toBe('new');
  });

  it('never takes an answer for a patch, and counts its trailers', async () => {
    const answer = `> ${oneLineDiff.replaceAll('\n', '\n> ')}\n${oneLineDiff}\nReviewed-by: Kim Ruiz <kim@example.net>\n`;
    const box = mbox(
      sent('[PATCH] a', { id: 'p' }),
      sent('Re: [PATCH] a', { id: 'r', to: 'p', from: 'Kim Ruiz <kim@example.net>', body: answer }),
    );
    const series = await seriesOf(box);
    expect(series.patches).toHaveLength(1);
    expect(series.replies).toMatchObject([{ from: 'Kim Ruiz <kim@example.net>', trailers: [{ key: 'Reviewed-by' }] }]);
  });

  it('chooses by message-id or words when a mailbox holds several', async () => {
    const box = mbox(
      sent('[PATCH] first thing', { id: 'one', date: 'Mon, 2 Nov 2026 10:00:00 +0000' }),
      sent('[PATCH] second thing', { id: 'two', date: 'Tue, 3 Nov 2026 10:00:00 +0000' }),
    );
    expect((await seriesOf(box)).title).toBe('second thing');
    expect((await seriesOf(box, 'first')).title).toBe('first thing');
    expect((await seriesOf(box, '<one>')).title).toBe('first thing');
    await expect(seriesOf(box, 'third')).rejects.toThrow(
      /--series third: not in box; it has "first thing", "second thing"/,
    );
  });

  it('survives mails that answer each other in a circle', async () => {
    const box = mbox(sent('[PATCH 1/2] a', { id: 'p1', to: 'p2' }), sent('[PATCH 2/2] b', { id: 'p2', to: 'p1' }));
    expect((await seriesOf(box)).total).toBe(2);
  });

  it('reads author, log, notes and trailers', async () => {
    const body = `From: Kim Ruiz <kim@example.net>\n\nWhy.\n\nMore.\n\nFixes: 0123456789ab ("x")\nSigned-off-by: Kim Ruiz <kim@example.net>\n---\nv2: note\n x.c | 2 +-\n\n${oneLineDiff}-- \n2.39.5\n\nbase-commit: 5d8a1c2f4b7e5d8a1c2f4b7e5d8a1c2f4b7e5d8a\nchange-id: 20261102-typed-1\n`;
    const series = await seriesOf(mbox(sent('[PATCH] a', { id: 'p', body })));
    const [patch] = series.patches;
    expect(patch).toMatchObject({
      author: 'Kim Ruiz <kim@example.net>',
      trailers: [{ key: 'Fixes' }, { key: 'Signed-off-by' }],
    });
    expect(patch?.log.slice(0, 3)).toEqual(['Why.', '', 'More.']);
    expect(patch?.notes[0]).toBe('v2: note');
    expect(patch?.diff.files[0]?.hunks[0]?.lines).toEqual(['-int a;', '+int b;']);
    expect(series).toMatchObject({
      baseCommit: '5d8a1c2f4b7e5d8a1c2f4b7e5d8a1c2f4b7e5d8a',
      changeId: '20261102-typed-1',
    });
  });

  it('says what is wrong with a file that holds no patch', async () => {
    await expect(seriesOf(Buffer.from('\0\x01\x02 not mail at all'))).rejects.toThrow(
      /box: no mail in it; expected an mbox/,
    );
    await expect(seriesOf(mbox(mail('hello', 'no diff\n')))).rejects.toThrow(/box: 1 mails, none with a patch/);
    await expect(seriesOf(Buffer.alloc(0))).rejects.toThrow(/box: no mail in it/);
  });
});

describe('folders', () => {
  it('reads a maildir, a folder of format-patch files, and names what is neither', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pintle-mail-'));
    for (const name of ['maildir/cur', 'maildir/new', 'maildir/tmp', 'patches', 'empty'])
      mkdirSync(join(folder, name), { recursive: true });
    writeFileSync(join(folder, 'maildir/cur/1:2,S'), mail('[PATCH 1/2] a', oneLineDiff));
    writeFileSync(join(folder, 'maildir/new/2'), mail('[PATCH 2/2] b', oneLineDiff));
    const git = `From ${'a'.repeat(40)} Mon Sep 17 00:00:00 2001\n`;
    writeFileSync(join(folder, 'patches/0001-a.patch'), git + mail('[PATCH] a', oneLineDiff));
    writeFileSync(join(folder, 'patches/0002-b.patch'), git + mail('[PATCH] b', oneLineDiff));
    writeFileSync(join(folder, 'patches/README.md'), 'no mail');
    for (const name of ['maildir', 'patches']) {
      const choice = chooseSeries(await readHeadings(mailFiles(join(folder, name), name)), name);
      expect(
        [...choice.draft.patches.values()].map((one) => one.subject.title),
        name,
      ).toEqual(['a', 'b']);
    }
    expect(() => mailFiles(join(folder, 'empty'), 'empty')).toThrow(
      /^empty: no mail in this folder; expected \*\.patch/,
    );
    expect(() => mailFiles(join(folder, 'none'), 'none')).toThrow(/^none: no such file or folder/);
    rmSync(folder, { recursive: true });
  });
});
