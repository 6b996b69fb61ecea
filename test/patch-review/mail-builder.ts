/** Small mails for tests. */
import { bytesAsFile } from '../../tools/patch-review/mail/source.js';
import { scanMails } from '../../tools/patch-review/mail/source.js';
import { readMail } from '../../tools/patch-review/mail/body.js';
import type { Mail, RawMail } from '../../tools/patch-review/mail/model.js';
import { loadSeries } from '../../tools/patch-review/series/load-series.js';
import { chooseSeries, readHeadings } from '../../tools/patch-review/series/read-mailbox.js';
import type { Series } from '../../tools/patch-review/series/model.js';

export const oneLineDiff = 'diff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-int a;\n+int b;\n';

/** A mail as bytes; one character is one byte. */
export function mail(subject: string, body: string, heads: Readonly<Record<string, string>> = {}): string {
  const head = {
    From: 'Robin Ashe <robin@example.org>',
    Subject: subject,
    Date: 'Mon, 2 Nov 2026 10:00:00 +0000',
    ...heads,
  };
  return `${Object.entries(head)
    .map(([name, value]) => `${name}: ${value}\n`)
    .join('')}\n${body}`;
}

/** Mails as an mbox. */
export function mbox(...mails: readonly string[]): Buffer {
  return Buffer.from(
    mails.map((one) => `From robin@example.org Mon Nov  2 10:00:00 2026\n${one}\n`).join('\n'),
    'latin1',
  );
}

/** Mails of some bytes, cut into chunks of a size. */
export async function rawMails(bytes: Uint8Array, chunk = bytes.length || 1): Promise<RawMail[]> {
  const mails: RawMail[] = [];
  const file = {
    name: 'box',
    open: async function* () {
      for (let at = 0; at < bytes.length; at += chunk) yield await Promise.resolve(bytes.subarray(at, at + chunk));
    },
  };
  await scanMails([file], (one) => mails.push({ ...one, bytes: Uint8Array.from(one.bytes) }));
  return mails;
}

export async function read(bytes: Uint8Array): Promise<Mail[]> {
  return Promise.all((await rawMails(bytes)).map(readMail));
}

export async function seriesOf(bytes: Uint8Array, wanted?: string): Promise<Series> {
  const files = [bytesAsFile('box', bytes)];
  const choice = chooseSeries(await readHeadings(files), 'box', wanted);
  return loadSeries(files, choice, choice.draft);
}
