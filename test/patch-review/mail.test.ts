import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { limits } from '../../tools/patch-review/limits.js';
import { bytesAsFile, scanMails } from '../../tools/patch-review/mail/source.js';
import { mail, mbox, oneLineDiff, rawMails, read } from './mail-builder.js';

function texts(mails: readonly { bytes: Uint8Array }[]): string[] {
  return mails.map((one) => Buffer.from(one.bytes).toString('latin1'));
}

describe('splitting a mailbox', () => {
  const box = mbox(mail('one', 'first\n'), mail('two', 'second\n>From here\n>>From there\n'), mail('three', ''));

  it('gives the same mails for chunks of every size', async () => {
    const whole = texts(await rawMails(box));
    expect(whole).toHaveLength(3);
    for (const size of [1, 2, 3, 7, 64, 255]) expect(texts(await rawMails(box, size)), `${size}`).toEqual(whole);
  });

  it('names the line on which each mail begins', async () => {
    const lines = box.toString('latin1').split('\n');
    for (const one of await rawMails(box)) expect(lines[one.line - 1]).toBe('From: Robin Ashe <robin@example.org>');
  });

  it('takes a line of a body that looks like a separator for text', async () => {
    const body =
      'He wrote:\n\nFrom kim Mon Nov  2 10:00:00 2026 on it rained.\nNo header here.\n\nFrom the start it was wrong.\n';
    expect(await rawMails(mbox(mail('one', body), mail('two', '')))).toHaveLength(2);
  });

  it('asks for an empty line before a separator that is not git’s', async () => {
    const body = 'He wrote:\nFrom kim@example.net Mon Nov  2 10:00:00 2026\nSubject: this is still the body\n\nyes\n';
    expect(await rawMails(mbox(mail('one', body), mail('two', '')))).toHaveLength(2);
  });

  it('knows separators of git without an empty line before', async () => {
    const from = `From ${'a'.repeat(40)} Mon Sep 17 00:00:00 2001\n`;
    const mails = await rawMails(
      Buffer.from(`${from}${mail('[PATCH 1/2] a', 'x\n')}${from}${mail('[PATCH 2/2] b', 'y\n')}`),
    );
    expect(mails.map((one) => one.commit)).toEqual(['a'.repeat(40), 'a'.repeat(40)]);
    expect(mails.every((one) => one.byGit)).toBe(true);
  });

  it('reads a single mail, empty lines before it included', async () => {
    const [one] = await rawMails(Buffer.from(`\n\n${mail('alone', 'text\n\nFrom a Mon Nov  2 10:00:00 2026\n')}`));
    expect(one).toMatchObject({ line: 3, fromMbox: false });
  });

  it('takes one > off quoted From lines, of an mbox only', async () => {
    const body = '>From here\n>>From there\n> From kept\n';
    const [boxed] = await read(mbox(mail('a', body)));
    expect(boxed?.body).toEqual(['From here', '>From there', '> From kept']);
    const [single] = await read(Buffer.from(mail('a', body)));
    expect(single?.body[0]).toBe('>From here');
  });

  it('drops the rest of a mail over the limit and goes on with the next', async () => {
    const long = mail('long', 'x'.repeat(limits.mailBytes + 10));
    const mails = await rawMails(mbox(mail('before', ''), long, mail('after', 'text\n')), 1 << 20);
    expect(mails.map((one) => one.cut)).toEqual([false, true, false]);
    expect(Buffer.from(mails[2]!.bytes).toString()).toContain('Subject: after');
  });

  it('keeps a mail at the limit', async () => {
    const head = mail('long', '');
    const [one] = await rawMails(Buffer.from(head + 'x'.repeat(limits.mailBytes - head.length)), 1 << 20);
    expect(one).toMatchObject({ cut: false });
    expect(one?.bytes).toHaveLength(limits.mailBytes);
  });

  it('unpacks gzip, several members too, and refuses a bomb', async () => {
    const packed = Buffer.concat([gzipSync(mbox(mail('a', 'x\n'))), gzipSync(mbox(mail('b', 'y\n')))]);
    let found = 0;
    await scanMails([bytesAsFile('a.gz', packed)], () => void found++);
    expect(found).toBe(2);
    const bomb = gzipSync(Buffer.alloc(limits.gzipFloor * 2), { level: 9 });
    await expect(scanMails([bytesAsFile('bomb.gz', bomb)], () => undefined)).rejects.toThrow(
      /^bomb\.gz: unpacks to more than/,
    );
    const cut = packed.subarray(0, 40);
    await expect(scanMails([bytesAsFile('cut.gz', cut)], () => undefined)).rejects.toThrow(
      /^cut\.gz: damaged gzip data/,
    );
  });
});

describe('the text of a mail', () => {
  const latin = 'Gr\xfc\xdfe\n';

  it.each([
    ['8bit', 'text/plain; charset=iso-8859-1', '8bit', latin],
    ['quoted-printable', 'text/plain; charset=iso-8859-1', 'quoted-printable', 'Gr=FC=DF=\ne\n'],
    ['base64', 'text/plain; charset="iso-8859-1"', 'base64', `${Buffer.from(latin, 'latin1').toString('base64')}\n`],
  ])('%s comes back as the bytes that were sent', async (_name, type, coding, body) => {
    const [one] = await read(
      Buffer.from(mail('a', body, { 'Content-Type': type, 'Content-Transfer-Encoding': coding }), 'latin1'),
    );
    expect(one).toMatchObject({ body: ['Gr\xfc\xdfe'], charset: 'iso-8859-1', problems: [] });
  });

  it('keeps bytes that the named character set does not have', async () => {
    const head = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Transfer-Encoding': 'quoted-printable' };
    const [one] = await read(Buffer.from(mail('a', '=E4=F6 =C3=A4\n', head)));
    expect(one?.body).toEqual(['\xe4\xf6 \xc3\xa4']);
  });

  it('takes the text with the diff, not the footer of a list or the HTML', async () => {
    const parts = [
      `--b\nContent-Type: text/plain; charset=utf-8\n\nlog\n\n${oneLineDiff}`,
      '--b\nContent-Type: text/html\n\n<b>log</b>\n',
      '--b\nContent-Type: text/plain\n\nlist footer\n',
    ];
    const [one] = await read(
      mbox(mail('a', `${parts.join('\n')}\n--b--\n`, { 'Content-Type': 'multipart/mixed; boundary=b' })),
    );
    expect(one?.body.join('\n')).toContain('+int b;');
    expect(one?.body.join('\n')).not.toContain('footer');
    expect(one?.body.join('\n')).not.toContain('<b>');
  });

  it('takes an attached patch, its own mail head left out', async () => {
    const patch = `From ${'b'.repeat(40)} Mon Sep 17 00:00:00 2001\nFrom: a\nSubject: x\n\nlog\n---\n${oneLineDiff}`;
    const parts = [
      '--b\nContent-Type: text/plain\n\nSee attachment.\n',
      `--b\nContent-Type: text/x-patch; name=x.patch\nContent-Disposition: attachment; filename=x.patch\nContent-Transfer-Encoding: base64\n\n${Buffer.from(patch).toString('base64')}\n`,
    ];
    const [one] = await read(
      mbox(mail('a', `${parts.join('\n')}\n--b--\n`, { 'Content-Type': 'multipart/mixed; boundary="b"' })),
    );
    expect(one?.body).toContain('See attachment.');
    expect(one?.body).toContain('+int b;');
    expect(one?.body).not.toContain('Subject: x');
  });

  it('reads a patch inside of a forwarded mail', async () => {
    const inner = mail('[PATCH] inner', `log\n\n${oneLineDiff}`);
    const body = `--b\nContent-Type: message/rfc822\n\n${inner}\n--b--\n`;
    const [one] = await read(mbox(mail('a', body, { 'Content-Type': 'multipart/mixed; boundary=b' })));
    expect(one?.body).toContain('+int b;');
  });

  it('says that a mail holds HTML only', async () => {
    const [one] = await read(mbox(mail('a', '<p>hi</p>\n', { 'Content-Type': 'text/html' })));
    expect(one?.problems).toEqual(['holds HTML only, no plain text']);
  });

  it('does not join lines of format=flowed, and undoes stuffed spaces', async () => {
    const stuffed = 'diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,2 @@\n  \tkept \n-int a; \n+int b;\n';
    const [one] = await read(
      mbox(mail('a', `log \nline\n${stuffed}`, { 'Content-Type': 'text/plain; format=flowed; delsp=yes' })),
    );
    expect(one?.body.slice(0, 2)).toEqual(['log ', 'line']);
    expect(one?.body).toContain(' \tkept ');
  });

  it('decodes folded and encoded headers, and takes what steers a terminal out', async () => {
    const head = '=?utf-8?q?=5BPATCH=5D_=C3=A4nder?=\n =?utf-8?q?ung?= \x1b[31mred\x1b[0m\x07';
    const [one] = await read(mbox(mail(head, 'x\n')));
    expect(one?.subject).toBe('[PATCH] änderung red');
  });

  it('has lines of CR LF once, be it the mail’s or the file’s', async () => {
    const [crlf] = await read(Buffer.from(mail('a', 'x\ny\n').replaceAll('\n', '\r\n')));
    expect(crlf?.body).toEqual(['x', 'y']);
    const [mixed] = await read(Buffer.from(mail('a', 'log\n+x\r\n')));
    expect(mixed?.body).toEqual(['log', '+x\r']);
  });

  it('tells of parts that nest too deep instead of failing', async () => {
    let body = 'deep\n';
    for (let i = 0; i < limits.mimeDepth + 5; i++)
      body = `--b${i}\nContent-Type: multipart/mixed; boundary=b${i - 1}\n\n${body}\n--b${i}--\n`;
    const top = `b${limits.mimeDepth + 4}`;
    const [one] = await read(mbox(mail('a', body, { 'Content-Type': `multipart/mixed; boundary=${top}` })));
    expect(one?.problems[0]).toMatch(/^its MIME parts cannot be read \(/);
  });
});
