/** Mail that wants to harm: escape sequences, HTML, paths, sizes, and what a regular expression could choke on. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseDiff } from '../../tools/patch-review/diff/parse-diff.js';
import { limits } from '../../tools/patch-review/limits.js';
import { sentencesOf } from '../../tools/patch-review/behaviour/mentions.js';
import { lex } from '../../tools/patch-review/code/lex.js';
import { functionsIn } from '../../tools/patch-review/code/functions.js';
import { statementsOf } from '../../tools/patch-review/code/statements.js';
import { bodyFacts } from '../../tools/patch-review/behaviour/guards.js';
import { reviewFormats } from '../../tools/patch-review/report/formats.js';
import { leasePair } from './lease-pair.js';
import { mail, mbox, oneLineDiff } from './mail-builder.js';
import { runCommand } from './run-command.js';

const fixtures = fileURLToPath(new URL('./fixtures/', import.meta.url));
const setup = { cwd: fixtures, pair: leasePair({}) };

describe('the shelf of hostile mail', () => {
  for (const name of readdirSync(join(fixtures, 'hostile')).sort()) {
    it.each(reviewFormats)(`${name} as %s holds no control character`, async (format) => {
      const ran = await runCommand(
        [`hostile/${name}`],
        { tree: 'lease-tree', output: [format] },
        { ...setup, tty: format === 'text' },
      );
      expect(ran.out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      if (format === 'html') {
        expect(ran.out).not.toMatch(/<(?:script|img|iframe|svg)\b/i);
        expect(ran.out.replace(/&[^;]{1,10};/g, '')).not.toMatch(/\son\w+\s*=\s*["']/i);
      }
      if (format === 'md') expect(ran.out).not.toMatch(/<script|\]\(javascript/i);
    });
  }

  it('text is ASCII when it is piped', async () => {
    const ran = await runCommand(['hostile/escape-sequences-and-markup.mbox'], { tree: 'lease-tree' }, setup);
    expect(ran.out).toMatch(/^[\u0000-\u007f]*$/);
  });

  it('a patch that leaves the tree reads nothing outside and is named', async () => {
    const ran = await runCommand(['hostile/path-outside-of-the-tree.mbox'], { tree: 'lease-tree' }, setup);
    expect(ran.exit).toBe('incomplete');
    expect(ran.out).toMatch(/hostile\/path-outside-of-the-tree\.mbox:\d+: a file name that leaves\s+the tree \(\.\.\)/);
    expect(ran.out).not.toContain('root:');
  });

  it('headers of drafts cannot be forged by a subject or an id', async () => {
    const ran = await runCommand(['hostile/forged-headers.mbox'], { tree: 'lease-tree', output: ['mbox'] }, setup);
    const heads = ran.out.split('\n\n')[0] ?? '';
    expect(heads).not.toMatch(/^Bcc:/im);
    expect(ran.out.match(/^From /gm)).toHaveLength(ran.out.match(/^Subject: /gm)?.length ?? 0);
  });
});

const large = 300_000;

/** Each of these takes seconds of work when time grows with the square of the size; the test's own time limit ends it. */
describe('bounded time', () => {
  it.each<[string, (size: number) => string]>([
    ['brackets', (n) => '('.repeat(n)],
    ['braces', (n) => '{'.repeat(n)],
    ['ifs', (n) => 'if (a) '.repeat(n / 8)],
    ['quotes', (n) => '"'.repeat(n)],
    ['backslashes', (n) => '\\\n'.repeat(n / 2)],
    ['comments', (n) => '/*'.repeat(n / 2)],
    ['questions', (n) => 'a ? b : '.repeat(n / 8)],
    ['assignments', (n) => 'a = '.repeat(n / 4)],
    ['stars', (n) => '*'.repeat(n)],
    ['one word', (n) => 'a'.repeat(n)],
  ])('C text of %s', (_name, make) => {
    const text = make(large);
    for (const fn of functionsIn(lex(`int f(void)\n{\n${text}\n}\n`))) bodyFacts(fn);
    expect(statementsOf(lex(text)).length).toBeLessThanOrEqual(large);
  });

  it.each<[string, (size: number) => string]>([
    ['hunks', (n) => `${oneLineDiff.slice(0, 42)}${'@@ -1 +1 @@\n-a\n+b\n'.repeat(n / 18)}`],
    ['files', (n) => 'diff --git a/x b/x\n'.repeat(n / 19)],
    ['headings that are none', (n) => `diff --git a/x b/x\n${'@@ -1,1 +1,1 @\n'.repeat(n / 15)}`],
    ['one long line', (n) => `diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-${'a b/'.repeat(n / 4)}\n+b\n`],
    ['a long name', (n) => `diff --git a/${'x b/'.repeat(n / 4)} b/y\n`],
  ])('a diff of %s', (_name, make) => {
    const { files, refused } = parseDiff(make(large).split('\n'));
    expect(files.length + refused.length).toBeGreaterThan(0);
  });

  it('sentences', () => {
    expect(sentencesOf('a. '.repeat(large / 3))).toHaveLength(large / 3);
  });

  it('stops at the most hunks that a mail may have', () => {
    const { files } = parseDiff(
      `diff --git a/x b/x\n--- a/x\n+++ b/x\n${'@@ -1 +1 @@\n-a\n+b\n'.repeat(limits.hunksInPatch + 1)}`.split('\n'),
    );
    expect(files[0]?.damage?.why).toBe(`more than ${limits.hunksInPatch} hunks in one mail`);
    const atLimit = parseDiff(
      `diff --git a/x b/x\n--- a/x\n+++ b/x\n${'@@ -1 +1 @@\n-a\n+b\n'.repeat(limits.hunksInPatch)}`.split('\n'),
    );
    expect(atLimit.files[0]?.damage).toBeUndefined();
  });
});

describe('one clear error each', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pintle-hostile-'));

  it.each<[string, Buffer, RegExp]>([
    ['an empty file', Buffer.alloc(0), /^-: standard input is empty/],
    ['bytes that are no mail', Buffer.from([0, 1, 2, 255, 254]), /^-: no mail in it/],
    ['a mailbox without patches', mbox(mail('hello', 'text\n')), /none with a patch/],
    ['a gzip bomb', gzipSync(Buffer.alloc(limits.gzipFloor * 2)), /unpacks to more than/],
    ['half a gzip file', gzipSync(mbox(mail('a', 'b'))).subarray(0, 20), /damaged gzip data/],
    ['a line of 100 MB', Buffer.concat([Buffer.from(mail('x', '')), Buffer.alloc(100 << 20, 97)]), /none with a patch/],
  ])('%s', async (_name, stdin, message) => {
    await expect(runCommand(['-'], {}, { ...setup, stdin })).rejects.toThrow(message);
  });

  it.each([
    [['no/such.mbox'], /^no\/such\.mbox: no such file/],
    [['no-such-rev..HEAD'], /no such file, folder or git range/],
    [['--output=x..y'], /no such file, folder or git range/],
    [[], /name one mailbox/],
    [['a', 'b'], /name one mailbox/],
  ])('input %j', async (positionals, message) => {
    await expect(runCommand(positionals, {}, { ...setup, cwd: folder })).rejects.toThrow(message);
  });

  it.each([
    [{ tree: 'no/such/tree' }, /--tree no\/such\/tree: neither a folder nor a commit/],
    [{ 'fail-on': 'fatal' }, /--fail-on fatal: expected error, warning, note, never/],
    [{ origin: 'mine' }, /--origin mine: expected introduced, left-behind, all/],
    [{ width: '12' }, /--width 12/],
    [{ output: ['xml'] }, /-o xml: no such format/],
    [{ prev: 'no/such.mbox' }, /^no\/such\.mbox: no such file/],
    [{ series: 'nothing like it' }, /--series nothing like it: not in/],
    [{ output: ['json=no/such/dir/x.json'] }, /not written/],
  ])('options %j', async (values, message) => {
    const input = ['series/caller-left-behind-and-silent-refusal.mbox'];
    await expect(runCommand(input, values, setup)).rejects.toThrow(message);
  });

  it('leaves nothing behind', () => {
    expect(readdirSync(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
    expect(readFileSync(join(fixtures, 'lease-tree/drivers/beta.c'), 'utf8')).toContain('beta_stop');
  });
});
