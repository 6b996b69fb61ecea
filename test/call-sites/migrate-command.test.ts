/** `pintle migrate`: diffs that git takes, files that are old or new, and when nothing is written. */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../tools/cli/commands/migrate.js';
import { explain } from '../../tools/cli/commands/explain.js';
import { schema } from '../../tools/cli/commands/schema.js';
import { replaceFile } from '../../tools/diagnostics/write-file.js';
import { schemas } from '../../tools/schema/schemas.js';
import { violation } from '../../tools/schema/validate.js';
import { makeProject, type TestProject, ts } from './testing/project.js';
import { runCommand } from './testing/run-command.js';

const drop = (name: string) => ts`
  import type { Box, ShelfOld } from '../shelf/old.js';

  export function ${name}(shelf: ShelfOld, box: Box): void {
    shelf.dropBox(box, true);
  }
`;
const moved = (name: string) =>
  drop(name).replace('shelf/old', 'shelf/new').replaceAll('ShelfOld', 'ShelfNew').replace(', true', '');

function git(project: TestProject, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=A B', '-c', 'user.email=a@example.org', ...args], {
    cwd: project.folder,
    encoding: 'utf8',
  });
}

function repository(files: Readonly<Record<string, string>>): TestProject {
  const project = makeProject(files);
  git(project, 'init', '-q', '-b', 'main');
  git(project, 'config', 'user.name', 'Änne B');
  git(project, 'config', 'user.email', 'a@example.org');
  git(project, 'add', '-A');
  git(project, 'commit', '-q', '-m', 'src: Start');
  return project;
}

const run = (project: TestProject, ...args: string[]) => runCommand(migrate, args, { cwd: project.folder });
const read = (project: TestProject, name: string) => readFileSync(project.path(name), 'utf8');

describe('diff', () => {
  it('is what git apply takes', async () => {
    const project = repository({
      'src/a.ts': drop('a'),
      'src/mit leer.ts': drop('b'),
      'src/ä.ts': drop('c').trimEnd(),
    });
    const { code, out, err } = await run(project, 'src');
    expect(code).toBe(0);
    expect(err).toBe('found    3 call sites in 3 files\nmoves    3 in 3 files\n');
    expect(read(project, 'src/a.ts'), 'nothing is written').toBe(drop('a'));
    writeFileSync(project.path('all.diff'), out);
    git(project, 'apply', 'all.diff');
    expect(read(project, 'src/a.ts')).toBe(moved('a'));
    expect(read(project, 'src/mit leer.ts')).toBe(moved('b'));
    expect(read(project, 'src/ä.ts')).toBe(moved('c').trimEnd());
  });

  it('is what git apply takes below the top of the repository', async () => {
    const project = repository({ 'src/a.ts': drop('a') });
    const { out } = await runCommand(migrate, ['.'], { cwd: project.path('src') });
    writeFileSync(project.path('src/all.diff'), out);
    execFileSync('git', ['apply', 'all.diff'], { cwd: project.path('src') });
    expect(read(project, 'src/a.ts')).toBe(moved('a'));
  });

  it('is empty when there is nothing to do', async () => {
    const project = makeProject({ 'src/a.ts': moved('a') });
    expect(await run(project, 'src')).toEqual({
      code: 0,
      out: '',
      err: 'found    0 call sites in 1 files\nmoves    0 in 0 files\n',
    });
  });

  it('prints JSON of its schema', async () => {
    const project = makeProject({ 'src/a.ts': drop('a') });
    const report: unknown = JSON.parse((await run(project, '-o', 'json', 'src')).out);
    expect(violation('migrate', report)).toBeUndefined();
    expect(report).toMatchObject({ found: 1, written: 1, files: [{ file: 'src/a.ts', sites: 1 }], notDone: [] });
  });

  it('lists what is not done, and ends with 1', async () => {
    const project = makeProject({ 'src/a.ts': drop('a').replace('true', 'false') });
    const { code, err } = await run(project, 'src');
    expect(err).toContain('not done 1\n  src/a.ts:4  by-hand: dropBox: emptying alone has no equal\n');
    expect(code).toBe(1);
    expect((await run(project, '--fail-on', 'never', 'src')).code).toBe(0);
  });
});

describe('--write', () => {
  it('writes, keeps mode and links, and does nothing the second time', async () => {
    const project = repository({ 'src/a.ts': drop('a') });
    chmodSync(project.path('src/a.ts'), 0o755);
    git(project, 'commit', '-q', '-a', '-m', 'src: Mode');
    expect((await run(project, '--write', 'src')).code).toBe(0);
    expect(read(project, 'src/a.ts')).toBe(moved('a'));
    expect(statSync(project.path('src/a.ts')).mode & 0o777).toBe(0o755);
    git(project, 'commit', '-q', '-a', '-m', 'src: Move');
    await run(project, '--write', 'src');
    expect(git(project, 'status', '--porcelain')).toBe('');
  });

  it('refuses a dirty tree', async () => {
    const project = repository({ 'src/a.ts': drop('a'), 'src/b.ts': 'export const one = 1;\n' });
    writeFileSync(project.path('src/b.ts'), 'export const one = 2;\n');
    const { code, err } = await run(project, '--write', 'src');
    expect(err).toBe(
      'pintle: nothing written: src/b.ts differ from the last commit; commit them, or use --allow-dirty\n',
    );
    expect(code).toBe(4);
    expect(read(project, 'src/a.ts')).toBe(drop('a'));
    expect((await run(project, '--write', '--allow-dirty', 'src')).code).toBe(0);
    expect(read(project, 'src/a.ts')).toBe(moved('a'));
  });

  it('leaves each file old or new when it is killed', async () => {
    const project = makeProject({ 'big.ts': '' });
    const sizes = [3, 5].map((count) => `${'x'.repeat(1 << 20).repeat(count)}\n`);
    writeFileSync(project.path('big.ts'), sizes[0]!);
    const program = `
      import { readFileSync } from 'node:fs';
      const { replaceFile } = await import(process.argv[1]);
      const [a, b] = [${sizes.map((text) => text.length).join(', ')}].map((size) => 'x'.repeat(size - 1) + '\\n');
      process.stdout.write('go');
      for (let at = 0; ; at++) replaceFile(process.argv[2], at % 2 ? a : b);
    `;
    const compiled = join(project.folder, 'write-file.mjs');
    const { transformWithOxc } = await import('vite');
    const source = readFileSync(new URL('../../tools/diagnostics/write-file.ts', import.meta.url), 'utf8');
    writeFileSync(compiled, (await transformWithOxc(source, 'write-file.ts')).code);
    for (let round = 0; round < 12; round++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', program, compiled, project.path('big.ts')], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await new Promise((resolve) => setTimeout(resolve, 5 + round * 7));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      const { length } = read(project, 'big.ts');
      expect(sizes.map((text) => text.length)).toContain(length);
    }
  });

  it('leaves nothing behind when the disk says no', () => {
    const project = makeProject({ 'a.txt': 'old' });
    expect(() => replaceFile(project.path('no/such/folder/a.txt'), 'new')).toThrow(/ENOENT/);
    replaceFile(project.path('a.txt'), 'new');
    expect(readdirSync(project.folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(read(project, 'a.txt')).toBe('new');
  });
});

describe('--patches', () => {
  it('writes mail that git am takes, one per package or folder', async () => {
    const project = repository({
      'packages/one/package.json': '{}',
      'packages/one/src/a.ts': drop('a').replace('../shelf', '../../../shelf'),
      'packages/one/src/deep/b.ts': drop('b').replace('../shelf', '../../../../shelf'),
      'other/c.ts': drop('c'),
    });
    const { code, err } = await run(project, '--patches', 'out', '-s', '.');
    expect(code).toBe(0);
    const mails = readdirSync(project.path('out')).sort();
    expect(mails).toEqual([
      '0001-src-Move-callers-to-shelf-typed-tag.patch',
      '0002-src-Move-callers-to-shelf-typed-tag.patch',
    ]);
    expect(err).toContain('out/0001-src-Move-callers-to-shelf-typed-tag.patch  1 sites');
    const mail = read(project, `out/${mails[1]!}`);
    expect(mail).toMatch(/^From [0-9a-f]{40} Mon Sep 17 00:00:00 2001\nFrom: =\?UTF-8\?B\?/);
    expect(mail).toContain('Subject: [PATCH 2/2] src: Move callers to shelf, typed tag\n');
    expect(mail).toContain('Signed-off-by: Änne B <a@example.org>');
    expect(mail).toMatch(/\nbase-commit: [0-9a-f]{40}\n-- \n/);
    expect(
      mail
        .split('\n')
        .slice(0, 12)
        .every((line) => line.length <= 76),
    ).toBe(true);
    git(project, 'am', '-q', ...mails.map((name) => project.path(`out/${name}`)));
    expect(git(project, 'log', '--format=%s', '-n', '2')).toBe(
      'src: Move callers to shelf, typed tag\nsrc: Move callers to shelf, typed tag\n',
    );
    expect(read(project, 'other/c.ts')).toBe(moved('c'));
    expect(git(project, 'status', '--porcelain', '--untracked-files=no')).toBe('');
  });

  it('prints the same bytes twice', async () => {
    const project = repository({ 'src/a.ts': drop('a') });
    await run(project, '--patches', 'one', 'src');
    await run(project, '--patches', 'two', 'src');
    const [name] = readdirSync(project.path('one'));
    expect(read(project, `one/${name!}`)).toBe(read(project, `two/${name!}`));
  });

  it('needs a repository, and one way of writing', async () => {
    const project = makeProject({ 'src/a.ts': drop('a') });
    expect(await run(project, '--patches', 'out', 'src')).toMatchObject({
      code: 2,
      err: 'pintle: --patches needs a git repository around the files\n',
    });
    expect((await run(project, '--patches', 'out', '--write', 'src')).code).toBe(2);
    expect(existsSync(project.path('out'))).toBe(false);
  });
});

it.each([
  [['--level', 'wild', 'src'], /--level wild: expected safe or suggested/],
  [['-o', 'sarif', 'src'], /migrate prints diff or json/],
  [['gone'], /gone: no such file or folder/],
])('%j ends with 2', async (args, message) => {
  const { code, err } = await run(makeProject({ 'src/a.ts': drop('a') }), ...args);
  expect(err).toMatch(message);
  expect(code).toBe(2);
});

describe('schema and explain', () => {
  const cwd = process.cwd();

  it('prints every schema, and each is one', async () => {
    for (const name of Object.keys(schemas)) {
      const { code, out } = await runCommand(schema, [name], { cwd });
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
    }
    expect((await runCommand(schema, ['pintle.check/1'], { cwd })).code).toBe(0);
    expect((await runCommand(schema, ['chekc'], { cwd })).err).toContain('did you mean check?');
  });

  it.each([
    ['NONE_COMPARED', 'title of none-compared'],
    ['none-compared', 'rule: sentinel-compared'],
    ['takeSlot', 'takeSlot(box: Box, range: Range, note: Note): Outcome<Slot>'],
    ['result-unchecked', 'Finds: a result that can be an error'],
  ])('explains %s', async (id, text) => {
    const { code, out } = await runCommand(explain, [id], { cwd });
    expect(out).toContain(text);
    expect(code).toBe(0);
    expect(
      violation('explain', JSON.parse((await runCommand(explain, ['-o', 'json', id], { cwd })).out)),
    ).toBeUndefined();
  });

  it('knows a near name', async () => {
    expect(await runCommand(explain, ['takeSlott'], { cwd })).toMatchObject({
      code: 2,
      err: 'pintle: explain takeSlott: not known to shelf; did you mean takeSlot?\n',
    });
  });
});
