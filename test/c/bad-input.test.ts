/** Files that nobody can read well: each is named, nothing hangs, nothing is lost. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { check, migrate, pintle, places, temporaryFolder } from './reading.js';

const call = 'void f(struct ioasid_set *set, ioasid_t id) { ioasid_free(id); }\n';

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

it('names a binary file', async () => {
  const folder = folderWith({ 'a.c': Buffer.concat([Buffer.from(call), Buffer.from([0, 1, 2, 255])]) });
  const { findings, notRead } = await check(['a.c'], folder);
  expect({ findings, notRead }).toEqual({
    findings: [],
    notRead: [{ file: 'a.c', line: 1, symbol: '', reason: 'file is binary' }],
  });
});

it('names a file that is too large, and brackets that are nested too deep', async () => {
  const folder = folderWith({
    'long.c': `${'x = f(a, b); '.repeat(400_000)}${call}`,
    'deep.c': `int g(void) { return ${'('.repeat(50_000)}1${')'.repeat(50_000)}; }\n${call}`,
    'open.c': `${'{ ('.repeat(50_000)}${call}`,
  });
  const { notRead } = await check(['.'], folder);
  expect(
    notRead.map(({ file, symbol, reason }) => `${file} ${symbol} ${reason.replace(/\d+ bytes/, 'N bytes')}`),
  ).toEqual([
    'deep.c ioasid_free brackets are nested more than 1000 deep, or do not close',
    'long.c  file has N bytes, the limit is 3145728',
    'open.c ioasid_free brackets are nested more than 1000 deep, or do not close',
  ]);
});

it('comes to an end on rubbish and on a line of a megabyte', async () => {
  const folder = folderWith({
    'rubbish.c': `${'{ a < b > c * d ( ; } ) ] '.repeat(20_000)}${call}`,
    'line.c': `void g(void) { ${'x = f(a, b); '.repeat(80_000)} } ${call}`,
  });
  const started = performance.now();
  const report = await check(['.'], folder);
  expect(performance.now() - started).toBeLessThan(50_000);
  expect(places(report)).toContain('line.c:1 OWNER_UNCHECKED ioasid_free');
});

it('reads a file that is no UTF-8, and writes it back byte for byte', async () => {
  const bytes = Buffer.concat([Buffer.from('/* '), Buffer.from([0xe9, 0xff]), Buffer.from(` */\n${call}`)]);
  const folder = folderWith({ 'old.c': bytes });
  const { rewrites } = await migrate(['old.c'], folder);
  expect(rewrites.map(({ encoding }) => encoding)).toEqual(['latin1']);
  expect((await pintle(folder, 'migrate', 'old.c', '--write')).code).toBe(0);
  const after = readFileSync(join(folder, 'old.c'));
  expect(after.equals(Buffer.from(bytes.toString('latin1').replace('(id)', '(set, id)'), 'latin1'))).toBe(true);
});

it('counts columns as editors do behind text that is not ASCII', async () => {
  const folder = folderWith({ 'a.c': `/* \u00fc\u{1f600} */ ${call}` });
  const { findings } = await check(['a.c'], folder);
  expect(findings.map(({ column }) => column)).toEqual([11 + call.indexOf('ioasid_free(id)')]);
});

it('reads a file whose headers are missing', async () => {
  const folder = folderWith({ 'a.c': `#include "nowhere.h"\n#include <linux/nowhere.h>\n${call}` });
  const report = await check(['a.c'], folder);
  expect([places(report), report.notRead]).toEqual([['a.c:3 OWNER_UNCHECKED ioasid_free'], []]);
});

it('names a folder that it may not enter, and is not led in circles', async () => {
  const folder = folderWith({ 'a.c': call });
  mkdirSync(join(folder, 'locked'));
  mkdirSync(join(folder, 'inner'));
  symlinkSync('..', join(folder, 'inner', 'loop'));
  chmodSync(join(folder, 'locked'), 0);
  const { findings, notRead } = await check(['.'], folder);
  chmodSync(join(folder, 'locked'), 0o755);
  expect(findings).toHaveLength(1);
  // Root may enter everything.
  const isRoot = process.getuid?.() === 0;
  expect(notRead).toEqual(
    isRoot ? [] : [{ file: 'locked', line: 1, symbol: '', reason: 'folder cannot be read: EACCES' }],
  );
});

it('ends with 3 when something was not read, and with 2 for a path that is not there', async () => {
  const folder = folderWith({ 'a.c': 'int f(void)\n{\n\tif (x {\n\tioasid_free(1);\n' });
  const incomplete = await pintle(folder, 'check', 'a.c');
  expect([incomplete.code, incomplete.out]).toEqual([
    3,
    'a.c:4: NOTE:NOT_READ: ioasid_free: the code around it does not parse\n',
  ]);
  const missing = await pintle(folder, 'check', 'none/here');
  expect([missing.code, missing.err]).toEqual([2, expect.stringMatching(/none\/here: no such file or folder$/)]);
});

it('reports a call outside of any function as not read', async () => {
  const folder = folderWith({ 'a.c': 'ioasid_free(7);\n' });
  const { findings, notRead } = await check(['a.c'], folder);
  expect([findings, notRead.map(({ reason }) => reason)]).toEqual([[], ['it stands outside of any function']]);
});
