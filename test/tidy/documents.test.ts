/** Documents and comments speak of the product, and hold on every machine. */
import { describe, expect, it } from 'vitest';
import { repositoryFiles, type RepositoryFile } from './repository.test-kit.js';

/** Where a path of one machine begins. The product's own examples use relative paths. */
const localPath = /(^|[\s'"`(=:])(\/(home|root|work|Users|mnt)\/[\w.]|(\.\.\/)+shared\/|[A-Z]:\\\w)/m;
const leftOver = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX'].join('|')})\\b`);

function placesOf(files: readonly RepositoryFile[], pattern: RegExp): readonly string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
  );
}

/** Headings of the first level, fenced code left out. */
function firstHeadings(text: string): number {
  return text.replace(/^(```+|~~~+)[\s\S]*?^\1$/gm, '').match(/^# /gm)?.length ?? 0;
}

const files = repositoryFiles();
const documents = files.filter(({ path }) => path.endsWith('.md'));

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
    expect(documents.length).toBeGreaterThan(10);
    expect(documents.filter(({ text }) => firstHeadings(text) !== 1).map(({ path }) => path)).toEqual([]);
    expect(firstHeadings('# a\n```sh\n# no heading\n```\n## b\n# c\n')).toBe(2);
  });

  it('the README has the two commands', () => {
    const readme = files.find(({ path }) => path === 'README.md')?.text ?? '';
    expect(readme).toContain('npm ci && npm run review\n');
    expect(readme).toContain('npm ci && npm test\n');
  });

  it('links inside the repository lead somewhere', () => {
    const known = new Set(files.map(({ path }) => path));
    const folders = new Set(
      files.flatMap(({ path }) => path.split('/').map((_, at, parts) => parts.slice(0, at).join('/'))),
    );
    const dead = documents.flatMap(({ path, text }) =>
      [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)]*)?\)/g)].flatMap(([, target]) => {
        const at = resolveLink(path, target ?? '');
        return known.has(at) || folders.has(at) || /^(LICENSE|package-lock\.json)$/.test(at)
          ? []
          : [`${path}: ${target}`];
      }),
    );
    expect(dead).toEqual([]);
  });
});

function resolveLink(from: string, target: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of target.replace(/\/$/, '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}
