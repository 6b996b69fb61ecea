/** TypeScript in the documents compiles against the real front doors, and what it prints is what stands behind `// =>`. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, mkdirSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../tools/docs-gen/outline.js';
import { diagnosticsWith, root } from '../types/project.test-kit.js';

interface Fence {
  readonly where: string;
  readonly text: string;
}

function fencesOf(path: string): readonly Fence[] {
  return outlineOf(readFileSync(join(root, path), 'utf8'))
    .fences.filter(({ language }) => language === 'ts')
    .map(({ text, line }) => ({ where: `${path}:${line}`, text }));
}

const guides = readdirSync(join(root, 'docs', 'guides')).map((name) => `docs/guides/${name}`);
const fences = ['README.md', 'docs/architecture.md', ...guides].flatMap(fencesOf);

/** The package's own entries, as sources. */
const fromSources = (text: string): string =>
  text
    .replaceAll("'pintle/v1'", "'../../src/v1-void-token/index.js'")
    .replaceAll("'pintle/v2'", "'../../src/v2-typed-token/index.js'")
    .replaceAll("'pintle/compat'", "'../../src/compat/index.js'");

describe('TypeScript in documents', () => {
  it('is there', () => {
    expect(fences.length).toBeGreaterThan(0);
  });

  it.each(fences)('$where compiles', ({ text }) => {
    const file = 'test/docs/of-a-document.ts';
    const console = 'declare const console: { log(...values: unknown[]): void };\n';
    expect(diagnosticsWith([file], { [file]: `${console}${fromSources(text)}\nexport {};\n` })).toEqual([]);
  });

  it.each(fences.filter(({ text }) => text.includes('// =>')))('$where prints what it says', ({ text }) => {
    const folder = mkdtempSync(join(tmpdir(), 'pintle-fence-'));
    try {
      mkdirSync(join(folder, 'node_modules'));
      symlinkSync(root, join(folder, 'node_modules', 'pintle'));
      const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
      writeFileSync(join(folder, 'fence.mjs'), ts.transpileModule(text, { compilerOptions: options }).outputText);
      const ran = spawnSync(process.execPath, ['fence.mjs'], { cwd: folder, encoding: 'utf8' });
      const said = [...text.matchAll(/\/\/ => (.*)$/gm)].map(([, line]) => line);
      expect(ran.stderr).toBe('');
      expect(ran.stdout.trimEnd().split('\n')).toEqual(said);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
