/** Documents and comments speak of the product, and hold on every machine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deadLinks, outlineOf } from '../../tools/docs-gen/outline.js';
import { repositoryFiles, root, type RepositoryFile } from './repository.test-kit.js';

/** Where a path of one machine begins. The product's own examples use relative paths. */
const localPath = /(^|[\s'"`(=:])(\/(home|root|work|Users|mnt)\/[\w.]|(\.\.\/)+shared\/|[A-Z]:\\\w)/m;
const leftOver = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);

function placesOf(files: readonly RepositoryFile[], pattern: RegExp): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

const files = repositoryFiles();
const documents = new Map(files.filter(({ path }) => path.endsWith('.md')).map(({ path, text }) => [path, text]));

describe('texts of the repository', () => {
  it('name no path of one machine', () => {
    expect(placesOf(files, localPath)).toEqual([]);
  });

  it('leave nothing for later', () => {
    expect(placesOf(files, leftOver)).toEqual([]);
  });

  it('would be caught', () => {
    const at = (...parts: readonly string[]): string => ['', ...parts].join('/');
    const text = [`see ${at('home', 'a')}`, `const a = '${at('work', 'x')}'`, `a${at('home', 'b')} is fine`].join('\n');
    expect(placesOf([{ path: 'a.ts', text }], localPath)).toEqual(['a.ts:1', 'a.ts:2']);
    const word = leftOver.source.slice(3, 7);
    expect(placesOf([{ path: 'a.ts', text: `// ${word} later\n${word}S` }], leftOver)).toEqual(['a.ts:1']);
  });
});

describe('documents', () => {
  it('have one heading of the first level each', () => {
    expect(documents.size).toBeGreaterThan(60);
    const first = (text: string): number => outlineOf(text).headings.filter(({ level }) => level === 1).length;
    expect([...documents].filter(([, text]) => first(text) !== 1).map(([path]) => path)).toEqual([]);
  });

  it('the README has the two commands', () => {
    const readme = documents.get('README.md') ?? '';
    expect(readme).toContain('npm ci && npm run review\n');
    expect(readme).toContain('npm ci && npm test\n');
  });

  it('have links that lead somewhere', () => {
    expect(deadLinks(documents, (path) => existsSync(join(root, path)))).toEqual([]);
  });
});
