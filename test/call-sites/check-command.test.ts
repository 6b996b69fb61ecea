/** `pintle check`: outputs, exit codes, what is held back, and bad input. */
import { chmodSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { check } from '../../tools/cli/commands/check.js';
import { violation } from '../../tools/schema/validate.js';
import { makeProject, type TestProject, ts } from './testing/project.js';
import { type Ran, runCommand, type RunOptions } from './testing/run-command.js';

const bad = ts`
  import { type Box, type ShelfOld, NO_SLOT } from '../shelf/old.js';
  export function take(shelf: ShelfOld, box: Box): number {
    const taken = shelf.takeSlot(box, 1, 9, null);
    if (taken === NO_SLOT) return -1;
    return shelf.setNote(taken, null);
  }
`;
const clean = ts`
  import type { Box, ShelfNew } from '../shelf/new.js';
  export const rename = (shelf: ShelfNew, box: Box): void => shelf.rename(box, 'x');
`;

const run = (project: TestProject, args: readonly string[], more: Partial<RunOptions> = {}): Promise<Ran> =>
  runCommand(check, args, { cwd: project.folder, ...more });

describe('outputs', () => {
  const project = makeProject({ 'src/bad.ts': bad, 'src/clean.ts': clean });

  it('prints one line per finding when piped', async () => {
    const { code, out, err } = await run(project, ['src']);
    expect(out).toBe('src/bad.ts:4: ERROR:NONE_COMPARED: message of none-compared\n');
    expect(err).toBe('pintle: 1 error, 0 warnings, 0 notes; read all of 2 files\n');
    expect(code).toBe(1);
  });

  it('prints frames on a terminal', async () => {
    const { out } = await run(project, ['src'], { tty: true, env: { NO_COLOR: '1' } });
    expect(out).toBe(
      [
        'error[NONE_COMPARED]: message of none-compared',
        '  --> src/bad.ts:4:7',
        '  |',
        '4 |   if (taken === NO_SLOT) return -1;',
        '  |       ^^^^^^^^^^^^^^^^^ takeSlot',
        '   new: takeSlot(box: Box, range: Range, note: Note): Outcome<Slot>',
        '  note: title of none-compared; see "pintle explain NONE_COMPARED"',
        '   fix: pintle migrate writes it',
        'ignore: NONE_COMPARED takeSlot src/bad.ts  # reason until YYYY-MM-DD',
        '',
        '1 error, 0 warnings, 0 notes',
        '',
      ].join('\n'),
    );
  });

  it('colours only on a terminal, or when told', async () => {
    const escape = '\u001b[';
    expect((await run(project, ['src'], { tty: true })).out).toContain(escape);
    expect((await run(project, ['src'], { tty: true, env: { TERM: 'dumb' } })).out).not.toContain(escape);
    expect((await run(project, ['-o', 'text', 'src'])).out).not.toContain(escape);
    expect((await run(project, ['-o', 'text', '--color', 'always', 'src'])).out).toContain(escape);
  });

  it('says it in plain words', async () => {
    const { out } = await run(project, ['--plain', 'src']);
    expect(out).toContain('file src/bad.ts, line 4, column 7');
    expect(out).not.toContain('|');
  });

  it('prints JSON of the contract', async () => {
    const { out } = await run(project, ['-o', 'json', 'src']);
    const report = JSON.parse(out) as { findings: unknown[] };
    expect(violation('check', report)).toBeUndefined();
    expect(report).toMatchObject({
      schema: 'pintle.check/1',
      findings: [
        {
          type: 'NONE_COMPARED',
          level: 'error',
          certainty: 'likely',
          file: 'src/bad.ts',
          line: 4,
          column: 7,
          symbol: 'takeSlot',
          group: 'came-along',
          origin: 'left-behind',
          evidence: 'types',
          fix: { level: 'safe' },
        },
      ],
      notRead: [],
      totals: { error: 1, warning: 0, note: 0, introduced: 0, 'left-behind': 1, 'pre-existing': 0 },
    });
    expect(out.startsWith('{\n  "schema": "pintle.check/1"')).toBe(true);
  });

  it('prints the same bytes twice', async () => {
    const first = await run(project, ['-o', 'json', 'src']);
    expect(await run(project, ['-o', 'json', 'src'])).toEqual(first);
  });

  it('prints a line of JSON each', async () => {
    const lines = (await run(project, ['-o', 'ndjson', 'src'])).out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string });
    expect(lines.map(({ kind }) => kind)).toEqual(['finding', 'totals']);
    expect(lines.map((line) => violation('finding', line))).toEqual([undefined, undefined]);
  });

  it('prints SARIF that the official schema takes', async () => {
    const schema: unknown = JSON.parse(
      readFileSync(new URL('./fixtures/sarif-schema-2.1.0.json', import.meta.url), 'utf8'),
    );
    const ajv = new Ajv({ strict: false, validateFormats: false, validateSchema: false });
    const rest = Object.entries(schema as Record<string, unknown>).filter(([key]) => key !== '$schema' && key !== 'id');
    const validate = ajv.compile(Object.fromEntries(rest));
    const withMissed = makeProject({ 'src/bad.ts': bad, 'src/odd name ä.ts': 'import { ShelfOld } from \n' });
    for (const own of [project, withMissed]) {
      const log: unknown = JSON.parse((await run(own, ['-o', 'sarif', 'src'])).out);
      expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
      const [only] = (
        log as { runs: { results: { partialFingerprints: object }[]; tool: { driver: { version: string } } }[] }
      ).runs;
      expect(only!.results[0]!.partialFingerprints).toHaveProperty('pintle/v1');
      expect(only!.tool.driver.version).toMatch(/^\d/);
    }
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] }), 'the schema refuses a run without a tool').toBe(
      false,
    );
  });

  it('keeps the fingerprint when lines move, and changes it when the text does', async () => {
    const printOf = async (text: string) => {
      const own = makeProject({ 'src/bad.ts': text });
      const report = JSON.parse((await run(own, ['-o', 'json', 'src'])).out) as { findings: { fingerprint: string }[] };
      return report.findings[0]!.fingerprint;
    };
    expect(await printOf(`// one more line\n\n${bad}`)).toBe(await printOf(bad));
    expect(await printOf(bad.replace('taken === NO_SLOT', 'NO_SLOT === taken'))).not.toBe(await printOf(bad));
  });

  it('prints JUnit, GitHub annotations and Markdown', async () => {
    expect((await run(project, ['-o', 'junit', 'src'])).out).toContain(
      '<testsuite name="src/bad.ts" tests="1" failures="1" skipped="0">',
    );
    expect((await run(project, ['-o', 'github', 'src'])).out).toBe(
      '::error file=src/bad.ts,line=4,col=7,title=NONE_COMPARED::message of none-compared\n',
    );
    expect((await run(project, ['-o', 'md', 'src'])).out).toContain(
      '| `src/bad.ts:4` | error | NONE_COMPARED | `takeSlot` |',
    );
  });

  it('shows ten annotations of a kind and puts the rest in the log', async () => {
    const many = makeProject({
      'src/many.ts': `import type { ShelfOld } from '../shelf/old.js';\ndeclare const s: ShelfOld;\n${'s.setNote(1, {});\n'.repeat(14)}`,
    });
    const { out } = await run(many, ['-o', 'github', 'src']);
    expect(out.split('\n').filter((line) => line.startsWith('::error'))).toHaveLength(10);
    expect(out.split('\n').filter((line) => line.includes('ERROR:FAILURE_UNSEEN'))).toHaveLength(4);
    expect(out.endsWith('4 more above\n')).toBe(true);
  });

  it('writes several at once', async () => {
    const { out } = await run(project, ['-o', 'terse', '-o', 'json=report.json', '-o', 'junit=report.xml', 'src']);
    expect(out).toContain('ERROR:NONE_COMPARED');
    expect(violation('check', JSON.parse(readFileSync(project.path('report.json'), 'utf8')))).toBeUndefined();
    expect(readFileSync(project.path('report.xml'), 'utf8')).toContain('<testsuites');
  });

  it('says that there is nothing', async () => {
    const { code, out } = await run(project, ['-o', 'text', 'src/clean.ts']);
    expect([code, out]).toEqual([0, 'nothing to report\n']);
    expect(JSON.parse((await run(project, ['-o', 'json', 'src/clean.ts'])).out)).toMatchObject({ findings: [] });
  });
});

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

describe('call sites under other names', () => {
  const take = 'ShelfOld, type Box } from';
  const cases: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    're-exported and renamed': {
      'src/barrel.ts': `export type { ShelfOld as Cupboard } from '../shelf/old.js';\n`,
      'src/use.ts': `import type { Cupboard } from './barrel.js';\nexport const go = (c: Cupboard): number => { c.setNote(1, {}); return 0; };\n`,
    },
    'a namespace import': {
      'src/use.ts': `import type * as api from '../shelf/old.js';\nexport const go = (c: api.ShelfOld): void => { c.setNote(1, {}); };\n`,
    },
    'a member of a class': {
      'src/use.ts': `import type { ShelfOld } from '../shelf/old.js';\nexport class K { readonly #s: ShelfOld; constructor(s: ShelfOld) { this.#s = s; }\n  go(): void { this.#s.setNote(1, {}); } }\n`,
    },
    'bind, call and apply': {
      'src/use.ts': `import type { ${take} '../shelf/old.js';\nexport const go = (s: ShelfOld, b: Box): void => {\n  const set = s.setNote.bind(s); set(1, {});\n  s.setNote.call(s, 1, {});\n  s.setNote.apply(s, [1, {}]); void b; };\n`,
    },
    'an optional call': {
      'src/use.ts': `import type { ShelfOld } from '../shelf/old.js';\nexport const go = (s?: ShelfOld): void => { s?.setNote(1, {}); };\n`,
    },
    'a computed name that is written out': {
      'src/use.ts': `import type { ShelfOld } from '../shelf/old.js';\nexport const go = (s: ShelfOld): void => { s['setNote'](1, {}); };\n`,
    },
    'JavaScript with JSDoc types': {
      'src/use.js': `/** @param {import('../shelf/old.js').ShelfOld} s */\nexport function go(s) { s.setNote(1, {}); }\n`,
    },
    'an alias in another file that does not name it': {
      'src/alias.ts': `import type { ShelfOld } from '../shelf/old.js';\ndeclare const s: ShelfOld;\nexport const write = s.setNote;\n`,
      'src/use.ts': `import { write } from './alias.js';\nwrite(1, {});\n`,
    },
    'a generic and a picked type': {
      'src/use.ts': `import type { ShelfOld } from '../shelf/old.js';\nexport function go<T extends ShelfOld>(s: T, p: Pick<ShelfOld, 'setNote'>): void { s.setNote(1, {}); p.setNote(2, {}); }\n`,
    },
  };
  const counts: Readonly<Record<string, number>> = { 'bind, call and apply': 3, 'a generic and a picked type': 2 };

  it.each(Object.entries(cases))('%s', async (name, files) => {
    const project = makeProject(files);
    const { out } = await run(project, ['src']);
    expect(
      out.split('\n').filter((line) => line.includes('FAILURE_UNSEEN')),
      out,
    ).toHaveLength(counts[name] ?? 1);
    expect(out).not.toContain('NOT_READ');
  });

  it.each([
    [
      'an any',
      `import type { ShelfOld } from '../shelf/old.js';\nexport const go = (s: any): void => { s.setNote(1); void (s as ShelfOld); };\n`,
      'setNote',
    ],
    [
      'a module that is not there',
      `import type { ShelfOld } from './gone.js';\nexport const go = (s: ShelfOld): void => { s.setNote(1, {}); };\n`,
      'setNote',
    ],
    [
      'a name that only the running program knows',
      `import type { ShelfOld } from '../shelf/old.js';\nexport const go = (s: ShelfOld, n: 'setNote'): void => { s[n](1, {}); };\n`,
      'ShelfOld',
    ],
  ])('says that it cannot tell: %s', async (_name, text, symbol) => {
    const project = makeProject({ 'src/use.ts': text });
    const { out, code } = await run(project, ['src']);
    expect(out).toMatch(new RegExp(`src/use\\.ts:2: NOTE:NOT_READ: ${symbol}: `));
    expect(code).toBe(3);
  });

  it('is silent on another API with the same names, and on a project without the API', async () => {
    const project = makeProject({
      'src/other.ts': `interface Other { setNote(a: number, b: unknown): number }\nexport const go = (o: Other): void => { o.setNote(1, {}); };\n`,
      'src/plain.ts': 'export const one = 1;\n',
    });
    expect(await run(project, ['src'])).toMatchObject({ code: 0, out: '' });
  });
});
