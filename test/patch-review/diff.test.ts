import { describe, expect, it } from 'vitest';
import { parseDiff } from '../../tools/patch-review/diff/parse-diff.js';
import type { FilePatch } from '../../tools/patch-review/diff/model.js';

function parse(text: string): ReturnType<typeof parseDiff> {
  return parseDiff(text.split('\n'));
}

function only(text: string): FilePatch {
  const { files, refused } = parse(text);
  expect(refused).toEqual([]);
  expect(files).toHaveLength(1);
  return files[0]!;
}

const head = 'diff --git a/x.c b/x.c\nindex 1..2 100644\n--- a/x.c\n+++ b/x.c\n';

describe('diffs', () => {
  it('reads hunks with their headings and leaves the signature to the tail', () => {
    const { files, tail } = parse(
      `${head}@@ -1,2 +1,3 @@ static int f(void)\n a\n+b\n c\n-- \n2.39.5\n\nbase-commit: 123\n`,
    );
    expect(files[0]?.hunks).toMatchObject([
      { oldStart: 1, oldLines: 2, newStart: 1, newLines: 3, heading: 'static int f(void)', at: 4 },
    ]);
    expect(tail.slice(0, 2)).toEqual(['-- ', '2.39.5']);
  });

  it('takes a removed line that looks like a signature for what it is', () => {
    expect(only(`${head}@@ -1,2 +1 @@\n a\n-- \n`).hunks[0]?.lines).toEqual([' a', '-- ']);
  });

  it('takes removed and added lines that look like file headers for what they are', () => {
    const file = only(`${head}@@ -1,3 +1,3 @@\n a\n--- x\n+++ y\n b\n`);
    expect(file.hunks[0]?.lines).toEqual([' a', '--- x', '+++ y', ' b']);
    expect(file.damage).toBeUndefined();
  });

  it.each([
    [
      'rename',
      'similarity index 100%\nrename from a b.c\nrename to c.c',
      { change: 'rename', oldPath: 'a b.c', newPath: 'c.c' },
    ],
    ['copy', 'similarity index 100%\ncopy from x.c\ncopy to y.c', { change: 'copy', oldPath: 'x.c', newPath: 'y.c' }],
    ['mode', 'old mode 100644\nnew mode 100755', { change: 'modify', newMode: '100755' }],
    ['empty new file', 'new file mode 100644\nindex 0..0', { change: 'add', oldPath: null }],
    ['empty deleted file', 'deleted file mode 100644\nindex 0..0', { change: 'delete', newPath: null }],
    ['binary', 'index 1..2 100644\nBinary files a/x.c and b/x.c differ', { binary: true }],
  ])('reads a %s without hunks', (_name, text, expected) => {
    expect(only(`diff --git a/x.c b/x.c\n${text}\n`)).toMatchObject({ hunks: [], ...expected });
  });

  it('reads quoted names and names without prefix', () => {
    expect(
      only(
        'diff --git "a/\\303\\244.c" "b/\\303\\244.c"\n--- "a/\\303\\244.c"\n+++ "b/\\303\\244.c"\n@@ -1 +1 @@\n-a\n+b\n',
      ).newPath,
    ).toBe('ä.c');
    expect(only('diff --git x/y.c x/y.c\n--- x/y.c\n+++ x/y.c\n@@ -1 +1 @@\n-a\n+b\n')).toMatchObject({
      oldPath: 'x/y.c',
      newPath: 'x/y.c',
    });
    expect(only('--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n')).toMatchObject({ oldPath: 'x.c', newPath: 'x.c' });
  });

  it('keeps CR, the mark of a missing newline, and empty context lines that lost their space', () => {
    const file = only(
      `${head}@@ -1,3 +1,3 @@\n a\r\n\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n`,
    );
    expect(file.hunks[0]?.lines).toEqual([
      ' a\r',
      ' ',
      '-b',
      '\\ No newline at end of file',
      '+c',
      '\\ No newline at end of file',
    ]);
  });

  it.each([
    ['a wrapped line', '@@ -1,2 +1,2 @@\n a\n+some text that was\nbroken\n-b\n', /wrapped line/, 7],
    ['a hunk that is cut', '@@ -1,5 +1,5 @@\n a\n', /cut short/, 4],
    ['a hunk that the next file cuts', `@@ -1,5 +1,5 @@\n a\n${head}@@ -1 +1 @@\n-a\n+b\n`, /cut short/, 6],
    ['more lines than announced', '@@ -1 +1 @@\n-a\n+b\n+c\n', /more lines/, 7],
    ['a heading that is none', '@@ -1,x +1 @@\n a\n', /heading/, 4],
  ])('names %s with its line', (_name, text, why, at) => {
    const [file] = parse(head + text).files;
    expect(file?.damage?.why).toMatch(why);
    expect(file?.damage?.at).toBe(at);
  });

  it.each([
    ['/etc/passwd', /absolute/],
    ['a/../../x', /leaves the tree/],
    ['..', /leaves the tree/],
    ['.git/config', /inside \.git/],
    ['x/.GIT/hooks/y', /inside \.git/],
    ['C:/x', /absolute/],
  ])('refuses the file name %s', (name, why) => {
    const { files, refused } = parse(`--- a/x.c\n+++ b/${name}\n@@ -1 +1 @@\n-a\n+b\n`);
    expect(files).toEqual([]);
    expect(refused[0]?.why).toMatch(why);
  });

  it('refuses an absolute name without prefix', () => {
    expect(parse('--- /etc/passwd\n+++ /etc/passwd\n@@ -1 +1 @@\n-a\n+b\n').refused[0]?.why).toBe(
      'an absolute file name',
    );
  });

  it('reads a binary patch of git and goes on behind it', () => {
    const text =
      'diff --git a/l.bin b/l.bin\nindex 1..2 100644\nGIT binary patch\nliteral 3\nKcmZQzKmY&$\n\nliteral 2\nJcmZQzKmY&$\n\n';
    const { files } = parse(`${text}${head}@@ -1 +1 @@\n-a\n+b\n`);
    expect(files.map((file) => [file.newPath, file.binary, file.hunks.length])).toEqual([
      ['l.bin', true, 0],
      ['x.c', false, 1],
    ]);
  });
});
