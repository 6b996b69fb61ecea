/** Small TypeScript projects on disk, with both versions of the invented API beside their sources. */
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));

const tsconfig = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2022'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    strict: true,
    types: [],
    noEmit: true,
    allowJs: true,
    checkJs: true,
  },
};

const made: string[] = [];

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true });
});

export interface TestProject {
  readonly folder: string;
  readonly path: (name: string) => string;
}

/** Writes a project; keys of `files` are paths below it. */
export function makeProject(files: Readonly<Record<string, string | Uint8Array>>): TestProject {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pintle-cs-')));
  made.push(folder);
  const path = (name: string) => join(folder, name);
  mkdirSync(path('shelf'));
  for (const name of ['old.ts', 'new.ts']) copyFileSync(join(fixtures, 'shelf', name), path(`shelf/${name}`));
  writeFileSync(path('tsconfig.json'), JSON.stringify(tsconfig));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  }
  return { folder, path };
}

/** Takes the indentation of the first line off every line. */
export function ts(strings: TemplateStringsArray, ...values: readonly string[]): string {
  const text = String.raw({ raw: strings.map((part) => part) }, ...values)
    .replace(/^\n/, '')
    .trimEnd();
  const lines = text.split('\n');
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  );
  return `${lines.map((line) => line.slice(indent)).join('\n')}\n`;
}
