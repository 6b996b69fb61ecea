/** `pintle check`: every output, for people and for machines. */
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { violation } from '../../tools/schema/validate.js';
import { bad, clean, run } from './testing/check-run.js';
import { makeProject } from './testing/project.js';

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
