/** Every rule over every fixture, in one table; what was fixed is silent, and so is what has nothing to do with the API. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Project } from 'ts-morph';
import { beforeAll, describe, expect, it } from 'vitest';
import { typescriptFrontEnd } from '../../tools/call-sites/typescript/front-end.js';
import { type CheckReport, typeName } from '../../tools/diagnostics/model.js';
import { shelfPair } from './shelf-pair.js';
import { makeProject, type TestProject } from './testing/project.js';

const folder = fileURLToPath(new URL('./fixtures/callers', import.meta.url));
const names = readdirSync(folder).sort();
const sides = ['input', 'fixed'] as const;

describe('matrix', () => {
  let project: TestProject;
  let report: CheckReport;
  beforeAll(async () => {
    const files = names.flatMap((name) =>
      sides.map(
        (side) => [`callers/${name}/${side}.ts`, readFileSync(`${folder}/${name}/${side}.ts`, 'utf8')] as const,
      ),
    );
    project = makeProject(Object.fromEntries(files));
    report = await typescriptFrontEnd.check([project.path('callers')], shelfPair, { cwd: project.folder });
  });
  const typesOf = (name: string, side: string) =>
    report.findings
      .filter(({ file }) => file === `callers/${name}/${side}.ts`)
      .map(({ type, line }) => `${type}:${line}`);

  it('is the one that is committed', async () => {
    const rows = names.map(
      (name) =>
        `${name}\n${typesOf(name, 'input')
          .map((text) => `  ${text}\n`)
          .join('')}`,
    );
    await expect(rows.join('')).toMatchFileSnapshot('./fixtures/matrix.txt');
  });

  it('reads every file, and every file compiles', () => {
    expect(report.notRead).toEqual([]);
    const checked = new Project({ tsConfigFilePath: project.path('tsconfig.json'), skipAddingFilesFromTsConfig: true });
    const problems = checked
      .addSourceFilesAtPaths(project.path('callers/**/*.ts'))
      .flatMap((file) => file.getPreEmitDiagnostics().map((entry) => `${file.getFilePath()}: ${entry.getStart()}`));
    expect(problems).toEqual([]);
  });

  it.each(names.filter((name) => name !== 'unrelated'))('%s: the input has it', (name) => {
    expect(typesOf(name, 'input').map((text) => text.split(':')[0])).toContain(typeName(name));
  });

  it.each(names)('%s: what is fixed is silent', (name) => {
    expect(typesOf(name, 'fixed')).toEqual([]);
  });

  it('is silent where the names mean something else', () => {
    expect(typesOf('unrelated', 'input')).toEqual([]);
  });
});
