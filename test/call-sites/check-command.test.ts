/** `pintle check`: what is held back, exit codes, and bad input. */
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bad, run } from './testing/check-run.js';
import { makeProject } from './testing/project.js';

describe('what is held back', () => {
  it('ends with 0 below --fail-on', async () => {
    const project = makeProject({ 'src/bad.ts': bad });
    expect((await run(project, ['--fail-on', 'never', 'src'])).code).toBe(0);
    expect((await run(project, ['--fail-on', 'note', 'src'])).code).toBe(1);
  });

  it('takes the level of a type from the configuration', async () => {
    const files = { 'src/bad.ts': bad };
    const warned = makeProject({ ...files, 'pintle.config.json': '{ "rules": { "NONE_COMPARED": "warning" } }' });
    expect(await run(warned, ['src'])).toMatchObject({
      code: 0,
      out: 'src/bad.ts:4: WARNING:NONE_COMPARED: message of none-compared\n',
    });
    const off = makeProject({ ...files, 'pintle.config.json': '{ "rules": { "NONE_COMPARED": "off" } }' });
    expect(await run(off, ['src'])).toMatchObject({ code: 0, out: '' });
    const ignored = makeProject({ ...files, 'pintle.config.json': '{ "ignore": ["src/**"], "paths": ["src"] }' });
    expect(await run(ignored, [])).toMatchObject({ code: 0, out: '' });
  });

  it('takes over what a nearer configuration extends', async () => {
    const project = makeProject({
      'src/bad.ts': bad,
      'base.json': '{ "rules": { "NONE_COMPARED": "off" }, "failOn": "never" }',
      'pintle.config.json': '{ "extends": "./base.json", "rules": { "NONE_COMPARED": "note" } }',
    });
    expect(await run(project, ['src'])).toMatchObject({
      code: 0,
      out: 'src/bad.ts:4: NOTE:NONE_COMPARED: message of none-compared\n',
    });
  });

  it('honours .pintleignore until its day, and complains about lines that hold nothing', async () => {
    const project = makeProject({
      'src/bad.ts': bad,
      '.pintleignore': 'NONE_COMPARED takeSlot src/*.ts  # not yet until 2030-01-31\n',
    });
    const day = (text: string) => ({ env: { SOURCE_DATE_EPOCH: String(Date.parse(text) / 1000) } });
    expect(await run(project, ['src'], day('2030-01-31'))).toMatchObject({
      code: 0,
      out: '',
      err: 'pintle: 0 errors, 0 warnings, 0 notes, 1 held back; read all of 1 files\n',
    });
    const late = await run(project, ['src'], day('2030-02-01'));
    expect(late.out).toContain('ERROR:NONE_COMPARED');
    expect(late.out).toContain(
      '.pintleignore:1: WARNING:IGNORE_EXPIRED: accepted until 2030-01-31: decide again (not yet)',
    );
    writeFileSync(project.path('.pintleignore'), 'TOLD_LATE tell  # never happens\n');
    expect((await run(project, ['src'])).out).toContain('.pintleignore:1: NOTE:IGNORE_UNUSED');
  });

  it('does not count what a baseline has', async () => {
    const project = makeProject({ 'src/bad.ts': bad });
    await run(project, ['-o', 'json=base.json', 'src']);
    expect(await run(project, ['--baseline', 'base.json', 'src'])).toMatchObject({ code: 0, out: '' });
    writeFileSync(project.path('src/bad.ts'), `${bad}declare const s: ShelfOld;\ns.setNote(3, {});\n`);
    expect((await run(project, ['--baseline', 'base.json', 'src'])).out).toBe(
      'src/bad.ts:8: ERROR:FAILURE_UNSEEN: message of failure-unseen\n',
    );
  });

  it('tells from a base tree what is new', async () => {
    const base = makeProject({ 'src/bad.ts': bad });
    const project = makeProject({ 'src/bad.ts': `${bad}declare const s: ShelfOld;\ns.setNote(3, {});\n` });
    const all = JSON.parse((await run(project, ['-o', 'json', '--tree', base.folder, 'src'])).out) as {
      findings: { type: string; origin: string }[];
    };
    expect(all.findings.map(({ type, origin }) => `${type} ${origin}`)).toEqual([
      'NONE_COMPARED left-behind',
      'FAILURE_UNSEEN introduced',
    ]);
    expect((await run(project, ['--tree', base.folder, '--origin', 'introduced', 'src'])).out).toBe(
      'src/bad.ts:8: ERROR:FAILURE_UNSEEN: message of failure-unseen\n',
    );
  });
});

describe('bad input', () => {
  it.each([
    [['nowhere'], /nowhere: no such file or folder/],
    [['-o', 'yaml', 'src'], /-o yaml: no such format here; there is text, terse/],
    [['-o', 'json', '-o', 'sarif', 'src'], /only one of these can have stdout/],
    [['--fail-on', 'bad', 'src'], /--fail-on bad: expected error, warning, note, never/],
    [['--tsconfig', 'none.json', 'src'], /--tsconfig none.json: no such file/],
    [['--baseline', 'none.json', 'src'], /none.json: cannot be read \(ENOENT\)/],
    [['--width', 'x', 'src'], /--width x: expected a number/],
    [['--tree', 'no-such-rev', 'src'], /--tree no-such-rev: neither a folder nor a revision/],
    [['readme.md'], /readme.md: a file of this kind is not read/],
  ])('%j ends with 2 and one line', async (args, message) => {
    const project = makeProject({ 'src/bad.ts': bad, 'readme.md': '# x' });
    const { code, err, out } = await run(project, args);
    expect(err).toMatch(message);
    expect([code, out, err.trimEnd().split('\n').length]).toEqual([2, '', 1]);
  });

  it.each([
    [
      'pintle.config.json',
      '{ "rulez": {} }',
      /pintle.config.json: the object must NOT have additional properties \(rulez\)/,
    ],
    [
      'pintle.config.json',
      '{ "rules": { "X": "loud" } }',
      /\/rules\/X must be equal to one of the allowed values: error, warning, note, off/,
    ],
    ['pintle.config.json', '{ oops', /pintle.config.json: /],
    ['pintle.config.json', '{ "extends": "./pintle.config.json" }', /extends itself/],
    ['.pintleignore', 'NONE_COMPARED takeSlot\n', /.pintleignore:1: the reason is missing/],
    ['.pintleignore', '\n\nwhat is this # x\n', /.pintleignore:3: "what" is no type/],
    ['.pintleignore', 'NONE_COMPARED takeSlot # soon until 2030-13-45\n', /.pintleignore:1: "2030-13-45" is no day/],
  ])('%s with %j ends with 2', async (name, text, message) => {
    const project = makeProject({ 'src/bad.ts': bad, [name]: text });
    const { code, err } = await run(project, ['src']);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  it('names files with syntax errors and reads the rest', async () => {
    const project = makeProject({
      'src/bad.ts': bad,
      'src/broken.ts': `import type { ShelfOld } from '../shelf/old.js';\nconst = 3;\n`,
    });
    const { code, out } = await run(project, ['src']);
    expect(out).toBe(
      'src/bad.ts:4: ERROR:NONE_COMPARED: message of none-compared\nsrc/broken.ts:2: NOTE:NOT_READ: syntax error: Variable declaration expected.\n',
    );
    expect(code).toBe(3);
    expect((await run(project, ['--allow-incomplete', 'src'])).code).toBe(1);
  });

  it('accepts what is not read when .pintleignore says so', async () => {
    const project = makeProject({
      'src/broken.ts': 'ShelfOld const = 3;\n',
      '.pintleignore': 'NOT_READ src/broken.ts  # a template\n',
    });
    expect((await run(project, ['src'])).code).toBe(0);
  });

  it('names every file when the project file is broken or missing', async () => {
    const project = makeProject({ 'src/bad.ts': bad, 'src/tsconfig.json': '{ "compilerOptions": ' });
    const { code, out } = await run(project, ['src']);
    expect(out).toMatch(/^src\/bad\.ts:1: NOTE:NOT_READ: project file is broken: /);
    expect(code).toBe(3);
    writeFileSync(project.path('src/tsconfig.json'), '{ "extends": "./gone.json" }');
    expect((await run(project, ['src'])).out).toMatch(/NOT_READ: project file is broken/);
  });

  it('reads projects whose references go round', async () => {
    const reference = (path: string) =>
      JSON.stringify({
        compilerOptions: { composite: true, module: 'NodeNext', strict: true },
        references: [{ path }],
        include: ['*.ts'],
      });
    const project = makeProject({
      'a/tsconfig.json': reference('../b'),
      'b/tsconfig.json': reference('../a'),
      'a/bad.ts': bad,
    });
    expect((await run(project, ['a'])).out).toBe('a/bad.ts:4: ERROR:NONE_COMPARED: message of none-compared\n');
  });

  it('names unreadable, oversized and non-UTF-8 files', async () => {
    const project = makeProject({
      'src/locked.ts': bad,
      'src/large.ts': `${bad}//${'x'.repeat(9 * 1024 * 1024)}\n`,
      'src/latin.ts': Buffer.from('const a = "\xe4"; // ShelfOld', 'latin1'),
    });
    chmodSync(project.path('src/locked.ts'), 0);
    const { out, code } = await run(project, ['src']);
    expect(out).toContain('src/latin.ts:1: NOTE:NOT_READ: file is not UTF-8');
    expect(out).toMatch(/src\/large\.ts:1: NOTE:NOT_READ: file has \d+ bytes, the limit is 8388608/);
    if (process.getuid?.() !== 0) expect(out).toContain('src/locked.ts:1: NOTE:NOT_READ: file cannot be read: EACCES');
    expect(code).toBe(3);
  });

  it('walks links that lead back, spaces and other alphabets once', async () => {
    const project = makeProject({ 'src/mit leerzeichen/größe.ts': bad.replaceAll('../shelf', '../../shelf') });
    symlinkSync('..', project.path('src/loop'));
    symlinkSync(project.path('src/mit leerzeichen'), project.path('src/again'));
    const { out } = await run(project, ['src']);
    expect(out.trimEnd().split('\n')).toHaveLength(1);
    expect(out).toContain('ERROR:NONE_COMPARED');
  });
});
