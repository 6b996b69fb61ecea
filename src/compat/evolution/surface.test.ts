import { fileURLToPath } from 'node:url';
import { Project, type SourceFile } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { v1Machinery, v1TypeNames, v2Machinery, v2TypeNames } from './surface.js';
import { tsV1 } from './surfaces/ts-v1.js';
import { tsV2 } from './surfaces/ts-v2.js';
import type { Surface } from '../pair-model.js';

const project = new Project({
  skipAddingFilesFromTsConfig: true,
  compilerOptions: { module: 199, moduleResolution: 99 },
});

function door(folder: string): SourceFile {
  const file = project.addSourceFileAtPath(fileURLToPath(new URL(`../../${folder}/index.ts`, import.meta.url)));
  project.resolveSourceFileDependencies();
  return file;
}

/** Names of the exports; types are those that leave nothing behind at run time. */
function exportsOf(file: SourceFile): { readonly types: readonly string[]; readonly values: readonly string[] } {
  const [types, values]: [string[], string[]] = [[], []];
  for (const symbol of file.getExportSymbols()) {
    const isValue = (symbol.getAliasedSymbol() ?? symbol).getValueDeclaration() !== undefined;
    (isValue ? values : types).push(symbol.getName());
  }
  return { types, values };
}

const sides = [
  { folder: 'v1-void-token', owner: 'IoasidV1', typeNames: v1TypeNames, machinery: v1Machinery, surface: tsV1 },
  { folder: 'v2-typed-token', owner: 'IoasidV2', typeNames: v2TypeNames, machinery: v2Machinery, surface: tsV2 },
] as const;

describe.each(sides)('the front door $folder', ({ folder, owner, typeNames, machinery, surface }) => {
  const { types, values } = exportsOf(door(folder));
  const left = (names: readonly string[]): readonly string[] =>
    names.filter((name) => !(machinery as readonly string[]).includes(name)).sort();

  it('exports the types that the map knows by name, and no other', () => {
    expect([...typeNames].sort()).toEqual(left(types));
  });

  it('exports everything that is left out as machinery', () => {
    expect([...types, ...values]).toEqual(expect.arrayContaining([...machinery]));
    expect(new Set(machinery).size).toBe(machinery.length);
  });

  it('has a surface with exactly its exports, their members and its calls', () => {
    const calls = callsOf(door(folder), owner);
    expect(calls.length).toBeGreaterThan(10);
    expect(namesOf(surface)).toEqual([...left([...types, ...values]), ...calls].sort());
  });
});

function callsOf(file: SourceFile, owner: string): readonly string[] {
  const symbol = file.getExportSymbols().find((one) => one.getName() === owner);
  const type = (symbol?.getAliasedSymbol() ?? symbol)?.getDeclaredType();
  return (type?.getProperties() ?? []).map((property) => property.getName());
}

function namesOf({ symbols }: Surface): readonly string[] {
  return symbols
    .filter(({ kind }) => kind !== 'member')
    .map(({ name }) => name)
    .sort();
}
