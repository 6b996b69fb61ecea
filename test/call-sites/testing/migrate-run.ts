/** `pintle migrate` on one small caller of the invented API: text before, text after, and that the new text compiles. */
import { writeFileSync } from 'node:fs';
import { Project } from 'ts-morph';
import { expect } from 'vitest';
import type { MigrateOptions, MigrationReport } from '../../../tools/call-sites/front-end.js';
import { typescriptFrontEnd } from '../../../tools/call-sites/typescript/front-end.js';
import { shelfPair } from '../shelf-pair.js';
import { makeProject, type TestProject } from './project.js';

export interface Moved {
  readonly text: string;
  readonly report: MigrationReport;
  readonly project: TestProject;
}

export const options = (cwd: string): MigrateOptions => ({ cwd, apply: ['safe', 'suggested'], partial: false });

export function problems(project: TestProject, file: string): string[] {
  const checked = new Project({ tsConfigFilePath: project.path('tsconfig.json'), skipAddingFilesFromTsConfig: true });
  return checked
    .addSourceFileAtPath(project.path(file))
    .getPreEmitDiagnostics()
    .map((entry) => String(entry.getMessageText()));
}

export async function move(
  code: string,
  more: Partial<MigrateOptions> = {},
  files: Record<string, string> = {},
): Promise<Moved> {
  const project = makeProject({ 'src/a.ts': code, ...files });
  const report = await typescriptFrontEnd.migrate([project.path('src')], shelfPair, {
    ...options(project.folder),
    ...more,
  });
  for (const { path, after } of report.rewrites) writeFileSync(path, after);
  const own = report.rewrites.find(({ file }) => file === 'src/a.ts');
  return { text: own?.after ?? code, report, project };
}

/** The after text, that it compiles, and that a second run changes nothing. */
export async function expectMoved(before: string, after: string): Promise<Moved> {
  const moved = await move(before);
  expect(moved.report.notDone).toEqual([]);
  expect(moved.text).toBe(after);
  expect(problems(moved.project, 'src/a.ts')).toEqual([]);
  const again = await typescriptFrontEnd.migrate([moved.project.path('src')], shelfPair, options(moved.project.folder));
  expect(again.rewrites).toEqual([]);
  expect(again.found).toBe(0);
  return moved;
}

export const old = (...names: string[]) => `import { ${names.join(', ')} } from '../shelf/old.js';`;
export const now = (...names: string[]) => `import { ${names.join(', ')} } from '../shelf/new.js';`;
