/** The files of the repository as texts, for checks that read all of it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export interface RepositoryFile {
  /** From the root, with slashes. */
  readonly path: string;
  readonly text: string;
}

const folders = ['src', 'tools', 'test', 'docs', 'bench', 'examples', '.ci'];
const skipped = new Set(['node_modules', 'dist', 'fixtures']);
const texts = /\.(ts|mjs|md|json|psc|c|h|yml|txt)$|(^|\/)(run|MAINTAINERS)$/;

/** Texts below the folders of the project and beside them; fixtures, which imitate the outside, are left out. */
export function repositoryFiles(): readonly RepositoryFile[] {
  const beside = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && texts.test(entry.name) && entry.name !== 'package-lock.json')
    .map(({ name }) => name);
  return [...beside, ...folders.flatMap(filesBelow)].map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path);
    return texts.test(path) ? [path] : [];
  });
}

/** Sources that a person wrote; what a program writes says so in its first line. */
export function writtenSources(files: readonly RepositoryFile[]): readonly RepositoryFile[] {
  return files.filter(({ path, text }) => path.endsWith('.ts') && !text.startsWith('// Written by npm run docs'));
}

export const isTest = (path: string): boolean => /\.(test|test-kit|types)\.ts$/.test(path);
