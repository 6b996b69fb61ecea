/** A name says what is inside. A word that fits everything says nothing. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { divergences } from '../../src/compat/divergences/index.js';
import { builtInPairs } from '../../src/compat/index.js';
import { scenarioTexts } from '../../src/compat/scenarios/bundle.js';
import { rules } from '../../tools/call-sites/rules/index.js';
import { pageName } from '../../tools/docs-gen/index-page.js';
import { checks } from '../../tools/patch-review/checks/index.js';
import { repositoryFiles, root, writtenSources, type RepositoryFile } from './repository.test-kit.js';

const banned = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'managers']);

const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
const isBanned = (name: string): boolean => wordsOf(name).some((word) => banned.has(word));

/** Paths and declared names that use a word that fits everything. */
function emptyNames(files: readonly RepositoryFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    const names: string[] = isBanned(path) ? [path] : [];
    const visit = (node: ts.Node): void => {
      const { name } = node as ts.NamedDeclaration;
      if (name !== undefined && ts.isIdentifier(name) && !ts.isImportSpecifier(node) && isBanned(name.text)) {
        names.push(`${path}: ${name.text}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return names;
  });
}

function stems(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(ending) && !/\.test\.ts$/.test(name))
    .map((name) => name.slice(0, -ending.length))
    .sort();
}

const pair = builtInPairs[0]!;

describe('names', () => {
  it('of files and declarations say something', () => {
    expect(emptyNames(writtenSources(repositoryFiles()))).toEqual([]);
  });

  it('that say nothing are caught', () => {
    const text = 'const helperCount = 1;\nfunction misc() {}\ninterface A { dataManager: string }\nconst utility = 2;';
    expect(emptyNames([{ path: 'src/utils/a.ts', text }])).toEqual([
      'src/utils/a.ts',
      'src/utils/a.ts: helperCount',
      'src/utils/a.ts: misc',
      'src/utils/a.ts: dataManager',
    ]);
  });
});

describe('files of a registry', () => {
  it.each([
    ['hazards', 'src/compat/evolution/hazards', '.ts', ['index'], pair.map.hazards.map(({ kind }) => kind)],
    ['divergences', 'src/compat/divergences', '.ts', ['ids', 'index', 'model'], divergences.map(({ id }) => id)],
    ['scenarios', 'src/compat/scenarios', '.psc', [], Object.keys(scenarioTexts)],
    ['rules', 'tools/call-sites/rules', '.ts', ['index'], [...rules.keys()]],
    ['entries', 'src/compat/evolution/entries', '.ts', [], pair.map.entries.map(pageName)],
  ])('%s are named for what is in them, and all are registered', (_, folder, ending, others, ids) => {
    expect(stems(folder, ending).filter((stem) => !others.includes(stem))).toEqual([...ids].sort());
  });

  it('review checks are all registered', () => {
    const apart = ['check', 'index', 'run-checks'];
    const files = stems('tools/patch-review/checks', '.ts').filter((stem) => !apart.includes(stem));
    expect(checks.length).toBe(files.length);
  });

  it('each entry stands in the file of its symbol', async () => {
    for (const stem of stems('src/compat/evolution/entries', '.ts')) {
      const module = (await import(join(root, 'src/compat/evolution/entries', `${stem}.ts`))) as object;
      const symbols = Object.values(module).map((entry) => pageName(entry as (typeof pair.map.entries)[number]));
      expect(symbols, stem).toEqual([stem]);
      expect(basename(stem), stem).toMatch(/^[a-z0-9-]+$/);
    }
  });
});
