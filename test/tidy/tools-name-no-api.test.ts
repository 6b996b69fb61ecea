/** A tool gets a pair of APIs as a value. One that names an API works for that one only. */
import { describe, expect, it } from 'vitest';
import { builtInPairs } from '../../src/compat/index.js';
import { repositoryFiles, type RepositoryFile } from './repository.test-kit.js';

/** `file:line` of every place below `tools/` that names a built-in pair, in any case, in a path or in a text. */
function namedApis(files: readonly RepositoryFile[]): readonly string[] {
  const names = builtInPairs.map(({ id }) => id.toLowerCase());
  return files
    .filter(({ path }) => path.startsWith('tools/'))
    .flatMap(({ path, text }) => {
      const lines = [path, ...text.split('\n')];
      return lines.flatMap((line, index) =>
        names.some((name) => line.toLowerCase().includes(name)) ? [`${path}:${index}`] : [],
      );
    });
}

describe('tools', () => {
  it('name no built-in API', () => {
    expect(namedApis(repositoryFiles())).toEqual([]);
  });

  it('would be caught in code, in a comment and in a file name', () => {
    const id = builtInPairs[0]!.id;
    const named: readonly RepositoryFile[] = [
      { path: 'tools/a.ts', text: `const a = 1;\n// about ${id.toUpperCase()}` },
      { path: `tools/${id}.ts`, text: '' },
      { path: 'src/a.ts', text: id },
    ];
    expect(namedApis(named)).toEqual(['tools/a.ts:2', `tools/${id}.ts:0`]);
    expect(repositoryFiles().filter(({ path }) => path.startsWith('tools/')).length).toBeGreaterThan(100);
  });
});
